/** The part of an ℓ0 record that figures are drawn from. */
import type { Run } from '../../job-record.ts';
import type { L0Job, L0Record, L0Step, L0Summary } from './types.ts';

export interface L0Run extends Run {
  readonly kind: 'l0';
  readonly job: L0Job;
  readonly steps: readonly L0Step[];
  /** Null until it has ended. */
  readonly summary: L0Summary | null;
  /** Of a link, which carries a part of a record: what is not there is not known, and says nothing of the run. */
  readonly isDigest?: true;
}

const known = new WeakMap<readonly L0Step[], Map<string, L0Run>>();

/** The run of a record, the same object while none of its parts changes. */
export function l0RunOf({ job, status, steps, summary }: L0Record): L0Run {
  const ofSteps = known.get(steps) ?? new Map<string, L0Run>();
  known.set(steps, ofSteps);
  const kept = ofSteps.get(status);
  if (kept && kept.job === job && kept.summary === summary) return kept;
  const run: L0Run = { kind: 'l0', job, status, steps, summary };
  ofSteps.set(status, run);
  return run;
}
