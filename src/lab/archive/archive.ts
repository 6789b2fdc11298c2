/** Stored runs in IndexedDB. Every call is one transaction, so that what a crash leaves is always whole. */
import type { JobRecord } from '../../study/records.ts';
import { asArchiveError, ArchiveError, openDatabase, type Database } from './database.ts';
import {
  storedCheckpointSchema,
  storedJobSchema,
  storedNetworkSchema,
  storedRunSchema,
  storedStartSchema,
  storedStepSchema,
  type JobChange,
  type SavedJob,
  type SavedRun,
  type StoredNetworkFile,
  type StoredRun,
} from './format.ts';

const STORES = ['runs', 'jobs', 'steps', 'checkpoints'] as const;
/** Those and what only some runs have. */
const ALL_STORES = [...STORES, 'networks', 'starts'] as const;

/** All keys that begin with the id of a run: arrays sort after strings and numbers. */
const ofRun = (id: string): IDBKeyRange => IDBKeyRange.bound([id], [id, []]);
const ofJob = (id: string, index: number): IDBKeyRange => IDBKeyRange.bound([id, index], [id, index, []]);

export interface Listing {
  readonly runs: readonly StoredRun[];
  /** Rows that this version cannot read; they are left as they are. */
  readonly unreadable: number;
}

export interface Usage {
  /** Bytes that this page has stored, its data sets included, and that it may. */
  readonly used: number;
  readonly quota: number;
}

export class Archive {
  private readonly onBlocked: () => void;
  private readonly onSuperseded: (error: ArchiveError) => void;
  private opening: Promise<Database> | null = null;
  private superseded: ArchiveError | null = null;

  /** @param onBlocked @param onSuperseded told when another tab stands in the way, or takes over */
  constructor(onBlocked: () => void, onSuperseded: (error: ArchiveError) => void) {
    this.onBlocked = onBlocked;
    this.onSuperseded = onSuperseded;
  }

  /** The runs that are not deleted, the newest first. @throws ArchiveError */
  async list(): Promise<Listing> {
    const rows = await this.with((database) => database.getAll('runs'));
    const parsed = rows.map((row) => storedRunSchema.safeParse(row));
    const runs = parsed.flatMap(({ data }) => (data && data.deletedAt === null ? [data] : []));
    runs.sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
    return { runs, unreadable: parsed.filter(({ success }) => !success).length };
  }

