/** Puts the lab together from its parts. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { backendOf } from '../study/events.ts';
import type { Study } from '../study/schema.ts';
import { Archive } from './archive/archive.ts';
import type { ArchiveError } from './archive/database.ts';
import { RunKeeper } from './archive/keeper.ts';
import { Tabs } from './archive/tabs.ts';
import type { LabActions, LabState } from './contract.ts';
import { noDatasets, watchDatasets } from './dataset-watch.ts';
import { estimateStudy, refusalOf, type Estimate } from './estimate.ts';
import type { WorkerLike } from './job-client.ts';
import type { Access, LabSurroundings } from './lab-type.ts';
import { NetworkShelf } from './network-shelf.ts';
import { networkSlice } from './network-slice.ts';
import { noticeSlice } from './notices.ts';
import { workerLimit, type JobPool } from './pool.ts';
import { ownDataSlice } from './own-data-slice.ts';
import { RunLedger } from './run-ledger.ts';
import { RunSlice } from './run-slice.ts';
import { sharedSlice } from './shared-slice.ts';
import { Kept } from './storage.ts';
import type { ArchiveParts } from './stored-list.ts';
import { StoredSlice } from './stored-slice.ts';
import { studySlice } from './study-slice.ts';
import { messageOf } from '../data/message-of.ts';

export interface Lab<W extends WorkerLike = WorkerLike> {
  readonly store: StoreApi<LabState>;
  readonly actions: LabActions;
  readonly pool: JobPool<W>;
  /** What a study would take here; where the backend is not chosen, on the one that computed last, if it is the only one measured. */
  readonly estimate: (study: Study) => Estimate;
  /** Begins to follow which data sets are there, until the function that it returns is called. */
  readonly watchDatasets: () => () => void;
}

export function createLab<W extends WorkerLike>(surroundings: LabSurroundings<W>): Lab<W> {
  const early: string[] = [];
  const kept = new Kept(surroundings.storage, (message) => early.push(message));
  const state = { get: () => store.getState(), set: (change: Partial<LabState>) => store.setState(change) };
  const notices = noticeSlice(state);
  const access: Access = { ...state, notify: notices.actions.notify };
  const study = studySlice(access, kept, surroundings.now);
  const archive = surroundings.keepRuns ? openArchive() : null;
  /** What a study would take here. */
  function estimate(asked: Study): Estimate {
    const { backend, run: last } = store.getState();
    const rates = kept.rates();
    const measured = (['webgpu', 'wasm', 'cpu'] as const).filter((name) => rates[name] !== undefined);
    const likely = last.environment?.backend ?? (measured.length === 1 ? measured[0] : null);
    const computes = backendOf(backend) ?? likely;
    return estimateStudy(asked, rates, computes, computes === 'webgpu' ? 1 : workerLimit(surroundings.cores));
  }

  const run = new RunSlice(access, surroundings, kept, new RunLedger(archive?.keeper ?? null), {
    refusalOf: (asked) => refusalOf(asked, estimate(asked)),
    onNetwork: (place, file) => networks.keep(place, file),
    onMove: (id, moves) => networks.move(id, moves),
    onEnd: () => {
      shared.compare().catch((error: unknown) => {
        access.notify({ kind: 'error', message: `The run could not be compared with the shared result: ${messageOf(error)}` });
      });
    },
  });
  const shared = sharedSlice(access, surroundings, study.replace, run.actions.run);
  const stored = new StoredSlice(access, surroundings, archive, run, study.replace);
  const shelf = new NetworkShelf(archive?.archive ?? null, (message) => access.notify({ kind: 'error', message }));
  const networks = networkSlice(access, surroundings, shelf, study.replace, run.actions.run);
  const ownData = ownDataSlice(access, surroundings, study.replace);
  const store = createStore<LabState>()(() => ({
    ...notices.state,
    ...study.state,
    ...run.state,
    ...shared.state,
    ...stored.state,
    ...networks.state,
    ...ownData.state,
    datasets: noDatasets(),
    hoveredCycle: null,
    chosenCycle: null,
  }));
  store.subscribe((now, before) => now.run.id !== before.run.id && networks.follow(now.run.id));
  for (const message of early) access.notify({ kind: 'notice', message });

  /** The archive and what speaks for it; it is opened when it is first asked for something. */
  function openArchive(): ArchiveParts {
    const trouble = (error: ArchiveError): void => stored.list.onTrouble(error);
    const tabs = new Tabs(() => void stored.list.refresh());
    const opened = new Archive(() => stored.list.onBlocked(), trouble);
    return { archive: opened, tabs, keeper: new RunKeeper(opened, tabs, trouble, () => void stored.list.refresh()) };
  }

  const actions: LabActions = {
    ...notices.actions,
    ...study.actions,
    ...run.actions,
    ...shared.actions,
    ...stored.actions,
    ...networks.actions,
    ...ownData.actions,
    hoverCycle: (hoveredCycle) => store.setState({ hoveredCycle }),
    chooseCycle: (chosenCycle) => store.setState({ chosenCycle }),
  };
  return {
    store,
    actions,
    pool: run.pool,
    estimate,
    watchDatasets: () => watchDatasets(access, surroundings),
  };
}
