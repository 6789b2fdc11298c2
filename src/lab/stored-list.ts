/** The list of stored runs, as the archive has it: read anew after every change, and what is said where that fails. */
import { messageOf } from '../data/message-of.ts';
import type { Archive } from './archive/archive.ts';
import { ArchiveError } from './archive/database.ts';
import type { StoredRun } from './archive/format.ts';
import type { RunKeeper } from './archive/keeper.ts';
import { storageUsage } from './archive/persistence.ts';
import type { Leftovers } from './archive/leftovers.ts';
import type { StoredNetworks } from './archive/stored-networks.ts';
import type { Tabs } from './archive/tabs.ts';
import type { RunEntry, StoredRuns } from './stored-contract.ts';
import type { Access } from './lab-type.ts';

export interface ArchiveParts {
  readonly archive: Archive;
  readonly networks: StoredNetworks;
  readonly leftovers: Leftovers;
  readonly tabs: Tabs;
  readonly keeper: RunKeeper;
  /** To be told when something was stored. */
  readonly onStored: () => void;
}

/** What the list does to other parts of the lab. */
export interface ListNeighbours {
  /** Told when the list was read. */
  onRead(): void;
  /** Told of runs that were deleted from outside of the lab, which has been said. */
  onMissed(ids: readonly string[]): void;
  /** Stores what of this tab is not stored, the run that is shown included. */
  storeAgain(): Promise<void>;
}

export const closedRuns: StoredRuns = { state: 'closed', reason: null, entries: [], unreadable: 0, usage: null, leftovers: null };

export class StoredList {
  private readonly access: Access;
  private readonly parts: ArchiveParts | null;
  private readonly neighbours: ListNeighbours;
  /** Runs that are missed after the database was deleted or closed from outside. */
  private missed: ReadonlySet<string> | null = null;
  // Of two readings under way at once, the one that was asked for later counts, and both end with it.
  private reading = 0;
  private latest: Promise<void> = Promise.resolve();

  /** @param parts null where runs are not stored */
  constructor(access: Access, parts: ArchiveParts | null, neighbours: ListNeighbours) {
    this.access = access;
    this.parts = parts;
    this.neighbours = neighbours;
  }

  get storesNothing(): boolean {
    return this.parts === null;
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

  /** A button for what could not be stored. */
  get again(): { readonly title: string; readonly run: () => void } {
    return { title: 'Store it again', run: () => void this.neighbours.storeAgain() };
  }

  /** The database was deleted or closed from outside, as when the data of the site are cleared. */
  onGone(): void {
    this.missed ??= new Set(this.access.get().stored.entries.map(({ id }) => id));
    void this.refresh();
  }

  /** Says that storing has failed; where it can be tried again, with a button for that. */
  onTrouble(error: ArchiveError): void {
    const canRetry = this.access.get().run.id !== null && (error.kind === 'full' || error.kind === 'failed');
    this.access.notify({
      kind: error.kind === 'unavailable' ? 'notice' : 'error',
      message: error.message,
      ...(canRetry ? { action: this.again } : {}),
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
      const [{ runs, unreadable }, elsewhere, usage] = await Promise.all([archive.list(), tabs.elsewhere(), storageUsage()]);
      if (own !== this.reading) return await this.latest;
      const entries = runs.map((stored) => this.entryOf(stored, elsewhere));
      set({ stored: { ...get().stored, state: 'open', reason: null, entries, unreadable, usage } });
      this.tellMissed();
      this.neighbours.onRead();
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

  private tellMissed(): void {
    const { stored, run } = this.access.get();
    const gone = [...(this.missed ?? [])].filter((id) => !stored.entries.some((entry) => entry.id === id));
    this.missed = null;
    if (gone.length === 0) return;
    this.neighbours.onMissed(gone);
    const isShown = run.id !== null && gone.includes(run.id);
    this.access.notify({
      kind: 'error',
      message: `${gone.length === 1 ? 'A stored run was' : `${gone.length} stored runs were`} deleted from outside of the lab, as happens when the data of this site are cleared; nothing says by whom. What you run from now on is stored as before.${isShown ? ' The run that is shown is still in this tab.' : ''}`,
      ...(isShown ? { action: this.again } : {}),
    });
  }

  private tellError(error: unknown): void {
    this.access.notify({ kind: 'error', message: messageOf(error) });
  }
}
