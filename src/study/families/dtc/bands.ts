/** A study in a few numbers per method: accuracy averaged over bands of sparsity, and over seeds. */
import { pearson } from '../../../math/correlation.ts';
import { lowess } from '../../../math/lowess.ts';
import type { DtcRecord } from './types.ts';
import type { ResultTable } from '../../family.ts';
import { rowTitle } from '../../beside.ts';
import type { Study } from '../../job.ts';

export interface Band {
  readonly title: string;
  /** Sparsities from `from` on and below `below` belong to it. */
  readonly from: number;
  readonly below: number;
}

/** The last one takes in the end of the published ladder, 9 of 512 neurons, at 0.9824. */
export const sparsityBands: readonly Band[] = [
  { title: '0.10–0.80', from: 0.1, below: 0.8 },
  { title: '0.80–0.90', from: 0.8, below: 0.9 },
  { title: '0.90–0.95', from: 0.9, below: 0.95 },
  { title: '0.95–0.98', from: 0.95, below: 0.985 },
];

/** Jobs that differ in nothing but the seed. Every number is a mean over those of them that have it, and null where none has. */
export interface BandRow {
  /** Values of the study's axes, the seed left out. */
  readonly title: string;
  readonly jobs: number;
  /** Test accuracy after the prune, mean over the cycles of each band. */
  readonly bands: readonly (number | null)[];
  /** Of the last cycle. */
  readonly finalAccuracy: number | null;
  /** Pearson's r of the next layer's Gibbs entropy and the LOWESS-smoothed accuracy, over the cycles of a job. */
  readonly entropyCorrelation: number | null;
  /** Seconds of work of one job. */
  readonly seconds: number;
}

/** One row for each combination of the axes without the seed, in the order of the records; records without a step are left out. */
export function bandRows(study: Study, records: readonly DtcRecord[]): BandRow[] {
  const groups = new Map<string, DtcRecord[]>();
  for (const record of records) {
    if (record.steps.length === 0) continue;
    const title = rowTitle(study, record.job);
    groups.set(title, [...(groups.get(title) ?? []), record]);
  }
  return [...groups].map(([title, group]) => ({
    title,
    jobs: group.length,
    bands: sparsityBands.map((band) => mean(group.map((record) => bandMean(record, band)))),
    finalAccuracy: mean(group.map((record) => record.steps.at(-1)?.testAccuracy ?? null)),
    entropyCorrelation: mean(group.map(entropyCorrelation)),
    seconds: mean(group.map((record) => record.seconds)) ?? 0,
  }));
}

/** Mean test accuracy of a job over a band; null where it has no cycle in it. */
export function bandMean({ steps }: DtcRecord, { from, below }: Band): number | null {
  return mean(steps.filter(({ sparsity }) => sparsity >= from && sparsity < below).map((step) => step.testAccuracy));
}

function entropyCorrelation(record: DtcRecord): number | null {
  const { steps } = record;
  const smoothed = lowess(
    steps.map((step) => step.sparsity),
    steps.map((step) => step.testAccuracy),
  );
  return pearson(
    steps.map((step) => step.gibbsEntropy.next),
    Array.from(smoothed),
  ).r;
}

function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** The table of a study: accuracies by band of sparsity. */
export function bandTable(study: Study, records: readonly DtcRecord[]): ResultTable {
  const accuracy = (title: string) => ({ title, digits: 4 });
  return {
    columns: [
      { title: 'accuracy at sparsity', digits: null },
      { title: 'jobs', digits: 0 },
      ...sparsityBands.map(({ title }) => accuracy(title)),
      accuracy('last'),
      accuracy('r(G2, smoothed)'),
      { title: 's per job', digits: 1 },
    ],
    rows: bandRows(study, records).map((row) => [
      row.title,
      row.jobs,
      ...row.bands,
      row.finalAccuracy,
      row.entropyCorrelation,
      row.seconds,
    ]),
    empty: 'No job came as far as its first step.',
  };
}
