/** The folder of a plan, as the page shows it. */
import type { Origin } from './job-file.ts';
import type { Difference } from './merge.ts';
import type { Plan } from './plan.ts';
import type { ShardNote } from './shard-note.ts';

/** `begun`: somebody works on it, or was stopped on the way. */
export type PlannedStatus = 'waiting' | 'begun' | 'finished' | 'failed';

/** How a job of the plan stands. */
export interface PlannedJob {
  readonly status: PlannedStatus;
  /** How far it was when its shard told last, 0 to 1; null where none has. */
  readonly share: number | null;
  /** Where it was computed; null until it has ended. */
  readonly origin: Origin | null;
  /** Of its computing; null until it has ended. */
  readonly seconds: number | null;
  /** Why it has failed. */
  readonly error: string | null;
}

export interface PlanState {
  /** Of the folder. */
  readonly name: string;
  /** Whether it is looked at again by itself. */
  readonly isLive: boolean;
  /** Null until it has been read. */
  readonly plan: Plan | null;
  /** In the order of the study's jobs. */
  readonly jobs: readonly PlannedJob[];
  readonly shards: readonly { readonly shard: string; readonly note: ShardNote }[];
  readonly differences: readonly Difference[];
  /** Files that were left out, each with what is wrong and what to do. */
  readonly complaints: readonly string[];
  /** Files that are being read; null while none are. */
  readonly reading: { readonly done: number; readonly all: number } | null;
  /** Milliseconds since 1970 of the last look. */
  readonly lookedAt: number | null;
  /** Seconds until the last job ends, as fast as jobs have ended up to now; null where that cannot be told. */
  readonly secondsLeft: number | null;
  /** Why it cannot be read, or not any more. */
  readonly error: string | null;
}
