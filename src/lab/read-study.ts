/** Getting a study from where a person has one: a preset, a file, a result link. Used where there is no page, as on the command line. */
import { explainIssues } from '../study/explain.ts';
import { applyOverrides } from '../study/overrides.ts';
import { presetByName } from '../study/presets.ts';
import type { Result } from '../study/records.ts';
import { studySchema, type Study } from '../study/schema.ts';
import { readLink } from './link.ts';
import { parseResult } from './result-file.ts';
import { parseUntrusted } from './untrusted-json.ts';

export type StudySource =
  | { readonly kind: 'preset'; readonly name: string }
  /** The text of a study or a result file, and the file's name for messages. */
  | { readonly kind: 'file'; readonly name: string; readonly text: string }
  | { readonly kind: 'link'; readonly fragment: string };

/** A study to run, and the result that it came in, if it came in one. */
export interface ResolvedStudy {
  readonly study: Study;
  readonly result: Result | null;
}

/**
 * The study of a source with changes made to it, in the form of src/study/overrides.ts.
 * @throws Error with a message for a person if there is no such study or a change is refused
 */
export async function resolveStudy(source: StudySource, changes: readonly string[]): Promise<ResolvedStudy> {
  const { study, result } = await readStudy(source);
  return { study: applyOverrides(study, changes), result };
}

async function readStudy(source: StudySource): Promise<ResolvedStudy> {
  switch (source.kind) {
    case 'preset':
      return { study: presetByName(source.name).study, result: null };
    case 'file':
      return ofFile(source.name, source.text);
    case 'link':
      return { study: (await readLink(source.fragment)).study, result: null };
  }
}

function ofFile(name: string, text: string): ResolvedStudy {
  let content: unknown;
  try {
    content = parseUntrusted(text);
  } catch (cause) {
    throw new RangeError(
      `${name} is not readable as JSON (${(cause as Error).message}). Give a study or a result that Parsimony has written, or the name of a preset.`,
      { cause },
    );
  }
  if (typeof content === 'object' && content !== null && 'format' in content) {
    const result = parseResult(text, name);
    return { study: result.study, result };
  }
  const parsed = studySchema.safeParse(content);
  if (!parsed.success) throw new RangeError(`${name} holds no study that can be run: ${explainIssues(parsed.error, content)}.`);
  return { study: parsed.data, result: null };
}
