/** Stored runs in IndexedDB. Every call is one transaction, so that what a crash leaves is always whole. */
import type { JobRecord } from '../../study/records.ts';
import { assemble } from './assemble.ts';
import type { Connection } from './connection.ts';
import type { Database } from './database.ts';
import { storedRunSchema, type JobChange, type LoadedRun, type SavedRun, type StoredRun } from './format.ts';
import { ofJob, ofRun, startOf } from './keys.ts';
import { inSlices } from './slices.ts';

const STORES = ['runs', 'jobs', 'steps', 'checkpoints'] as const;
/** Those and what only some runs have. */
const ALL_STORES = [...STORES, 'networks', 'starts'] as const;

export interface Listing {
  readonly runs: readonly StoredRun[];
  /** Rows that this version cannot read; they are left as they are. */
  readonly unreadable: number;
}

/** What became of a write: `absent` if the archive does not have the run, `changed` if another tab has written it meanwhile. */
export type Written = 'stored' | 'absent' | 'changed';

/** How a run stands in the archive. */
export interface Standing {
  readonly revision: number;
  readonly isDeleted: boolean;
}

export class Archive {
  private readonly connection: Connection;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /** The runs that are not deleted, the newest first. @throws ArchiveError */
  async list(): Promise<Listing> {
    const rows = await this.connection.with((database) => database.getAll('runs'));
    const parsed = rows.map((row) => storedRunSchema.safeParse(row));
    const runs = parsed.flatMap(({ data }) => (data && data.deletedAt === null ? [data] : []));
    runs.sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
    return { runs, unreadable: parsed.filter(({ success }) => !success).length };
  }

  /**
   * A run with everything that its jobs have left; null if there is none of this id.
   * @throws ArchiveError, also for rows that cannot be read
   */
  async load(id: string): Promise<LoadedRun | null> {
    const [run, jobs, steps, checkpoints] = await this.connection.with(async (database) => {
      const transaction = database.transaction(STORES);
      const read = await Promise.all([
        transaction.objectStore('runs').get(id),
        transaction.objectStore('jobs').getAll(ofRun(id)),
        transaction.objectStore('steps').getAll(ofRun(id)),
        transaction.objectStore('checkpoints').getAll(ofRun(id)),
      ]);
      await transaction.done;
      return read;
    });
    return run === undefined ? null : assemble({ run, jobs, steps, checkpoints });
  }

  /** How a run stands; null if there is none of this id. @throws ArchiveError */
  async standing(id: string): Promise<Standing | null> {
    const row = await this.connection.with((database) => database.get('runs', id));
    return row ? { revision: revisionOf(row), isDeleted: typeof row.deletedAt === 'string' } : null;
  }

  /**
   * Writes a run whole, in place of what there was of it at its revision, but for its pin. It is not deleted after that.
   * @param moves where the jobs of an earlier revision are now, from each old place to the new one; networks of other places are forgotten
   * @throws ArchiveError
   */
  async save({ run, jobs }: SavedRun, moves: ReadonlyMap<number, number> | null = null): Promise<Exclude<Written, 'absent'>> {
    return this.connection.with(async (database) => {
      const transaction = writing(database);
      const stored = await transaction.objectStore('runs').get(run.id);
      if (stored && revisionOf(stored) !== run.revision) {
        await transaction.done;
        return 'changed';
      }
      const checkpoints = transaction.objectStore('checkpoints');
      const row = { ...run, pinned: run.pinned || (stored?.pinned ?? false), deletedAt: null, revision: run.revision + 1 };
      await whole(transaction, async () => {
        await inSlices(
          (function* requests() {
            yield () => transaction.objectStore('runs').put(row);
            for (const [index, { record, checkpoint }] of jobs.entries()) {
              yield* putJob(transaction, run.id, index, record, record.steps.length);
              yield () => (checkpoint ? checkpoints.put({ run: run.id, job: index, checkpoint }) : checkpoints.delete([run.id, index]));
            }
          })(),
        );
        if (moves) await moveNetworks(transaction, run.id, moves);
      });
      return 'stored';
    });
  }

