/** Stored runs: the list of them, opening and going on with one, and laying some behind the present one. */
import type { JobRecord } from '../study/records.ts';
import { familyOf, type Study } from '../study/schema.ts';
import { runOf } from '../study/digest-of.ts';
import type { LoadedRun, SavedRun } from './archive/format.ts';
import type { LabActions } from './contract.ts';
import type { ComparedRun } from './stored-contract.ts';
import type { Access, LabSurroundings, Slice } from './lab-type.ts';
import { resultOf } from './result-file.ts';
import { RunOwner, type ShownRun } from './run-owner.ts';
import type { Kept } from './storage.ts';
import { StoredEdits } from './stored-edits.ts';
import type { StoredNeighbours } from './stored-neighbours.ts';
import { closedRuns, StoredList, type ArchiveParts } from './stored-list.ts';
import { Tidying } from './tidying.ts';
import { UNDO_MS } from './undo.ts';

type Action =
  | 'openStored'
  | 'continueRun'
  | 'openRun'
  | 'compareRuns'
  | 'readRuns'
  | 'closeCompared'
  | 'renameRun'
  | 'pinRun'
  | 'deleteRuns'
  | 'importRuns'
  | 'storedResult'
  | 'freeLeftovers';

export class StoredSlice implements Slice<'stored' | 'compared', Action> {
  readonly state = { stored: closedRuns, compared: [] };
  readonly list: StoredList;
  readonly owner: RunOwner;
  readonly actions: Pick<LabActions, Action>;

  private readonly access: Access;
  private readonly now: () => number;
  private readonly kept: Kept;
  private readonly run: ShownRun;
  private readonly neighbours: StoredNeighbours;
  private readonly tidying: Tidying;

  /** @param parts null where runs are not stored @param run the run that is shown */
  constructor(
    access: Access,
    surroundings: Pick<LabSurroundings, 'now' | 'dataUrl'>,
    kept: Kept,
    parts: ArchiveParts | null,
    run: ShownRun,
    neighbours: StoredNeighbours,
  ) {
    this.access = access;
    this.now = surroundings.now;
    this.kept = kept;
    this.run = run;
    this.neighbours = neighbours;
    this.list = new StoredList(access, parts, {
      onRead: () => void this.owner.follow(),
      onMissed: (ids) => this.owner.expectMissing(ids),
      storeAgain: () => this.storeAgain(),
    });
    this.owner = new RunOwner(access, this.list, run);
    this.tidying = new Tidying(access, this.list, surroundings);
    this.actions = {
      ...new StoredEdits(access, this.list, this.owner, surroundings, neighbours).actions,
      openStored: (show) => this.openStored(show),
      continueRun: (id) => this.continueRun(id),
      openRun: (id) => this.openRun(id),
      compareRuns: (ids) => this.compareRuns(ids),
      readRuns: async (ids) => (await Promise.all(ids.map((id) => this.load(id)))).filter((saved) => saved !== null).map(comparedOf),
      closeCompared: (id) =>
        this.access.set({ compared: id === undefined ? [] : this.access.get().compared.filter((one) => one.id !== id) }),
      storedResult: async (id) => {
        const saved = await this.load(id);
        return saved && resultOf(saved.run.study, recordsOf(saved), saved.run.environment);
      },
      freeLeftovers: () => this.tidying.free(),
    };
  }

  /** What a person does with the form or a stored run must not end a run. */
  private refuseWhileWorking(): boolean {
    if (this.owner.isWorking) this.tell('A study is running. Cancel it, or wait for its end, before you open another run.');
    return this.owner.isWorking;
  }

  /** A stored run, or one that could not be stored whole as it stands in this tab; null if there is none, which is said. */
  private async load(id: string): Promise<SavedRun | null> {
    const saved = await this.list.attempt(async ({ archive, keeper }) => {
      const unsaved = keeper.unsaved(id);
      if (unsaved) return unsaved;
      const loaded = await archive.load(id);
      if (!loaded || loaded.run.deletedAt !== null) return 'gone';
      this.tellDamage(loaded);
      return loaded;
    });
    if (saved !== 'gone') return saved;
    this.access.notify({
      kind: 'error',
      message:
        'This run is not stored in this browser: it was deleted, perhaps in another tab, or its address is from another browser. A result travels by its link: “Share result” makes one.',
    });
    await this.list.refresh();
    return null;
  }

  private tellDamage({ run, jobs, lacking, strange }: LoadedRun): void {
    if (lacking === 0 && strange === 0) return;
    const parts = [
      ...(lacking > 0 ? [`${lacking} of its ${jobs.length} jobs are not stored any more and count as not begun`] : []),
      ...(strange > 0 ? [`${strange} stored jobs do not belong to its settings and are left out`] : []),
    ];
    this.tell(`“${run.study.name}” is damaged: ${parts.join(', and ')}. Perhaps two tabs of an earlier version have written it at once.`);
  }

  private show(saved: SavedRun): void {
    this.run.adopt(saved);
    this.access.set({ compared: this.access.get().compared.filter(({ id }) => id !== saved.run.id) });
  }

