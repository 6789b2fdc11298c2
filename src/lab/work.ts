/** How much there is to compute in a job, for times that are told before and while it runs. */
import type { Cost } from '../study/family.ts';
import type { JobRecord } from '../study/records.ts';
import { familyOf, type Job } from '../study/schema.ts';
import { hasEnded } from './job-machine.ts';

/** Training steps of a job that are done and to do. */
export interface JobProgress {
  readonly done: number;
  readonly total: number;
  /** Within the present stage. */
  readonly step: number;
  readonly steps: number;
}

/** A job, and how far it is; null before that is known. */
interface Worked {
  readonly record: JobRecord;
  readonly progress: JobProgress | null;
}

const known = new WeakMap<Job, Cost>();

export function workOf(job: Job): Cost {
  const found = known.get(job);
  if (found) return found;
  const work = familyOf(job).cost(job);
  known.set(job, work);
  return work;
}

/** Of a job's work, what is done: its finished stages, and of the present one the share of its steps; without stages, its steps. */
export function workDone({ record, progress }: Worked): number {
  const { steps, stages, total } = workOf(record.job);
  if (hasEnded(record.status)) return total;
  if (stages.length === 0) return progress && progress.total > 0 ? total * Math.min(1, progress.done / progress.total) : 0;
  const finished = record.steps.length;
  const whole = stages.slice(0, finished).reduce((sum, stage) => sum + stage, 0);
  const within = progress && progress.step >= finished ? Math.min(1, Math.max(0, progress.done / (steps / stages.length) - finished)) : 0;
  return Math.min(total, whole + within * (stages[finished] ?? 0));
}

/** What a finished job has computed. One that has converged did less than it might have: told for the whole, the pace would come out too fast. */
export function workSpent({ record, progress }: Worked): number {
  const { steps, stages, total } = workOf(record.job);
  const share = stages.length === 0 && progress && progress.done > 0 ? Math.min(1, progress.done / steps) : 1;
  return share * total;
}
