/** The states of a job and the ways between them. */
import { hasEnded } from '../study/job-record.ts';
import type { JobStatus } from '../study/records.ts';

const ways: Readonly<Record<JobStatus, readonly JobStatus[]>> = {
  queued: ['loading', 'cancelled', 'failed'],
  // A pause that comes while data loads takes hold before the first training step.
  loading: ['running', 'paused', 'cancelled', 'failed'],
  running: ['paused', 'finished', 'cancelled', 'failed'],
  paused: ['running', 'cancelled', 'failed'],
  // Ends: only a retry leads out, and none out of a success.
  finished: [],
  cancelled: ['queued'],
  failed: ['queued'],
};

/** Thrown where something is said of a job that cannot be. */
export class IllegalTransition extends Error {
  constructor(from: JobStatus, to: string) {
    super(`A job that is ${from} cannot become ${to}.`);
    this.name = 'IllegalTransition';
  }
}

/**
 * The state after a change; a state that is told again stays.
 * @throws IllegalTransition
 */
export function nextStatus(from: JobStatus, to: JobStatus): JobStatus {
  if (from !== to && !ways[from].includes(to)) throw new IllegalTransition(from, to);
  return to;
}

export { hasEnded };

/** Whether a worker has the job. */
export const isActive = (status: JobStatus): boolean => status === 'loading' || status === 'running' || status === 'paused';

/**
 * Checks that a job in this state can tell of steps, progress and losses.
 * @throws IllegalTransition
 */
export function mustBeActive(status: JobStatus, what: string): void {
  if (!isActive(status)) throw new IllegalTransition(status, `the source of a ${what}`);
}
