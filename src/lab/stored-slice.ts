/** Stored runs: the list of them, opening and going on with one, laying some behind the present one, and tidying up. */
import type { JobRecord, Result } from '../study/records.ts';
import { familyOf, jobsOf, type Study } from '../study/schema.ts';
import { runOf } from '../study/digest-of.ts';
import type { SavedRun, StoredRun } from './archive/format.ts';
import { newRunId } from './archive/run-id.ts';
import { tallyOf } from './archive/tally.ts';
import type { ComparedRun, LabActions } from './contract.ts';
import type { Access, LabSurroundings, Slice } from './lab-type.ts';
import { resultOf } from './result-file.ts';
import type { ResultReading } from './result-reading.ts';
import type { RunSlice } from './run-slice.ts';
import { closedRuns, StoredList, type ArchiveParts } from './stored-list.ts';
import { withName } from './study-edit.ts';
import { UNDO_MS } from './undo.ts';

type Action =
  | 'openStored'
  | 'continueRun'
  | 'openRun'
  | 'compareRuns'
  | 'closeCompared'
  | 'renameRun'
  | 'pinRun'
  | 'deleteRuns'
  | 'importRuns'
  | 'storedResult';

/** What is done here with the run that is shown. */
type ShownRun = Pick<RunSlice<never>, 'adopt' | 'goOn' | 'saved'>;

export class StoredSlice implements Slice<'stored' | 'compared', Action> {
  readonly state = { stored: closedRuns, compared: [] };
  readonly list: StoredList;
  readonly actions: Pick<LabActions, Action> = {
    openStored: (show) => this.openStored(show),
    continueRun: (id) => this.continueRun(id),
    openRun: (id) => this.openRun(id),
    compareRuns: (ids) => this.compareRuns(ids),
    closeCompared: (id) => this.access.set({ compared: id === undefined ? [] : this.access.get().compared.filter((one) => one.id !== id) }),
    renameRun: (id, name) => this.renameRun(id, name),
    pinRun: (id, pinned) => this.edit(id, (stored) => ({ ...stored, pinned })),
    deleteRuns: (ids) => this.deleteRuns(ids),
    importRuns: (files) => this.importRuns(files),
    storedResult: async (id) => {
      const saved = await this.load(id);
      return saved && resultOf(saved.run.study, recordsOf(saved), saved.run.environment);
    },
  };

  private readonly access: Access;
  private readonly now: () => number;
  private readonly run: ShownRun;
  private readonly replaceStudy: (study: Study) => void;
  private readonly reading: ResultReading;

  /** @param parts null where runs are not stored @param run the run that is shown @param replaceStudy puts a study on the form */
  constructor(
    access: Access,
    { now }: Pick<LabSurroundings, 'now'>,
    parts: ArchiveParts | null,
    run: ShownRun,
    replaceStudy: (study: Study) => void,
    reading: ResultReading,
  ) {
    this.access = access;
    this.now = now;
    this.run = run;
    this.replaceStudy = replaceStudy;
    this.reading = reading;
    this.list = new StoredList(
      access,
      parts,
      () => run.saved(),
      () => this.isoNow(),
    );
  }

  private get isWorking(): boolean {
    const { status } = this.access.get().run;
    return status === 'running' || status === 'paused';
  }

  private isoNow(): string {
    return new Date(this.now()).toISOString();
  }

  /** What a person does with the form or a stored run must not end a run. */
  private refuseWhileWorking(): boolean {
    if (this.isWorking)
      this.access.notify({ kind: 'notice', message: 'A study is running. Cancel it, or wait for its end, before you open another run.' });
    return this.isWorking;
  }

  private async load(id: string): Promise<SavedRun | null> {
    const saved = await this.list.attempt(({ archive }) => archive.load(id));
    if (saved === null && !this.access.get().stored.entries.some((entry) => entry.id === id)) {
      this.access.notify({ kind: 'error', message: 'This run is not stored any more: it was deleted, perhaps in another tab.' });
    }
    return saved;
  }

  private show(saved: SavedRun): void {
    this.run.adopt(saved);
    this.access.set({ compared: this.access.get().compared.filter(({ id }) => id !== saved.run.id) });
  }

  private async openStored(mayShow: boolean): Promise<void> {
    if (!(await this.list.open())) return;
    await this.list.attempt(({ archive }) => archive.purge(new Date(this.now() - UNDO_MS).toISOString()));
    const { entries } = this.access.get().stored;
    for (const { study } of entries.filter(({ elsewhere }) => elsewhere)) {
      this.access.notify({
        kind: 'notice',
        message: `“${study.name}” is running in another tab of this browser. It goes on there, and is listed here under Runs; a run in this tab as well would slow both down.`,
      });
    }
    const last = entries.find(({ status, elsewhere }) => status === 'interrupted' && !elsewhere);
    if (!last || !mayShow || this.access.get().run.status !== 'idle') return;
    const saved = await this.load(last.id);
    // A person may have started something meanwhile.
    if (saved && this.access.get().run.status === 'idle') this.show(saved);
  }

  private async openRun(id: string): Promise<boolean> {
    if (this.access.get().run.id === id) return true;
    if (this.refuseWhileWorking()) return false;
    if (this.access.get().stored.entries.some((entry) => entry.id === id && entry.elsewhere)) {
      this.access.notify({
        kind: 'notice',
        message:
          'Another tab of this browser is working on this run: look there, or wait for its end. Its steps so far can be compared and exported here.',
      });
      return false;
    }
    const saved = await this.load(id);
    if (!saved || this.isWorking) return false;
    this.show(saved);
    this.replaceStudy(saved.run.study);
    return true;
  }

