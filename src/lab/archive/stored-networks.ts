/** Networks in the database: those that the jobs of a run have left, and those that jobs begin with. */
import type { Connection } from './connection.ts';
import { storedNetworkSchema, storedStartSchema, type StoredNetworkFile } from './format.ts';
import { ofRun } from './keys.ts';

/** A network of a job, by its place. */
export type NetworkKey = Pick<StoredNetworkFile, 'run' | 'job' | 'stage'>;

export class StoredNetworks {
  private readonly connection: Connection;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /**
   * Keeps a network of a job of a stored run, in place of what there was.
   * @returns false if the run itself is not stored: what belongs to no run would never be deleted with one
   * @throws ArchiveError
   */
  keep(network: StoredNetworkFile): Promise<boolean> {
    return this.connection.with(async (database) => {
      const transaction = database.transaction(['runs', 'networks'], 'readwrite');
      const isStored = (await transaction.objectStore('runs').getKey(network.run)) !== undefined;
      await Promise.all([isStored ? transaction.objectStore('networks').put(network) : null, transaction.done]);
      return isStored;
    });
  }

  /** Which networks of a run are kept. @throws ArchiveError */
  async of(run: string): Promise<readonly Omit<NetworkKey, 'run'>[]> {
    const keys = await this.connection.with((database) => database.getAllKeys('networks', ofRun(run)));
    return keys.map(([, job, stage]) => ({ job, stage: stage as NetworkKey['stage'] }));
  }

  /** A kept network as a file; null if there is none. @throws ArchiveError */
  async file({ run, job, stage }: NetworkKey): Promise<StoredNetworkFile['file'] | null> {
    const row = await this.connection.with((database) => database.get('networks', [run, job, stage]));
    return storedNetworkSchema.safeParse(row).data?.file ?? null;
  }

  /** Keeps a network that jobs begin with, under the SHA-256 of its file. @throws ArchiveError */
  async keepStart(digest: string, file: StoredNetworkFile['file']): Promise<void> {
    await this.connection.with((database) => database.put('starts', { digest, file }));
  }

  /** @throws ArchiveError */
  async hasStart(digest: string): Promise<boolean> {
    return (await this.connection.with((database) => database.getKey('starts', digest))) !== undefined;
  }

  /** The network file of a digest; null if there is none. @throws ArchiveError */
  async start(digest: string): Promise<StoredNetworkFile['file'] | null> {
    const row = await this.connection.with((database) => database.get('starts', digest));
    return storedStartSchema.safeParse(row).data?.file ?? null;
  }
}
