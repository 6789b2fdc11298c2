/** Stored runs: the list of them, opening and going on with one, laying some behind the present one, and tidying up. */
import type { JobRecord, Result } from '../study/records.ts';
import { familyOf, jobsOf, type Study } from '../study/schema.ts';
import { runOf } from '../study/digest-of.ts';
import type { Archive } from './archive/archive.ts';
import { ArchiveError } from './archive/database.ts';
import type { SavedRun, StoredRun } from './archive/format.ts';
import type { RunKeeper } from './archive/keeper.ts';
import { newRunId } from './archive/run-id.ts';
import type { Tabs } from './archive/tabs.ts';
import { tallyOf } from './archive/tally.ts';
import type { ComparedRun, LabActions, RunEntry, StoredRuns } from './contract.ts';
import type { Access, LabSurroundings, Slice } from './lab-type.ts';
import { readResultFile, resultOf } from './result-file.ts';
import type { RunSlice } from './run-slice.ts';
import { withName } from './study-edit.ts';
import { UNDO_MS } from './undo.ts';
import { messageOf } from '../data/message-of.ts';

export interface ArchiveParts {
  readonly archive: Archive;
  readonly tabs: Tabs;
  readonly keeper: RunKeeper;
}

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

export interface StoredSlice extends Slice<'stored' | 'compared', Action> {
  readonly refresh: () => Promise<void>;
  readonly onTrouble: (error: ArchiveError) => void;
  readonly onBlocked: () => void;
}

const closed: StoredRuns = { state: 'closed', reason: null, entries: [], unreadable: 0, usage: null };

