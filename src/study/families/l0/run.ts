/** The part of an ℓ0 record that figures are drawn from. */
import type { JobRecord, JobStatus, L0Step, L0Summary, Step } from '../../records.ts';
import { isL0Job, type L0Job } from '../../schema.ts';

export interface L0Run {
  readonly job: L0Job;
  readonly status: JobStatus;
  readonly steps: readonly L0Step[];
  /** Null until it has ended. */
  readonly summary: L0Summary | null;
}

const known = new WeakMap<readonly Step[], Map<string, L0Run>>();

/** The run of a record, the same object while none of its parts changes; null for a job of another family. */
export function l0RunOf({ job, status, steps, summary }: JobRecord): L0Run | null {
  if (!isL0Job(job)) return null;
  const ofSteps = known.get(steps) ?? new Map<string, L0Run>();
  known.set(steps, ofSteps);
  const kept = ofSteps.get(status);
  if (kept && kept.job === job && kept.summary === summary) return kept;
  const run = { job, status, steps: steps.filter((step) => step.kind === 'l0'), summary: summary?.kind === 'l0' ? summary : null };
  ofSteps.set(status, run);
  return run;
}

/** The runs of those records that are of the family. */
export const l0RunsOf = (records: readonly JobRecord[]): L0Run[] => records.map(l0RunOf).filter((run) => run !== null);
