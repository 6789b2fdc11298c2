/** What lies in the database and belongs to nothing any more: rows without their run, and networks that no run begins with. */
import type { IDBPTransaction } from 'idb';
import type { Connection } from './connection.ts';
import type { ArchiveSchema } from './database.ts';
import { ofRun, startOf } from './keys.ts';

const OF_RUNS = ['jobs', 'steps', 'checkpoints', 'networks'] as const;
const STORES = ['runs', ...OF_RUNS, 'starts'] as const;
type Looking<Mode extends IDBTransactionMode> = IDBPTransaction<ArchiveSchema, typeof STORES, Mode>;

/** What belongs to nothing. */
export interface Orphans {
  /** Ids of runs that are not stored and of which there are rows. */
  readonly runs: readonly string[];
  /** Networks of theirs, and networks that no stored run begins with. */
  readonly networks: number;
  /** Of those networks; rows of jobs are small beside them. */
  readonly bytes: number;
}

export class Leftovers {
  private readonly connection: Connection;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /** @param needed the network that a study which is not run yet begins with, if any @throws ArchiveError */
  find(needed: string | null): Promise<Orphans> {
    return this.connection.with(async (database) => {
      const transaction = database.transaction(STORES);
      const runs = await orphanRuns(transaction);
      const files = [];
      for (const id of runs) files.push(...(await transaction.objectStore('networks').getAll(ofRun(id))));
      for (const digest of await orphanStarts(transaction, needed)) files.push(await transaction.objectStore('starts').get(digest));
      await transaction.done;
      return { runs, networks: files.length, bytes: files.reduce((sum, row) => sum + (row?.file?.length ?? 0), 0) };
    });
  }

  /** Looks again and deletes what is found. To be called only while no other tab can be about to store what belongs to it. @throws ArchiveError */
  async free(needed: string | null): Promise<void> {
    await this.connection.with(async (database) => {
      const transaction = database.transaction(STORES, 'readwrite');
      for (const id of await orphanRuns(transaction)) for (const store of OF_RUNS) await transaction.objectStore(store).delete(ofRun(id));
      for (const digest of await orphanStarts(transaction, needed)) await transaction.objectStore('starts').delete(digest);
      await transaction.done;
    });
  }
}

async function orphanRuns(transaction: Looking<IDBTransactionMode>): Promise<string[]> {
  const stored = new Set(await transaction.objectStore('runs').getAllKeys());
  const found = new Set<string>();
  for (const name of OF_RUNS) {
    const store = transaction.objectStore(name);
    // From run to run, not from row to row, of which there are many.
    let after: IDBKeyRange | null = null;
    for (;;) {
      const cursor: { readonly key: readonly [string, ...unknown[]] } | null = await store.openKeyCursor(after);
      if (!cursor) break;
      const [id] = cursor.key;
      if (!stored.has(id)) found.add(id);
      after = IDBKeyRange.lowerBound([id, []], true);
    }
  }
  return [...found];
}

async function orphanStarts(transaction: Looking<IDBTransactionMode>, form: string | null): Promise<string[]> {
  const digests = await transaction.objectStore('starts').getAllKeys();
  if (digests.length === 0) return [];
  const needed = new Set((await transaction.objectStore('runs').getAll()).flatMap((row) => startOf(row) ?? []));
  return digests.filter((digest) => digest !== form && !needed.has(digest));
}
