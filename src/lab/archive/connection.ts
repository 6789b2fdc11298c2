/** The open database: opened when it is first asked for something, and again after it was deleted or closed from outside. */
import { asArchiveError, ArchiveError, openDatabase, type Database } from './database.ts';

export interface ConnectionWatch {
  /** An older version of the lab, in another tab, stands in the way. */
  readonly onBlocked: () => void;
  /** A newer version of the lab, in another tab, has taken over. */
  readonly onSuperseded: (error: ArchiveError) => void;
  /** The database was deleted or closed from outside; what is asked for next finds what there is then. */
  readonly onGone: () => void;
}

export class Connection {
  private readonly watch: ConnectionWatch;
  private opening: Promise<Database> | null = null;
  private superseded: ArchiveError | null = null;

  constructor(watch: ConnectionWatch) {
    this.watch = watch;
  }

  /** Does something with the database. @throws ArchiveError */
  async with<T>(work: (database: Database) => Promise<T>): Promise<T> {
    try {
      const asked = this.database();
      try {
        return await work(await asked);
      } catch (error) {
        // Between the asking and the doing it was deleted: that was noticed, and there is another to be opened.
        const isGone = error instanceof DOMException && error.name === 'InvalidStateError' && this.opening !== asked;
        if (!isGone) throw error;
        return await work(await this.database());
      }
    } catch (error) {
      throw asArchiveError(error);
    }
  }

  private database(): Promise<Database> {
    if (this.superseded) return Promise.reject(this.superseded);
    this.opening ??= this.open().catch((error: unknown) => {
      // The next call tries again: site data may have been allowed meanwhile.
      this.opening = null;
      throw error;
    });
    return this.opening;
  }

  private open(): Promise<Database> {
    const { onBlocked, onSuperseded, onGone } = this.watch;
    return openDatabase({
      onBlocked,
      onSuperseded: () => {
        this.superseded = new ArchiveError(
          'superseded',
          'A newer version of the lab was opened in another tab and has taken over the stored runs, so this tab stores no more. A run here goes on: save its result as a file, or reload this page.',
        );
        onSuperseded(this.superseded);
      },
      onGone: () => {
        this.opening = null;
        onGone();
      },
    });
  }
}
