/** Texts of one's own, kept in the browser as images are: any bytes, as they are, without a thought of what they encode. */
import { bytesText } from '../../math/number-text.ts';
import { noCache } from '../cache.ts';
import type { Bytes } from '../download.ts';
import { DatasetError } from '../errors.ts';
import { textStorage, type TextManifest } from '../kinds/text-storage.ts';
import { forReader } from '../reader.ts';
import { valuesIn } from '../text/alphabet.ts';
import { textWarnings } from '../text/warnings.ts';
import type { OwnFile } from './file.ts';
import type { ShardEntry } from '../storage.ts';
import { FOLDER } from './own-cache.ts';
import { hashOf, keepOwn, listOwn, openOwn, ownFolder, packedShards, type Named, type OpenedOwn, type Shelf } from './shelf.ts';
import { requireText } from './text-limits.ts';

/** A text of one's own as jobs, links and lists name it; the SHA-256 is of its bytes. */
export interface OwnText extends Named {
  readonly bytes: number;
  /** Byte values that occur in it. */
  readonly values: number;
}

const shelf: Shelf<TextManifest, 'text', OwnText> = {
  storage: textStorage,
  words: { the: 'The text', are: 'is', them: 'it', fewer: 'take a shorter text' },
  entryOf: ({ title, sha256, values, splits }) => ({ name: title, sha256, bytes: splits.train.count, values }),
};

/** The bytes of a file. @throws {DatasetError} if it is empty, too large, or cannot be read */
export async function readOwnText({ path, blob }: OwnFile): Promise<{ readonly text: Uint8Array; readonly warnings: readonly string[] }> {
  requireText(blob.size, path);
  const text = new Uint8Array(await blob.arrayBuffer());
  return { text, warnings: textWarnings(text) };
}

/**
 * Keeps a text. One that is there already is left as it is, but for its name.
 * @param baseUrl absolute address of the folder of all data sets
 * @throws {DatasetError} where the browser keeps nothing or is full; what was there before is still there then
 */
export async function keepOwnText(baseUrl: string, name: string, text: Uint8Array): Promise<OwnText> {
  const sha = await hashOf(text);
  return keepOwn(shelf, baseUrl, { name, sha256: sha }, async (files) =>
    manifestOf(
      { name: '', sha256: sha, bytes: text.length, values: valuesIn(text).length },
      await files.shards('train', 'text', text, text.length),
    ),
  );
}

const manifestOf = ({ name, sha256, bytes, values }: OwnText, shards: ShardEntry[]): TextManifest => ({
  format: 'parsimony/dataset',
  version: 1,
  kind: 'text',
  name: ownFolder(sha256),
  title: name,
  sha256,
  values,
  source: { title: '', url: '', package: '', integrity: '' },
  licence: '',
  credit: '',
  splits: { train: { count: bytes, text: shards }, test: { count: 0, text: [] } },
});

/** A text as jobs name it. */
export const namedText = async (name: string, text: Uint8Array): Promise<OwnText> => ({
  name,
  sha256: await hashOf(text),
  bytes: text.length,
  values: valuesIn(text).length,
});

/**
 * A text that no browser keeps, in the form of one that is.
 * @param baseUrl absolute address of the folder of all data sets
 */
export async function openedText(baseUrl: string, named: OwnText, text: Uint8Array): Promise<OpenedOwn<TextManifest>> {
  const packed = new Map<string, Bytes>();
  const shards = await packedShards('train-text', text, text.length, ({ sha256 }, content) => void packed.set(sha256, content));
  return {
    baseUrl: new URL(FOLDER, baseUrl).href,
    manifest: manifestOf(named, shards),
    cache: { ...noCache, get: (_url, content) => Promise.resolve(packed.get(content)) },
  };
}

/** All texts that are kept, by name; none where the browser keeps nothing. */
export const listOwnTexts = (): Promise<OwnText[]> => listOwn(shelf);

/**
 * The manifest and shards of a text, for `openStored`.
 * @throws {DatasetError} of kind `missing`, saying what to add, where this browser does not have it
 */
export function openOwnText(baseUrl: string, text: OwnText): Promise<OpenedOwn<TextManifest>> {
  const { name, bytes, sha256 } = text;
  return openOwn(
    shelf,
    baseUrl,
    text,
    () =>
      new DatasetError(
        'missing',
        name,
        `The text “${name}” is not ${forReader({ page: 'in this browser', command: 'here' })}: ${bytesText(bytes)}, SHA-256 ${sha256}. ` +
          `Links and files do not carry texts: ${forReader({
            page: 'ask whoever made the study for it, and add it under “Data sets”',
            command: 'ask whoever made the study for it, and name its file by --text FILE',
          })}.`,
      ),
  );
}
