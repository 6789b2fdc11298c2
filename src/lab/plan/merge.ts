/** The result of a plan, from what its shards have left. */
import { newRecord, RESULT_VERSION, type JobRecord, type Result } from '../../study/records.ts';
import { jobsOf } from '../../study/schema.ts';
import { machineOf, outcomeText, type JobFile } from './job-file.ts';
import type { Plan } from './plan.ts';

/** A file of a job, as far as others are compared with it. */
export interface Filed {
  readonly status: JobRecord['status'];
  readonly host: string;
  /** See `outcomeText`, or what stands for it. */
  readonly outcome: () => string;
  /** See `machineOf`. */
  readonly machine: string;
}

/** Two files of one job that do not say the same. */
export interface Difference {
  readonly id: string;
  readonly hosts: readonly [string, string];
  /** Whether both were computed by the same engine on the same kind of machine, where nothing may differ. */
  readonly isContradiction: boolean;
}

export interface Merged {
  /** Jobs of which nothing is there are queued in it. */
  readonly result: Result;
  /** Places in the plan of jobs that have not ended. */
  readonly missing: readonly number[];
  /** And of those that have failed. */
  readonly failed: readonly number[];
  readonly differences: readonly Difference[];
}

/** @param filesOf what there is of a job, by its id; the first is taken */
export function merged(plan: Plan, filesOf: (id: string) => readonly JobFile[]): Merged {
  const jobs = jobsOf(plan.study);
  const differences: Difference[] = [];
  const records = plan.jobs.map(({ id }, place): JobRecord => {
    const files = firstFirst(filesOf(id), ({ record }) => record.status);
    differences.push(...differencesOf(id, files.map(filed)));
    return files[0]?.record ?? newRecord(jobs[place]);
  });
  const places = (wanted: (status: JobRecord['status']) => boolean): number[] =>
    records.flatMap(({ status }, place) => (wanted(status) ? [place] : []));
  const environment = records.find(({ environment: own }) => own !== null)?.environment ?? null;
  return {
    result: { format: 'parsimony/result', version: RESULT_VERSION, study: plan.study, environment, records },
    missing: places((status) => status !== 'finished' && status !== 'failed'),
    failed: places((status) => status === 'failed'),
    differences,
  };
}

const filed = ({ record, origin }: JobFile): Filed => ({
  status: record.status,
  host: origin.host,
  outcome: () => outcomeText(record),
  machine: machineOf(record),
});

/** The files of a job, that first which is taken: one that failed and was run again elsewhere has finished. */
export const firstFirst = <File>(files: readonly File[], statusOf: (file: File) => JobRecord['status']): File[] =>
  files.toSorted((a, b) => Number(statusOf(a) !== 'finished') - Number(statusOf(b) !== 'finished'));

/** @param files of a job, that first which is taken */
export const differencesOf = (id: string, [first, ...others]: readonly Filed[]): Difference[] =>
  others
    .filter((other) => other.status === first.status && other.outcome() !== first.outcome())
    .map((other) => ({ id, hosts: [first.host, other.host], isContradiction: other.machine === first.machine }));

/** What is to be said of a difference, without the job. */
export const differenceWords = ({ hosts: [first, other], isContradiction }: Difference): string =>
  `came out differently on ${first} and on ${other}${isContradiction ? ', which compute alike: one of them is wrong, or was changed' : ', which compute by other means'}. Both files stay; the first is taken.`;
