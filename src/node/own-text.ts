/** Texts of one's own, which are files of this machine where no browser keeps them. */
import { readFile, stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { DatasetError } from '../data/errors.ts';
import { requireText } from '../data/own/text-limits.ts';
import { namedText, openedText, openOwnText, type OwnText } from '../data/own/texts.ts';
import { textWarnings } from '../data/text/warnings.ts';
import { unusable } from '../data/own/file.ts';
import { withOwnData } from '../lab/study-edit.ts';
import type { OpenOwnText } from '../study/job-dataset.ts';
import type { Study } from '../study/schema.ts';

/** A file, and the text that was in it when it was looked at. */
export interface TextFile {
  readonly path: string;
  readonly text: OwnText;
}

/** Most letters in the name of a text. */
const MAX_NAME = 100;

/**
 * Looks into a file, whose text is then called as it is, without its ending.
 * @throws {DatasetError} if it is empty or too large, Error if it cannot be read
 */
export async function readTextFile(path: string): Promise<TextFile & { readonly bytes: Uint8Array; readonly warnings: readonly string[] }> {
  const entry = await stat(path);
  if (!entry.isFile()) throw unusable(path, 'is no file', 'Name the file of a text');
  requireText(entry.size, path);
  const bytes = new Uint8Array(await readFile(path));
  const name = (basename(path, extname(path)) || 'Text').slice(0, MAX_NAME);
  return { path, text: await namedText(name, bytes), bytes, warnings: textWarnings(bytes) };
}

/** A study on the text of a file; one that is on it stays as it is. @throws RangeError where its network or method takes no text */
export const studyOnText = (study: Study, { text }: TextFile): Study =>
  study.job.text?.sha256 === text.sha256 ? study : withOwnData(study, { text });

/** Opens the text of a file; of all others it says that they are not here. @param file null for none */
export function textOfFile(file: TextFile | null): OpenOwnText {
  let opened: ReturnType<OpenOwnText> | null = null;
  return async (baseUrl, text) => {
    if (!file || file.text.sha256 !== text.sha256) return await openOwnText(baseUrl, text);
    opened ??= reopened(baseUrl, file);
    try {
      return await opened;
    } catch (error) {
      opened = null;
      throw error;
    }
  };
}

async function reopened(baseUrl: string, { path, text }: TextFile): ReturnType<OpenOwnText> {
  const bytes = new Uint8Array(await readFile(path));
  const { sha256 } = await namedText(text.name, bytes);
  if (sha256 !== text.sha256)
    throw new DatasetError('corrupt', text.name, `${path} was changed while its text was in use: run the command again.`);
  return openedText(baseUrl, text, bytes);
}
