/**
 * One tab at a time changes a stored run, and only as it is stored. Whatever changes one asks here first: another tab may be working on it, or
 * may have changed it since this tab has read it.
 */
import { IllegalTransition } from './job-machine.ts';
import type { Access } from './lab-type.ts';
import type { RunSlice } from './run-slice.ts';
import type { ArchiveParts, StoredList } from './stored-list.ts';

/** What is done here with the run that is shown. */
export type ShownRun = Pick<RunSlice<never>, 'adopt' | 'goOn' | 'saved'>;

/** Milliseconds that are waited for the database before a run goes on without it, as where another tab keeps it from being opened. */
const PATIENCE_MS = 5000;

export class RunOwner {
  private readonly access: Access;
  private readonly list: StoredList;
  private readonly shown: ShownRun;
  /** The run that is shown, if it was found to be deleted. */
  private missing: string | null = null;

  constructor(access: Access, list: StoredList, shown: ShownRun) {
    this.access = access;
    this.list = list;
    this.shown = shown;
  }

  get isWorking(): boolean {
    const { status } = this.access.get().run;
    return status === 'running' || status === 'paused';
  }

  /** Does something that changes the run that is shown: at once where no other tab can have it, else when this tab has it. */
  readonly change = (work: () => void): void => {
    const { id } = this.access.get().run;
    if (id === null || this.isWorking || this.list.storesNothing) work();
    else void this.list.attempt((parts) => this.changeHeld(parts, id, work));
  };

  /**
   * Changes what a person says of a stored run.
   * @param done what the change does, such as “renamed”
   * @returns whether it was done; why not has been said
   */
  async edit(id: string, name: string, done: string, change: (parts: ArchiveParts) => Promise<boolean>): Promise<boolean> {
    const isDone = await this.list.attempt(async (parts) => {
      const lease = await parts.tabs.take(id);
      if (!lease) {
        this.tellElsewhere(name, done);
        return false;
      }
      try {
        const isStored = await change(parts);
        if (!isStored) this.tell(`“${name}” was not ${done}: it is not stored any more, and was perhaps deleted in another tab.`);
        return isStored;
      } finally {
        lease();
        parts.tabs.tellOthers();
      }
    });
    await this.list.refresh();
    return isDone ?? false;
  }

  tellElsewhere(name: string, done: string): void {
    this.tell(
      `Another tab of this browser, or a lesson, is working on “${name}”, so it was not ${done} here. Look there, wait for its end, or close that tab.`,
    );
  }

  /** Shows the run that is shown as it is stored now. */
  async reread({ archive }: ArchiveParts, id: string): Promise<void> {
    const saved = await archive.load(id);
    if (!saved || this.access.get().run.id !== id || this.isWorking) return;
    this.shown.adopt(saved);
    this.tell(`“${saved.run.study.name}” was changed in another tab of this browser. It is shown here as it is stored now.`);
  }

  /** To be called when the list was read: what is shown follows what another tab has done to it. */
  async follow(): Promise<void> {
    await this.list.attempt(async (parts) => {
      const { run, stored } = this.access.get();
      const { id } = run;
      if (id === null || this.isWorking || parts.keeper.unsaved(id)) return;
      const entry = stored.entries.find((one) => one.id === id);
      if (entry?.elsewhere) return;
      const stand = await parts.keeper.stand(id);
      const now = this.access.get().run;
      if (now.id !== id || this.isWorking) return;
      if (stand === 'changed') await this.reread(parts, id);
      if (stand === 'deleted' || stand === 'absent') this.tellMissing(id);
      else this.missing = null;
      const name = entry?.study.name;
      if (now.study && name !== undefined && name !== now.study.name)
        this.access.set({ run: { ...this.access.get().run, study: { ...now.study, name } } });
    });
  }

  /** The run that is shown is known to be deleted, as after this tab has deleted it. */
  expectMissing(ids: readonly string[]): void {
    const { id } = this.access.get().run;
    if (id !== null && ids.includes(id)) this.missing = id;
  }

  /** A run that is gone on with is not deleted any more. */
  async bringBack({ archive }: ArchiveParts, id: string): Promise<void> {
    await archive.edit(id, (stored) => ({ ...stored, deletedAt: null }));
  }

  /**
   * To be called when another tab has written the run that this one works on, which is therefore stored under another id.
   * @returns whether it is shown
   */
  onParted(from: string, to: string): boolean {
    const { run } = this.access.get();
    this.tell(
      `Another tab of this browser has gone on with “${run.study?.name ?? 'this run'}” as well. What this tab has computed is stored as a run of its own.`,
    );
    if (run.id === from) this.access.set({ run: { ...run, id: to } });
    return run.id === from;
  }

  private async changeHeld(parts: ArchiveParts, id: string, work: () => void): Promise<void> {
    const { keeper } = parts;
    const asked = keeper.hold(id).then(async (isHeld) => (isHeld ? await keeper.stand(id) : 'elsewhere'));
    // What is wrong with the database is told when the run is written; it goes on in memory until then.
    const stand = await Promise.race([asked.catch(() => 'same' as const), patience()]);
    const { run } = this.access.get();
    if (stand === 'elsewhere') {
      this.tellElsewhere(run.study?.name ?? 'this run', 'changed');
      await this.list.refresh();
      return;
    }
    try {
      if (stand === 'changed') await this.reread(parts, id);
      else if (run.id === id) {
        if (stand === 'deleted') await this.bringBack(parts, id);
        work();
      }
    } catch (error) {
      // Asked for twice in a row: it has been done.
      if (!(error instanceof IllegalTransition)) throw error;
    } finally {
      if (!this.isWorking || this.access.get().run.id !== id) keeper.letGo(id);
    }
  }

  private tellMissing(id: string): void {
    if (this.missing === id) return;
    this.missing = id;
    const name = this.access.get().run.study?.name ?? '';
    this.access.notify({
      kind: 'notice',
      message: `“${name}”, which is shown here, was deleted in another tab of this browser. It is kept here until you close this tab or open another run.`,
      action: this.list.again,
    });
  }

  private tell(message: string): void {
    this.access.notify({ kind: 'notice', message });
  }
}

const patience = (): Promise<'same'> => new Promise((resolve) => setTimeout(() => resolve('same'), PATIENCE_MS));