  private async continueRun(id = this.access.get().run.id ?? ''): Promise<void> {
    if (this.refuseWhileWorking()) return;
    await this.list.attempt(async ({ tabs }) => {
      if (!(await tabs.take(id))) {
        this.access.notify({
          kind: 'notice',
          message: 'Another tab of this browser is working on this run already. Look there, or close that tab and continue here.',
        });
        return;
      }
      if (this.access.get().run.id !== id || this.access.get().run.status !== 'interrupted') {
        if (!(await this.openRun(id))) {
          tabs.release(id);
          return;
        }
      }
      this.run.goOn();
      if (!this.isWorking) tabs.release(id);
    });
  }

  private async compareRuns(ids: readonly string[]): Promise<boolean> {
    const loaded = await Promise.all(ids.filter((id) => id !== this.access.get().run.id).map((id) => this.load(id)));
    const found = loaded.filter((saved) => saved !== null);
    this.access.set({ compared: found.map(comparedOf), chosenCycle: null, hoveredCycle: null });
    // Curves of one kind of study beside settings of another: what is run next would not be drawn among them.
    const [first] = found;
    const family = familyOf(this.access.get().study.job);
    if (first && this.access.get().run.jobs.length === 0 && found.every(({ run: { study } }) => familyOf(study.job) !== family)) {
      this.replaceStudy(first.run.study);
      this.access.notify({
        kind: 'notice',
        message: `The settings are now those of “${first.run.study.name}”, so that a new run belongs to these. Undo, above the settings, brings yours back.`,
      });
    }
    return found.length === loaded.length;
  }

  private async edit(id: string, change: (stored: StoredRun) => StoredRun): Promise<void> {
    await this.list.attempt(async ({ archive, tabs }) => {
      await archive.edit(id, change);
      tabs.tellOthers();
      await this.list.refresh();
    });
  }

  private async renameRun(id: string, name: string): Promise<void> {
    const entry = this.access.get().stored.entries.find((one) => one.id === id);
    if (!entry) return;
    const { name: checked } = withName(entry.study, name);
    await this.edit(id, (stored) => ({ ...stored, study: { ...stored.study, name: checked } }));
    const { run: shown } = this.access.get();
    if (shown.id === id && shown.study) this.access.set({ run: { ...shown, study: { ...shown.study, name: checked } } });
  }

  private async deleteRuns(ids: readonly string[]): Promise<void> {
    const { entries, state } = this.access.get().stored;
    const going = entries.filter(({ id, status }) => ids.includes(id) && status === 'running');
    for (const { study } of going)
      this.access.notify({ kind: 'notice', message: `“${study.name}” is running, so it was not deleted. Cancel it first.` });
    const gone = ids.filter((id) => !going.some((entry) => entry.id === id));
    if (gone.length === 0 || state !== 'open') return;
    const deletedAt = this.isoNow();
    for (const id of gone) await this.edit(id, (stored) => ({ ...stored, deletedAt }));
    this.access.set({ compared: this.access.get().compared.filter(({ id }) => !gone.includes(id)) });
    const names = entries.filter(({ id }) => gone.includes(id)).map(({ study }) => `“${study.name}”`);
    const message = `${names.length > 2 ? `${names.length} runs were` : `${names.join(' and ')} ${names.length === 1 ? 'was' : 'were'}`} deleted at ${new Date(deletedAt).toLocaleTimeString('en-GB')}.`;
    let undone = false;
    const undo = async (): Promise<void> => {
      undone = true;
      for (const id of gone) await this.edit(id, (stored) => ({ ...stored, deletedAt: null }));
    };
    this.access.notify({ kind: 'notice', message, action: { title: 'Undo', run: () => void undo() } });
    setTimeout(() => {
      if (undone) return;
      this.access.set({ notices: this.access.get().notices.filter((notice) => notice.message !== message) });
      void this.list.attempt(async ({ archive }) => {
        await archive.purge(deletedAt);
        await this.list.refresh();
      });
    }, UNDO_MS);
  }

  private async importRuns(files: readonly File[]): Promise<void> {
    for (const file of files) {
      await this.list.attempt(async ({ archive, tabs }) => {
        const { result } = await this.reading.read(file);
        await archive.save(savedOf(result, newRunId(this.now()), this.isoNow()));
        tabs.tellOthers();
      });
    }
    await this.list.refresh();
  }
}

const recordsOf = ({ jobs }: SavedRun): JobRecord[] => jobs.map(({ record }) => record);

const comparedOf = (saved: SavedRun): ComparedRun => ({
  id: saved.run.id,
  name: saved.run.study.name,
  study: saved.run.study,
  runs: recordsOf(saved).map(runOf),
});

/** A result from a file as a run. A job that it lacks was never begun, and counts as cancelled, since nobody here was working on it. */
function savedOf({ study, environment, records }: Result, id: string, now: string): SavedRun {
  const ended = records.map((record): JobRecord => (record.status === 'queued' ? { ...record, status: 'cancelled' } : record));
  const inState = (status: JobRecord['status']): boolean => ended.some((record) => record.status === status);
  const begun = records.flatMap(({ startedAt }) => startedAt ?? []).sort();
  return {
    run: {
      id,
      study,
      backend: environment?.backend ?? 'auto',
      status: inState('cancelled') ? 'cancelled' : inState('failed') ? 'failed' : 'finished',
      startedAt: begun[0] ?? now,
      environment,
      backendReason: null,
      tally: tallyOf(ended),
      pinned: false,
      deletedAt: null,
    },
    jobs: jobsOf(study).map((_, index) => ({ record: ended[index], checkpoint: null })),
  };
}
