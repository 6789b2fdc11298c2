/** The result of a plan, from what its shards have left. */
import { newRecord, RESULT_VERSION, type JobRecord, type Result } from '../../study/records.ts';
import { jobsOf } from '../../study/schema.ts';
import { outcomeText, sameMachine, type JobFile } from './job-file.ts';
import type { Plan } from './plan.ts';

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
    const [first, ...others] = filesOf(id).toSorted((a, b) => rank(a) - rank(b));
    if (!first) return newRecord(jobs[place]);
    for (const other of others) {
      if (other.record.status !== first.record.status || outcomeText(other.record) === outcomeText(first.record)) continue;
      differences.push({
        id,
        hosts: [first.origin.host, other.origin.host],
        isContradiction: sameMachine(first.record, other.record),
      });
    }
    return first.record;
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

/** A job that failed and was run again elsewhere has finished. */
const rank = ({ record }: JobFile): number => (record.status === 'finished' ? 0 : 1);
