/** Recorded runs as lessons read them, and the same with other seeds or numbers. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parseResult } from '../../../src/lab/result-file.ts';
import { languages } from '../../../src/lessons/language.ts';
import type { Check, Lesson } from '../../../src/lessons/lesson.ts';
import type { Answer } from '../../../src/lessons/prediction.ts';
import type { JobRecord, Result, Summary } from '../../../src/study/records.ts';
import { familyOf } from '../../../src/study/schema.ts';

const fileOf = (name: string) => readFileSync(new URL(`../../../recorded/${name}.result`, import.meta.url));

export const recordedBytes = (name: string): number => fileOf(name).length;

export const recordedResult = (name: string): Result => parseResult(gunzipSync(fileOf(name)).toString('utf8'), name);

export const recordsOf = ({ recorded }: Lesson): readonly JobRecord[] => recordedResult(recorded).records;

const runsOf = (records: readonly JobRecord[]) => records.map((record) => familyOf(record.job).runOf(record));

/** The check of a lesson on these records; German has to come to the same. */
export function checked(lesson: Lesson, records: readonly JobRecord[], answer: Answer | null): Check | null {
  const [english, ...others] = languages.map((language) => lesson.shown(runsOf(records), language)?.check(answer) ?? null);
  for (const other of others)
    if (other?.kind !== english?.kind) throw new Error(`“${other?.kind}” in another language is not “${english?.kind}”.`);
  return english;
}

export const shownOf = (lesson: Lesson, records: readonly JobRecord[], language: (typeof languages)[number] = 'en') =>
  lesson.shown(runsOf(records), language);

/** The records with another summary each, of the same kind. */
export const altered = <OfSummary extends Summary>(
  records: readonly JobRecord[],
  change: (summary: OfSummary, record: JobRecord) => Partial<OfSummary>,
): readonly JobRecord[] =>
  records.map((record) => ({ ...record, summary: { ...record.summary, ...change(record.summary as OfSummary, record) } as Summary }));

export const withSeeds = (records: readonly JobRecord[], seeds: readonly number[]): readonly JobRecord[] =>
  records.filter(({ job }) => seeds.includes(job.seed));
