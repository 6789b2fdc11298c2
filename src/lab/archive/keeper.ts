/** Puts the run of this tab into the archive as it happens. Where that fails the run goes on in memory, and is stored whole once it can be. */
import type { Archive } from './archive.ts';
import { ArchiveError } from './database.ts';
import type { JobChange, SavedRun } from './format.ts';
import type { Tabs } from './tabs.ts';
import { messageOf } from '../../data/message-of.ts';

export class RunKeeper {
  private readonly archive: Archive;
  private readonly tabs: Tabs;
  private readonly onTrouble: (error: ArchiveError) => void;
  private readonly onChange: () => void;
  /** Whether the archive lacks something of the run. */
  private behind = false;

  /** @param onTrouble told once each time that storing begins to fail @param onChange told when the list of runs has changed */
  constructor(archive: Archive, tabs: Tabs, onTrouble: (error: ArchiveError) => void, onChange: () => void) {
    this.archive = archive;
    this.tabs = tabs;
    this.onTrouble = onTrouble;
    this.onChange = onChange;
  }

  /** A run that has just been started in this tab. */
  begin(saved: SavedRun): Promise<void> {
    this.behind = false;
    return this.attempt(async () => {
      // Nobody else can have a run that did not exist before.
      await this.tabs.take(saved.run.id);
      await this.archive.save(saved);
      this.changed();
    });
  }

  /** A stored run that this tab shows, and may go on with. */
  adopt(): void {
    this.behind = false;
  }

  /** @param saved the run as it stands, for an archive that does not have it @param changes what is new in it */
  async write(saved: SavedRun, changes: readonly JobChange[]): Promise<void> {
    const over = saved.run.status !== 'running';
    // The end of a run is worth another attempt.
    if (this.behind && !over) return;
    await this.attempt(async () => {
      // A job of a run that had ended may have been begun again.
      if (!over) await this.tabs.take(saved.run.id);
      if (this.behind || !(await this.archive.write(saved.run, changes))) await this.archive.save(saved);
      this.behind = false;
    });
    if (!over) return;
    this.tabs.release(saved.run.id);
    this.changed();
  }

  /** Stores a run whole, as after room was made for it. */
  storeAgain(saved: SavedRun): Promise<void> {
    this.behind = false;
    return this.attempt(async () => {
      await this.archive.save(saved);
      this.changed();
    });
  }

  private changed(): void {
    this.tabs.tellOthers();
    this.onChange();
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const first = !this.behind;
      this.behind = true;
      if (first)
        this.onTrouble(
          error instanceof ArchiveError
            ? error
            : new ArchiveError('failed', `The run could not be stored: ${messageOf(error)}. It goes on; save its result as a file.`),
        );
    }
  }
}