  /** Writes what has changed of a run since its revision. @throws ArchiveError */
  async write(run: StoredRun, changes: readonly JobChange[]): Promise<Written> {
    return this.connection.with(async (database) => {
      const transaction = writing(database);
      const runs = transaction.objectStore('runs');
      const stored = await runs.get(run.id);
      if (!stored || revisionOf(stored) !== run.revision) {
        await transaction.done;
        return stored ? 'changed' : 'absent';
      }
      // Its name, its pin and its deletion may have been changed meanwhile.
      const { pinned, deletedAt } = stored;
      const study = { ...run.study, name: stored.study.name };
      const work: Promise<unknown>[] = [runs.put({ ...run, study, pinned, deletedAt, revision: run.revision + 1 })];
      const checkpoints = transaction.objectStore('checkpoints');
      for (const { index, record, newSteps, checkpoint } of changes) {
        work.push(...putJob(transaction, run.id, index, record, newSteps).map((request) => request()));
        if (checkpoint) work.push(checkpoints.put({ run: run.id, job: index, checkpoint }));
        if (checkpoint === null) work.push(checkpoints.delete([run.id, index]));
      }
      await Promise.all([...work, transaction.done]);
      return 'stored';
    });
  }

  /** Changes what a person says of a run. @returns false if there is none of this id @throws ArchiveError */
  async edit(id: string, change: (run: StoredRun) => StoredRun): Promise<boolean> {
    return this.connection.with(async (database) => {
      const transaction = database.transaction('runs', 'readwrite');
      const stored = await transaction.store.get(id);
      await Promise.all([stored ? transaction.store.put(change(stored)) : null, transaction.done]);
      return stored !== undefined;
    });
  }

  /** Removes runs for good that were deleted before a time, ISO 8601. @throws ArchiveError */
  purge(before: string): Promise<void> {
    return this.removeThose(({ deletedAt }) => typeof deletedAt === 'string' && deletedAt <= before);
  }

  /** Removes a run for good. Unlike a deletion that can be undone it needs no room. @throws ArchiveError */
  remove(id: string): Promise<void> {
    return this.removeThose((row) => row.id === id);
  }

  private async removeThose(isGone: (row: StoredRun) => boolean): Promise<void> {
    await this.connection.with(async (database) => {
      const transaction = writing(database);
      const rows = await transaction.objectStore('runs').getAll();
      const gone = rows.filter(isGone);
      const needed = new Set(rows.flatMap((row) => (gone.includes(row) ? [] : (startOf(row) ?? []))));
      const forgotten = gone.flatMap((row) => startOf(row) ?? []).filter((digest) => !needed.has(digest));
      const work = gone.flatMap(({ id }) => [
        transaction.objectStore('runs').delete(id),
        transaction.objectStore('jobs').delete(ofRun(id)),
        transaction.objectStore('steps').delete(ofRun(id)),
        transaction.objectStore('checkpoints').delete(ofRun(id)),
        transaction.objectStore('networks').delete(ofRun(id)),
      ]);
      const starts = forgotten.map((digest) => transaction.objectStore('starts').delete(digest));
      await Promise.all([...work, ...starts, transaction.done]);
    });
  }
}

/** A row of an earlier version has no revision. */
const revisionOf = ({ revision }: Partial<Pick<StoredRun, 'revision'>>): number => revision ?? 0;

const writing = (database: Database) => database.transaction(ALL_STORES, 'readwrite');
type Writing = ReturnType<typeof writing>;

/** Requests that are made when they are called. */
function putJob(transaction: Writing, run: string, index: number, record: JobRecord, newSteps: number): (() => Promise<unknown>)[] {
  const { steps } = record;
  const first = steps.length - newSteps;
  return [
    () => transaction.objectStore('jobs').put({ run, index, record: { ...record, steps: [] }, steps: steps.length }),
    ...(steps.length === 0 ? [() => transaction.objectStore('steps').delete(ofJob(run, index))] : []),
    ...steps
      .slice(first)
      .map((step, offset) => () => transaction.objectStore('steps').put({ run, job: index, place: first + offset, step })),
  ];
}

/** Work that a transaction does as a whole: if any of it fails, nothing of it is written. */
async function whole(transaction: Writing, work: () => Promise<void>): Promise<void> {
  const { done } = transaction;
  // Told once, below.
  done.catch(() => undefined);
  try {
    await work();
  } catch (error) {
    abort(transaction);
    const ended: unknown = await done.catch((reason: unknown) => reason);
    // Requests that waited know only that all was given up; the transaction says why, as where the disk is full.
    throw error instanceof Error && error.name === 'AbortError' ? (ended ?? error) : error;
  }
  await done;
}

function abort(transaction: Writing): void {
  try {
    transaction.abort();
  } catch {
    // It has ended by what failed.
  }
}

async function moveNetworks(transaction: Writing, run: string, moves: ReadonlyMap<number, number>): Promise<void> {
  const networks = transaction.objectStore('networks');
  const rows = await networks.getAll(ofRun(run));
  await networks.delete(ofRun(run));
  const moved = rows.flatMap((row) => {
    const job = moves.get(row.job);
    return job === undefined ? [] : [networks.put({ ...row, job })];
  });
  await Promise.all(moved);
}