  private async openStored(mayShow: boolean): Promise<void> {
    if (!(await this.list.open())) return;
    await this.list.attempt(({ archive }) => archive.purge(new Date(this.now() - UNDO_MS).toISOString()));
    const { entries } = this.access.get().stored;
    for (const { study } of entries.filter(({ elsewhere }) => elsewhere))
      this.tell(
        `“${study.name}” is running in another tab of this browser, or in a lesson of this one. It goes on there, and is listed here under Runs; a run in this tab as well would slow both down.`,
      );
    const here = entries.filter(({ elsewhere }) => !elsewhere);
    // What was looked at last, so that a reload takes nothing out of sight; else a run that was interrupted.
    const shown = this.kept.shown();
    const last = here.find(({ id }) => id === shown) ?? here.find(({ status }) => status === 'interrupted');
    if (last && mayShow && this.access.get().run.status === 'idle') {
      const saved = await this.load(last.id);
      // A person may have started something meanwhile.
      if (saved && this.access.get().run.status === 'idle') this.show(saved);
    }
    await this.tidying.look();
  }

  private async openRun(id: string): Promise<boolean> {
    if (this.access.get().run.id === id) return true;
    if (this.refuseWhileWorking()) return false;
    const elsewhere = await this.list.attempt(({ tabs }) => tabs.elsewhere());
    const saved = await this.load(id);
    if (!saved || this.owner.isWorking) return false;
    if (saved.run.status === 'running' && elsewhere?.has(id)) {
      this.tell(
        'Another tab of this browser, or a lesson, is working on this run: look there, or wait for its end. Its steps so far can be compared and exported here.',
      );
      await this.list.refresh();
      return false;
    }
    this.show(saved);
    this.neighbours.replaceStudy(saved.run.study);
    return true;
  }

  private async continueRun(id = this.access.get().run.id): Promise<void> {
    if (id === null || this.refuseWhileWorking()) return;
    await this.list.attempt(async (parts) => {
      const { keeper } = parts;
      if (!(await keeper.hold(id))) {
        this.tell(
          'Another tab of this browser, or a lesson, is working on this run already. Look there, or close that tab and continue here.',
        );
        await this.list.refresh();
        return;
      }
      try {
        if (await this.openInterrupted(parts, id)) this.run.goOn();
      } finally {
        if (!this.owner.isWorking) keeper.letGo(id);
      }
    });
  }

  /** @returns whether a run is shown as it is stored and can go on */
  private async openInterrupted(parts: ArchiveParts, id: string): Promise<boolean> {
    if (this.access.get().run.id === id) {
      const stand = await parts.keeper.stand(id);
      if (stand === 'changed') await this.owner.reread(parts, id);
      if (stand === 'deleted') await this.owner.bringBack(parts, id);
    } else if (!(await this.openRun(id))) return false;
    const { run } = this.access.get();
    return run.id === id && run.status === 'interrupted';
  }

  private async compareRuns(ids: readonly string[]): Promise<boolean> {
    const loaded = await Promise.all(ids.filter((id) => id !== this.access.get().run.id).map((id) => this.load(id)));
    const found = loaded.filter((saved) => saved !== null);
    const { run, study } = this.access.get();
    const isOther = (one: Study): boolean => found.length > 0 && found.every((saved) => kindOf(saved.run.study) !== kindOf(one));
    const [first, ...others] = found;
    // Figures are of one kind of study: one that was looked at before, and was not chosen now, would hide all that were.
    const isHiding = run.study !== null && !this.owner.isWorking && !ids.includes(run.id ?? '') && isOther(run.study);
    if (isHiding) this.show(first);
    this.access.set({ compared: (isHiding ? others : found).map(comparedOf), chosenCycle: null, hoveredCycle: null });
    // Beside settings of another kind, what is run next would not be drawn among them.
    if (!this.owner.isWorking && isOther(study)) {
      this.neighbours.replaceStudy(first.run.study);
      this.tell(
        `The settings are now those of “${first.run.study.name}”, so that a new run belongs to these. Undo, above the settings, brings yours back.`,
      );
    }
    return found.length === loaded.length;
  }

  private async storeAgain(): Promise<void> {
    const shown = this.access.get().run.id === null ? null : this.run.saved();
    await this.list.attempt(({ keeper }) => keeper.storeAgain(shown));
    await this.neighbours.storeNetworksAgain();
  }

  private tell(message: string): void {
    this.access.notify({ kind: 'notice', message });
  }
}

/** Runs of one kind can be drawn in one figure. */
const kindOf = ({ job }: Study): string => `${familyOf(job).id} ${job.data.name}`;

const recordsOf = ({ jobs }: SavedRun): JobRecord[] => jobs.map(({ record }) => record);

const comparedOf = (saved: SavedRun): ComparedRun => ({
  id: saved.run.id,
  name: saved.run.study.name,
  study: saved.run.study,
  runs: recordsOf(saved).map(runOf),
});