/** @param parts null where runs are not stored */
export function storedSlice(
  { get, set, notify }: Access,
  { now }: Pick<LabSurroundings, 'now'>,
  parts: ArchiveParts | null,
  run: Pick<RunSlice<never>, 'adopt' | 'goOn' | 'saved'>,
  replaceStudy: (study: Study) => void,
): StoredSlice {
  const working = (): boolean => get().run.status === 'running' || get().run.status === 'paused';
  const isoNow = (): string => new Date(now()).toISOString();
  const tellError = (error: unknown): void => notify({ kind: 'error', message: messageOf(error) });

  /** Does something with the archive; what goes wrong is said, and gives null. */
  async function attempt<T>(work: (archive: ArchiveParts) => Promise<T>): Promise<T | null> {
    if (!parts) return null;
    try {
      return await work(parts);
    } catch (error) {
      tellError(error);
      return null;
    }
  }

  // Of two readings under way at once, the one that was asked for later counts, and both end with it.
  let reading = 0;
  let latest: Promise<void> = Promise.resolve();

  function refresh(): Promise<void> {
    if (!parts || get().stored.state === 'closed') return Promise.resolve();
    latest = read(parts, ++reading);
    return latest;
  }

  async function read({ archive, tabs }: ArchiveParts, own: number): Promise<void> {
    try {
      const [{ runs, unreadable }, elsewhere, usage] = await Promise.all([archive.list(), tabs.elsewhere(), archive.usage()]);
      if (own !== reading) return latest;
      const entries = runs.map((stored) => entryOf(stored, elsewhere));
      set({ stored: { state: 'open', reason: null, entries, unreadable, usage } });
      for (const { id, elsewhere: awaited } of entries) if (awaited) tabs.whenFree(id, () => void refresh());
    } catch (error) {
      set({ stored: { ...get().stored, state: 'unavailable', reason: messageOf(error) } });
      if (error instanceof ArchiveError) onTrouble(error);
      else tellError(error);
    }
  }

  function entryOf(stored: StoredRun, elsewhere: ReadonlySet<string>): RunEntry {
    const { id, study, status, startedAt, environment, tally, pinned } = stored;
    // Its row may say that it has ended a moment before its tab gives it back.
    const isElsewhere = status === 'running' && elsewhere.has(id);
    const isHere = get().run.id === id && working();
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

  function onTrouble(error: ArchiveError): void {
    const canRetry = get().run.id !== null && (error.kind === 'full' || error.kind === 'failed');
    notify({
      kind: error.kind === 'unavailable' ? 'notice' : 'error',
      message: error.message,
      ...(canRetry ? { action: { title: 'Store it again', run: () => void storeAgain() } } : {}),
    });
  }

  async function storeAgain(): Promise<void> {
    const whole = run.saved();
    await attempt(async ({ archive, keeper }) => {
      await archive.purge(isoNow());
      if (whole) await keeper.storeAgain(whole);
    });
  }

  /** What a person does with the form or a stored run must not end a run. */
  function refuseWhileWorking(): boolean {
    if (working()) notify({ kind: 'notice', message: 'A study is running. Cancel it, or wait for its end, before you open another run.' });
    return working();
  }

  async function load(id: string): Promise<SavedRun | null> {
    const saved = await attempt(({ archive }) => archive.load(id));
    if (saved === null && !get().stored.entries.some((entry) => entry.id === id)) {
      notify({ kind: 'error', message: 'This run is not stored any more: it was deleted, perhaps in another tab.' });
    }
    return saved;
  }

  function show(saved: SavedRun): void {
    run.adopt(saved);
    set({ compared: get().compared.filter(({ id }) => id !== saved.run.id) });
  }

  async function openStored(mayShow: boolean): Promise<void> {
    if (!parts) return;
    set({ stored: { ...closed, state: 'opening' } });
    await refresh();
    if (get().stored.state === 'unavailable') return;
    await attempt(({ archive }) => archive.purge(new Date(now() - UNDO_MS).toISOString()));
    const { entries } = get().stored;
    for (const { study } of entries.filter(({ elsewhere }) => elsewhere)) {
      notify({
        kind: 'notice',
        message: `“${study.name}” is running in another tab of this browser. It goes on there, and is listed here under Runs; a run in this tab as well would slow both down.`,
      });
    }
    const last = entries.find(({ status, elsewhere }) => status === 'interrupted' && !elsewhere);
    if (!last || !mayShow || get().run.status !== 'idle') return;
    const saved = await load(last.id);
    // A person may have started something meanwhile.
    if (saved && get().run.status === 'idle') show(saved);
  }

  async function openRun(id: string): Promise<boolean> {
    if (get().run.id === id) return true;
    if (refuseWhileWorking()) return false;
    if (get().stored.entries.some((entry) => entry.id === id && entry.elsewhere)) {
      notify({
        kind: 'notice',
        message:
          'Another tab of this browser is working on this run: look there, or wait for its end. Its steps so far can be compared and exported here.',
      });
      return false;
    }
    const saved = await load(id);
    if (!saved || working()) return false;
    show(saved);
    replaceStudy(saved.run.study);
    return true;
  }

  async function continueRun(id = get().run.id ?? ''): Promise<void> {
    if (refuseWhileWorking()) return;
    await attempt(async ({ tabs }) => {
      if (!(await tabs.take(id))) {
        notify({
          kind: 'notice',
          message: 'Another tab of this browser is working on this run already. Look there, or close that tab and continue here.',
        });
        return;
      }
      if (get().run.id !== id || get().run.status !== 'interrupted') {
        if (!(await openRun(id))) {
          tabs.release(id);
          return;
        }
      }
      run.goOn();
      if (!working()) tabs.release(id);
    });
  }

  async function compareRuns(ids: readonly string[]): Promise<boolean> {
    const loaded = await Promise.all(ids.filter((id) => id !== get().run.id).map(load));
    const found = loaded.filter((saved) => saved !== null);
    set({ compared: found.map(comparedOf), chosenCycle: null, hoveredCycle: null });
    // Curves of one kind of study beside settings of another: what is run next would not be drawn among them.
    const [first] = found;
    const family = familyOf(get().study.job);
    if (first && get().run.jobs.length === 0 && found.every(({ run: { study } }) => familyOf(study.job) !== family)) {
      replaceStudy(first.run.study);
      notify({
        kind: 'notice',
        message: `The settings are now those of “${first.run.study.name}”, so that a new run belongs to these. Undo, above the settings, brings yours back.`,
      });
    }
    return found.length === loaded.length;
  }

  async function edit(id: string, change: (stored: StoredRun) => StoredRun): Promise<void> {
    await attempt(async ({ archive, tabs }) => {
      await archive.edit(id, change);
      tabs.tellOthers();
      await refresh();
    });
  }

  async function deleteRuns(ids: readonly string[]): Promise<void> {
    const { entries, state } = get().stored;
    const going = entries.filter(({ id, status }) => ids.includes(id) && status === 'running');
    for (const { study } of going)
      notify({ kind: 'notice', message: `“${study.name}” is running, so it was not deleted. Cancel it first.` });
    const gone = ids.filter((id) => !going.some((entry) => entry.id === id));
    if (gone.length === 0 || state !== 'open') return;
    const deletedAt = isoNow();
    for (const id of gone) await edit(id, (stored) => ({ ...stored, deletedAt }));
    set({ compared: get().compared.filter(({ id }) => !gone.includes(id)) });
    const names = entries.filter(({ id }) => gone.includes(id)).map(({ study }) => `“${study.name}”`);
    const message = `${names.length > 2 ? `${names.length} runs were` : `${names.join(' and ')} ${names.length === 1 ? 'was' : 'were'}`} deleted at ${deletedAt.slice(11, 19)} UTC.`;
    let undone = false;
    const undo = async (): Promise<void> => {
      undone = true;
      for (const id of gone) await edit(id, (stored) => ({ ...stored, deletedAt: null }));
    };
    notify({ kind: 'notice', message, action: { title: 'Undo', run: () => void undo() } });
    setTimeout(() => {
      if (undone) return;
      set({ notices: get().notices.filter((notice) => notice.message !== message) });
      void attempt(async ({ archive }) => {
        await archive.purge(deletedAt);
        await refresh();
      });
    }, UNDO_MS);
  }

  async function importRuns(files: readonly File[]): Promise<void> {
    for (const file of files) {
      await attempt(async ({ archive, tabs }) => {
        const result = await readResultFile(file);
        await archive.save(savedOf(result, newRunId(now()), isoNow()));
        tabs.tellOthers();
      });
    }
    await refresh();
  }

  return {
    state: { stored: closed, compared: [] },
    refresh,
    onTrouble,
    onBlocked: () =>
      notify({
        kind: 'notice',
        message:
          'Another tab has an older version of the lab open, which keeps this one from its stored runs. Close that tab; runs here are stored as soon as it is closed.',
      }),
    actions: {
      openStored,
      continueRun,
      openRun,
      compareRuns,
      closeCompared: (id) => set({ compared: id === undefined ? [] : get().compared.filter((one) => one.id !== id) }),
      async renameRun(id, name) {
        const entry = get().stored.entries.find((one) => one.id === id);
        if (!entry) return;
        const { name: checked } = withName(entry.study, name);
        await edit(id, (stored) => ({ ...stored, study: { ...stored.study, name: checked } }));
        const { run: shown } = get();
        if (shown.id === id && shown.study) set({ run: { ...shown, study: { ...shown.study, name: checked } } });
      },
      pinRun: (id, pinned) => edit(id, (stored) => ({ ...stored, pinned })),
      deleteRuns,
      importRuns,
      async storedResult(id) {
        const saved = await load(id);
        return saved && resultOf(saved.run.study, recordsOf(saved), saved.run.environment);
      },
    } satisfies Pick<LabActions, Action>,
  };
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
