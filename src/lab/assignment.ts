/** A job that waits for a worker, or has one. */
import type { JobCheckpoint } from '../study/checkpoint.ts';
import type { BackendName, JobEvent } from '../study/events.ts';
import type { JobError } from '../study/records.ts';
import type { Job } from '../study/schema.ts';

/** A job that is to be run. */
export interface Waiting {
  readonly index: number;
  readonly job: Job;
  /** Where it goes on, and on which backend; without them it begins anew on the backend of its start. */
  readonly from?: JobCheckpoint | null;
  readonly backend?: BackendName | null;
}

/** A job that a worker has. */
export interface Assignment extends Waiting {
  readonly began: number;
  ended: boolean;
  /** Its worker failed in a way after which it is not used again. */
  hasSpoiled: boolean;
  readonly end: () => void;
  /** Resolves when an event has ended the job. */
  readonly whenEnded: Promise<void>;
}

export function newAssignment(index: number, job: Job): Assignment {
  let resolve: () => void = () => undefined;
  const whenEnded = new Promise<void>((settle) => {
    resolve = settle;
  });
  const assignment: Assignment = {
    index,
    job,
    began: performance.now(),
    ended: false,
    hasSpoiled: false,
    whenEnded,
    end: () => {
      assignment.ended = true;
      resolve();
    },
  };
  return assignment;
}

/**
 * Whether a failure may have left its worker unable to compute: a backend keeps a lost device, and a WebAssembly heap that ran out of memory
 * stays torn. What the data, the settings or the loss are to blame for leaves it as it was.
 */
export const spoils = ({ kind }: JobError): boolean => kind === 'backend' || kind === 'internal';

export const endsJob = (event: JobEvent): boolean =>
  event.type === 'finished' || event.type === 'failed' || (event.type === 'status' && event.status === 'cancelled');
