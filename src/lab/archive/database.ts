/** The database of stored runs: its shape, its versions, and what can stand in the way of opening it. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { StoredCheckpoint, StoredJob, StoredNetworkFile, StoredRun, StoredStart, StoredStep } from './format.ts';

const NAME = 'parsimony';

export interface ArchiveSchema extends DBSchema {
  runs: { key: string; value: StoredRun };
  jobs: { key: [run: string, index: number]; value: StoredJob };
  steps: { key: [run: string, job: number, place: number]; value: StoredStep };
  checkpoints: { key: [run: string, job: number]; value: StoredCheckpoint };
  networks: { key: [run: string, job: number, stage: string]; value: StoredNetworkFile };
  starts: { key: string; value: StoredStart };
}
export type Database = IDBPDatabase<ArchiveSchema>;

/** From each version to the one after it; a database that is new goes through all of them. They are kept for ever. */
const migrations: readonly ((database: Database) => void)[] = [
  (database) => {
    database.createObjectStore('runs', { keyPath: 'id' });
    database.createObjectStore('jobs', { keyPath: ['run', 'index'] });
    database.createObjectStore('steps', { keyPath: ['run', 'job', 'place'] });
    database.createObjectStore('checkpoints', { keyPath: ['run', 'job'] });
  },
  (database) => {
    database.createObjectStore('networks', { keyPath: ['run', 'job', 'stage'] });
    database.createObjectStore('starts', { keyPath: 'digest' });
  },
];

/** Why something could not be stored or read. The message is for the person. */
export class ArchiveError extends Error {
  /**
   * `unavailable`: this page may not store anything; `newer`: a later version of the lab has been here; `superseded`: one has taken over in
   * another tab; `full`: no room is left; `failed`: anything else.
   */
  readonly kind: 'unavailable' | 'newer' | 'superseded' | 'full' | 'failed';

  constructor(kind: ArchiveError['kind'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ArchiveError';
    this.kind = kind;
  }
}

export interface DatabaseWatch {
  /** A tab with an older version of the lab keeps the database from being brought up to date. */
  readonly onBlocked: () => void;
  /** A newer version of the lab, in another tab, has asked for the database. */
  readonly onSuperseded: () => void;
  /** The database is being deleted, or the browser has closed the connection, as it does when the data of a site are cleared. */
  readonly onGone: () => void;
}

/** @throws ArchiveError */
export async function openDatabase({ onBlocked, onSuperseded, onGone }: DatabaseWatch): Promise<Database> {
  try {
    const database: Database = await openDB<ArchiveSchema>(NAME, migrations.length, {
      upgrade(upgraded, from) {
        for (const step of migrations.slice(from)) step(upgraded);
      },
      blocked: onBlocked,
      blocking(_version, wanted) {
        database.close();
        if (wanted === null) onGone();
        else onSuperseded();
      },
      terminated: onGone,
    });
    return database;
  } catch (error) {
    throw openingError(error);
  }
}

function openingError(error: unknown): ArchiveError {
  const name = error instanceof Error ? error.name : '';
  if (name === 'VersionError') {
    return new ArchiveError(
      'newer',
      'The stored runs of this browser were written by a newer version of Parsimony, so this one neither shows nor adds any. Reload the page to get the newer version; nothing of them is lost.',
      { cause: error },
    );
  }
  if (name === 'QuotaExceededError') return fullError(error);
  const reason = error instanceof Error && error.message ? ` (${error.message})` : '';
  return new ArchiveError(
    'unavailable',
    `Runs are not stored: this browser keeps nothing for this page, as in a private window or where site data are blocked${reason}. Everything else works; save results as files before you close the tab.`,
    { cause: error },
  );
}

const fullError = (cause: unknown): ArchiveError =>
  new ArchiveError(
    'full',
    'This browser has no room left for stored runs. What was not stored is kept in this tab until you close it. Delete stored runs on the page Runs or free space on the disk, then store it again; or save the result as a file.',
    { cause },
  );

/** What went wrong with a database that is open. */
export function asArchiveError(error: unknown): ArchiveError {
  if (error instanceof ArchiveError) return error;
  if (error instanceof Error && error.name === 'QuotaExceededError') return fullError(error);
  const reason = error instanceof Error ? error.message || error.name : String(error);
  return new ArchiveError(
    'failed',
    `The stored runs could not be read or written: ${reason}. A run goes on, and is kept in this tab until you close it: store it again, or save the result as a file.`,
    { cause: error },
  );
}