  /**
   * A run with everything that its jobs have left; null if there is none of this id.
   * @throws ArchiveError, also for rows that cannot be read
   */
  async load(id: string): Promise<SavedRun | null> {
    const rows = await this.with(async (database) => {
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
    if (rows[0] === undefined) return null;
    try {
      return assemble(rows);
    } catch (cause) {
      throw new ArchiveError(
        'failed',
        'This stored run could not be read: another version of Parsimony wrote it, or it is damaged. It was left as it is.',
        { cause },
      );
    }
  }

  /** Writes a run whole, in place of what there was of it, but for its pin. @throws ArchiveError */
  async save({ run, jobs }: SavedRun): Promise<void> {
    await this.with(async (database) => {
      const transaction = database.transaction(STORES, 'readwrite');
      const checkpoints = transaction.objectStore('checkpoints');
      const pinned = run.pinned || ((await transaction.objectStore('runs').get(run.id))?.pinned ?? false);
      const work: Promise<unknown>[] = [transaction.objectStore('runs').put({ ...run, pinned })];
      for (const [index, { record, checkpoint }] of jobs.entries()) {
        work.push(...putJob(transaction, run.id, index, record, record.steps.length));
        work.push(checkpoint ? checkpoints.put({ run: run.id, job: index, checkpoint }) : checkpoints.delete([run.id, index]));
      }
      await Promise.all([...work, transaction.done]);
    });
  }

  /**
   * Writes what has changed of a run.
   * @returns false if the archive does not have the run, so that it must be saved whole
   * @throws ArchiveError
   */
  async write(run: StoredRun, changes: readonly JobChange[]): Promise<boolean> {
    return this.with(async (database) => {
      const transaction = database.transaction(STORES, 'readwrite');
      const runs = transaction.objectStore('runs');
      const stored = await runs.get(run.id);
      if (!stored) {
        await transaction.done;
        return false;
      }
      // Its name, its pin and its deletion may have been changed meanwhile, in this tab or another.
      const { pinned, deletedAt } = stored;
      const work: Promise<unknown>[] = [runs.put({ ...run, study: { ...run.study, name: stored.study.name }, pinned, deletedAt })];
      const checkpoints = transaction.objectStore('checkpoints');
      for (const { index, record, newSteps, checkpoint } of changes) {
        work.push(...putJob(transaction, run.id, index, record, newSteps));
        if (checkpoint) work.push(checkpoints.put({ run: run.id, job: index, checkpoint }));
        if (checkpoint === null) work.push(checkpoints.delete([run.id, index]));
      }
      await Promise.all([...work, transaction.done]);
      return true;
    });
  }

  /** Changes what a person says of a run. @throws ArchiveError */
  async edit(id: string, change: (run: StoredRun) => StoredRun): Promise<void> {
    await this.with(async (database) => {
      const transaction = database.transaction('runs', 'readwrite');
      const stored = await transaction.store.get(id);
      await Promise.all([stored ? transaction.store.put(change(stored)) : null, transaction.done]);
    });
  }

  /** Removes runs for good that were deleted before a time, ISO 8601. @throws ArchiveError */
  async purge(before: string): Promise<void> {
    await this.with(async (database) => {
      const transaction = database.transaction(ALL_STORES, 'readwrite');
      const rows = await transaction.objectStore('runs').getAll();
      const gone = rows.filter(({ deletedAt }) => typeof deletedAt === 'string' && deletedAt <= before);
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

  /**
   * Keeps a network of a job of a stored run, in place of what there was.
   * @returns false if the run itself is not stored: what belongs to no run would never be deleted with one
   * @throws ArchiveError
   */
  async keepNetwork(network: StoredNetworkFile): Promise<boolean> {
    return this.with(async (database) => {
      const transaction = database.transaction(['runs', 'networks'], 'readwrite');
      const isStored = (await transaction.objectStore('runs').getKey(network.run)) !== undefined;
      await Promise.all([isStored ? transaction.objectStore('networks').put(network) : null, transaction.done]);
      return isStored;
    });
  }

  /**
   * Gives the networks of a run to other places among its jobs, as when the run is extended and its jobs are counted anew.
   * @param moves from each old place to the new one; networks of other places are forgotten
   * @throws ArchiveError
   */
  async moveNetworks(run: string, moves: ReadonlyMap<number, number>): Promise<void> {
    await this.with(async (database) => {
      const transaction = database.transaction('networks', 'readwrite');
      const rows = await transaction.store.getAll(ofRun(run));
      await transaction.store.delete(ofRun(run));
      const moved = rows.flatMap((row) => {
        const job = moves.get(row.job);
        return job === undefined ? [] : [transaction.store.put({ ...row, job })];
      });
      await Promise.all([...moved, transaction.done]);
    });
  }

  /** Which networks of a run are kept. @throws ArchiveError */
  async networksOf(run: string): Promise<readonly Pick<StoredNetworkFile, 'job' | 'stage'>[]> {
    const keys = await this.with((database) => database.getAllKeys('networks', ofRun(run)));
    return keys.map(([, job, stage]) => ({ job, stage: stage as StoredNetworkFile['stage'] }));
  }

  /** A kept network as a file; null if there is none. @throws ArchiveError */
  async network({ run, job, stage }: Pick<StoredNetworkFile, 'run' | 'job' | 'stage'>): Promise<StoredNetworkFile['file'] | null> {
    const row = await this.with((database) => database.get('networks', [run, job, stage]));
    return storedNetworkSchema.safeParse(row).data?.file ?? null;
  }

  /** Keeps a network that jobs begin with, under the SHA-256 of its file. @throws ArchiveError */
  async keepStart(digest: string, file: StoredNetworkFile['file']): Promise<void> {
    await this.with((database) => database.put('starts', { digest, file }));
  }

  /** The network file of a digest; null if there is none. @throws ArchiveError */
  async start(digest: string): Promise<StoredNetworkFile['file'] | null> {
    const row = await this.with((database) => database.get('starts', digest));
    return storedStartSchema.safeParse(row).data?.file ?? null;
  }

  /** Null where the browser does not tell. */
  async usage(): Promise<Usage | null> {
    try {
      const { usage, quota } = (await globalThis.navigator?.storage?.estimate()) ?? {};
      return usage === undefined || quota === undefined ? null : { used: usage, quota };
    } catch {
      // Withheld, as in some private windows; the figure is then left out.
      return null;
    }
  }

  private async with<T>(work: (database: Database) => Promise<T>): Promise<T> {
    if (this.superseded) throw this.superseded;
    try {
      return await work(await this.database());
    } catch (error) {
      throw asArchiveError(error);
    }
  }

  private database(): Promise<Database> {
    this.opening ??= openDatabase({
      onBlocked: this.onBlocked,
      onSuperseded: () => {
        this.superseded = new ArchiveError(
          'superseded',
          'A newer version of the lab was opened in another tab and has taken over the stored runs, so this tab stores no more. A run here goes on: save its result as a file, or reload this page.',
        );
        this.onSuperseded(this.superseded);
      },
      onClosed: () => {
        this.opening = null;
      },
    }).catch((error: unknown) => {
      // The next call tries again: site data may have been allowed meanwhile.
      this.opening = null;
      throw error;
    });
    return this.opening;
  }
}

/** The digest of the network that the jobs of a run begin with, if they do; the row may be from another version. */
function startOf(row: { readonly study?: { readonly job?: object } }): string | null {
  const job: { readonly start?: { readonly network?: unknown } } | undefined = row.study?.job;
  const start = job?.start?.network;
  return typeof start === 'string' ? start : null;
}

type Writing = ReturnType<typeof writing>;
const writing = (database: Database) => database.transaction(STORES, 'readwrite');

function putJob(transaction: Writing, run: string, index: number, record: JobRecord, newSteps: number): Promise<unknown>[] {
  const { steps } = record;
  const first = steps.length - newSteps;
  return [
    transaction.objectStore('jobs').put({ run, index, record: { ...record, steps: [] }, steps: steps.length }),
    ...(steps.length === 0 ? [transaction.objectStore('steps').delete(ofJob(run, index))] : []),
    ...steps.slice(first).map((step, offset) => transaction.objectStore('steps').put({ run, job: index, place: first + offset, step })),
  ];
}

function assemble([run, jobRows, stepRows, checkpointRows]: readonly [unknown, unknown[], unknown[], unknown[]]): SavedRun {
  const steps = storedStepSchema.array().parse(stepRows);
  const checkpoints = storedCheckpointSchema.array().parse(checkpointRows);
  const jobs = storedJobSchema
    .array()
    .parse(jobRows)
    .map(({ index, record, steps: counted }): SavedJob => {
      const own = steps.filter((row) => row.job === index && row.place < counted).map(({ step }) => step);
      return { record: { ...record, steps: own }, checkpoint: checkpoints.find(({ job }) => job === index)?.checkpoint ?? null };
    });
  return { run: storedRunSchema.parse(run), jobs };
}
