/** `methods.tex`: how a result came about, every number of it from its records. */
import { latexText } from '../../math/foreign-text.ts';
import { grouped } from '../../math/number-text.ts';
import { dataTitle } from '../../study/job-data.ts';
import { networkTitle } from '../../study/network-title.ts';
import type { JobRecord, Result } from '../../study/records.ts';
import { familyOf } from '../../study/schema.ts';
import { backendTitles } from '../text/labels.ts';
import { duration } from '../text/format.ts';
import { listedInWords, sayerOf } from './say.ts';

/** Whether anything was measured of a job, so that a paper can speak of it. */
export const isTold = (record: JobRecord): boolean => {
  const family = familyOf(record.job);
  return family.isKnown(family.runOf(record));
};

/** “3 of 4 jobs ended; 1 failed”; nothing where all did. */
function unfinished(records: readonly JobRecord[]): string[] {
  const ended = records.filter(({ status }) => status === 'finished').length;
  if (ended === records.length) return [];
  const failed = records.filter(({ status }) => status === 'failed').length;
  return [
    `${grouped(ended)} of ${grouped(records.length)} runs came to their end${failed > 0 ? `, and ${grouped(failed)} failed` : ''}; the numbers are of those that got far enough.`,
  ];
}

function hollow(records: readonly JobRecord[]): string[] {
  const nothing = records.filter((record) => {
    const family = familyOf(record.job);
    return family.measuredNothing(family.runOf(record)) !== null;
  });
  return nothing.length === 0
    ? []
    : [
        `${grouped(nothing.length)} of ${grouped(records.length)} runs ended with a network that gives the same answer whatever it is asked.`,
      ];
}

function whereAndWhen(records: readonly JobRecord[]): string {
  const environments = records.flatMap(({ environment }) => environment ?? []);
  const places = environments.map(({ engine, backend, device }) => `Parsimony ${engine} on ${backendTitles[backend]} (${device})`);
  const days = records.flatMap(({ startedAt }) => startedAt?.slice(0, 10) ?? []).toSorted();
  const when = days.length === 0 ? '' : days[0] === days.at(-1) ? ` on ${days[0]}` : ` from ${days[0]} to ${days.at(-1)}`;
  const seconds = records.reduce((sum, record) => sum + record.seconds, 0);
  const where = places.length === 0 ? 'Parsimony' : listedInWords(places);
  return `All of it was computed by ${where}${when}, in ${duration(seconds)} of work.`;
}

/** What a paper may say of how a result came about, in plain words. */
export function methodsText({ study, records }: Result): string {
  const told = records.filter(isTold);
  const family = familyOf(study.job);
  const seeds = [...new Set(told.map(({ job }) => String(job.seed)))];
  const networks = listedInWords(told.map(({ job }) => networkTitle(job)));
  const about = family.paper
    ? told.length > 0
      ? family.paper.methods({ say: sayerOf(study), networks, records: told })
      : ''
    : `${networks} was trained on ${listedInWords(told.map(({ job }) => dataTitle(job)))} by ${sayerOf(study)('compression.method')}.`;
  return [
    about,
    seeds.length === 1
      ? `Every combination of settings was run once, with the seed ${seeds[0]}.`
      : `Every combination of settings was run with the seeds ${listedInWords(seeds)}.`,
    ...unfinished(records),
    ...hollow(told),
    whereAndWhen(told),
  ].join(' ');
}

/** @param keys of the entries in the list of references */
export const methodsTex = (result: Result, keys: readonly string[]): string =>
  `% Every number is from result.json.\n${latexText(methodsText(result))} The result, with all records, is~\\cite{${keys[0]}}${keys.length > 1 ? `; the method is that of~\\cite{${keys.slice(1).join(',')}}` : ''}.\n`;
