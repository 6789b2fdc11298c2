/** What the page sees of stored runs; a part of `contract.ts`. */
import type { Environment, Run } from '../study/records.ts';
import type { Study } from '../study/schema.ts';
import type { Tally } from './archive/format.ts';
import type { Usage } from './archive/persistence.ts';

/** A stored run, as the list shows it. */
export interface RunEntry {
  readonly id: string;
  readonly study: Study;
  readonly status: 'running' | 'interrupted' | 'finished' | 'cancelled' | 'failed';
  /** Another tab of this browser works on it. */
  readonly elsewhere: boolean;
  readonly startedAt: string;
  readonly environment: Environment | null;
  readonly tally: Tally;
  readonly pinned: boolean;
}

/** What tabs that were closed have left half done. */
export interface LeftBehind {
  /** In words, such as “2 half-written sets of images”. */
  readonly what: readonly string[];
  /** At least so many bytes. */
  readonly bytes: number;
  /** Whether it was freed; otherwise another tab may still need it. */
  readonly isFreed: boolean;
}

export interface StoredRuns {
  /** `closed` before the page has asked for them; `unavailable` where this browser stores nothing. */
  readonly state: 'closed' | 'opening' | 'open' | 'unavailable';
  /** Why they are unavailable. */
  readonly reason: string | null;
  /** The newest first. */
  readonly entries: readonly RunEntry[];
  /** Runs that this version cannot read. */
  readonly unreadable: number;
  readonly usage: Usage | null;
  /** Null where nothing was left. */
  readonly leftovers: LeftBehind | null;
}

/** A stored run that is laid behind the present one, or looked at beside others. */
export interface ComparedRun {
  readonly id: string;
  readonly name: string;
  readonly study: Study;
  /** One for each job, of the family of the study. */
  readonly runs: readonly Run[];
}
