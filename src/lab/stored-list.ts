/** The list of stored runs, as the archive has it: read anew after every change, and what is said where that fails. */
import { messageOf } from '../data/message-of.ts';
import type { Archive } from './archive/archive.ts';
import { ArchiveError } from './archive/database.ts';
import type { RunKeeper } from './archive/keeper.ts';
import type { Tabs } from './archive/tabs.ts';
import type { SavedRun, StoredRun } from './archive/format.ts';
import type { RunEntry, StoredRuns } from './contract.ts';
import type { Access } from './lab-type.ts';

export interface ArchiveParts {
  readonly archive: Archive;
  readonly tabs: Tabs;
  readonly keeper: RunKeeper;
}

export const closedRuns: StoredRuns = { state: 'closed', reason: null, entries: [], unreadable: 0, usage: null };

export class StoredList {
  private readonly access: Access;
  private readonly parts: ArchiveParts | null;
  private readonly saved: () => SavedRun | null;
  private readonly isoNow: () => string;
  // Of two readings under way at once, the one that was asked for later counts, and both end with it.
  private reading = 0;
  private latest: Promise<void> = Promise.resolve();

  /** @param parts null where runs are not stored @param saved the run that is shown, as it is stored @param isoNow the time, as ISO 8601 */
  constructor(access: Access, parts: ArchiveParts | null, saved: () => SavedRun | null, isoNow: () => string) {
    this.access = access;
    this.parts = parts;
    this.saved = saved;
    this.isoNow = isoNow;
  }

  /** Does something with the archive; what goes wrong is said, and gives null. */
  async attempt<T>(work: (archive: ArchiveParts) => Promise<T>): Promise<T | null> {
    if (!this.parts) return null;
    try {
      return await work(this.parts);
    } catch (error) {
      this.tellError(error);
      return null;
    }
  }

  /** Reads the list, if a person has asked for it before. */
  refresh(): Promise<void> {
    if (!this.parts || this.access.get().stored.state === 'closed') return Promise.resolve();
    this.latest = this.read(this.parts, ++this.reading);
    return this.latest;
  }

  /** Reads the list for the first time. @returns whether there is one */
  async open(): Promise<boolean> {
    if (!this.parts) return false;
    this.access.set({ stored: { ...closedRuns, state: 'opening' } });
    await this.refresh();
    return this.access.get().stored.state !== 'unavailable';
  }

  /** Says that storing has failed; where it can be tried again, with a button for that. */
  onTrouble(error: ArchiveError): void {
    const canRetry = this.access.get().run.id !== null && (error.kind === 'full' || error.kind === 'failed');
    this.access.notify({
      kind: error.kind === 'unavailable' ? 'notice' : 'error',
      message: error.message,
      ...(canRetry ? { action: { title: 'Store it again', run: () => void this.storeAgain() } } : {}),
    });
  }

  onBlocked(): void {
    this.access.notify({
      kind: 'notice',
      message:
        'Another tab has an older version of the lab open, which keeps this one from its stored runs. Close that tab; runs here are stored as soon as it is closed.',
    });
  }

  private async read({ archive, tabs }: ArchiveParts, own: number): Promise<void> {
    const { get, set } = this.access;
    try {
      const [{ runs, unreadable }, elsewhere, usage] = await Promise.all([archive.list(), tabs.elsewhere(), archive.usage()]);
      if (own !== this.reading) return await this.latest;
      const entries = runs.map((stored) => this.entryOf(stored, elsewhere));
      set({ stored: { state: 'open', reason: null, entries, unreadable, usage } });
      for (const { id, elsewhere: awaited } of entries) if (awaited) tabs.whenFree(id, () => void this.refresh());
    } catch (error) {
      set({ stored: { ...get().stored, state: 'unavailable', reason: messageOf(error) } });
      if (error instanceof ArchiveError) this.onTrouble(error);
      else this.tellError(error);
    }
  }

  private entryOf(stored: StoredRun, elsewhere: ReadonlySet<string>): RunEntry {
    const { id, study, status, startedAt, environment, tally, pinned } = stored;
    const { run } = this.access.get();
    // Its row may say that it has ended a moment before its tab gives it back.
    const isElsewhere = status === 'running' && elsewhere.has(id);
    const isHere = run.id === id && (run.status === 'running' || run.status === 'paused');
    return {
      id,
      study,
      status: status === 'running' && !isElsewhere && !isHere ? 'interrupted' : status,
      elsewhere: isElsewhere,
      startedAt,
      environment,
      tally,
      pinned,
    };
  }

  private async storeAgain(): Promise<void> {
    const whole = this.saved();
    await this.attempt(async ({ archive, keeper }) => {
      await archive.purge(this.isoNow());
      if (whole) await keeper.storeAgain(whole);
    });
  }

  private tellError(error: unknown): void {
    this.access.notify({ kind: 'error', message: messageOf(error) });
  }
}
