/** Getting a study from where a person has one: a preset, a file, a result link. Used where there is no page, as on the command line. */
import { explainIssues } from '../study/explain.ts';
import { applyOverrides } from '../study/overrides.ts';
import { presetByName } from '../study/presets.ts';
import { resultSchema } from '../study/records.ts';
import { studySchema, type Study } from '../study/schema.ts';
import { readLink } from './link.ts';
import { parseUntrusted } from './untrusted-json.ts';

export type StudySource =
  | { readonly kind: 'preset'; readonly name: string }
  /** The text of a study or a result file, and the file's name for messages. */
  | { readonly kind: 'file'; readonly name: string; readonly text: string }
  | { readonly kind: 'link'; readonly fragment: string };

/**
 * The study of a source with changes made to it, in the form of src/study/overrides.ts.
 * @throws Error with a message for a person if there is no such study or a change is refused
 */
export async function resolveStudy(source: StudySource, changes: readonly string[]): Promise<Study> {
  return applyOverrides(await readStudy(source), changes);
}

async function readStudy(source: StudySource): Promise<Study> {
  switch (source.kind) {
    case 'preset':
      return presetByName(source.name).study;
    case 'file':
      return studyOfFile(source.name, source.text);
    case 'link':
      return (await readLink(source.fragment)).study;
  }
}

function studyOfFile(name: string, text: string): Study {
  let content: unknown;
  try {
    content = parseUntrusted(text);
  } catch (cause) {
    throw new RangeError(`${name} is not readable as JSON: ${(cause as Error).message}`, { cause });
  }
  const isResult = typeof content === 'object' && content !== null && 'format' in content;
  const parsed = isResult ? resultSchema.safeParse(content) : studySchema.safeParse(content);
  if (!parsed.success) {
    throw new RangeError(`${name} holds no ${isResult ? 'result' : 'study'} that can be run: ${explainIssues(parsed.error)}.`);
  }
  return 'study' in parsed.data ? parsed.data.study : parsed.data;
}
