/** Puts the lab together from its parts. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { backendOf } from '../study/events.ts';
import type { Study } from '../study/schema.ts';
import { archiveParts } from './archive-parts.ts';
import { cardsSlice } from './cards-slice.ts';
import type { LabActions, LabState } from './contract.ts';
import { noDatasets, watchDatasets } from './dataset-watch.ts';
import { estimateStudy, refusalOf, type Estimate } from './estimate.ts';
import { networkKey } from './rates.ts';
import { PaceSlice } from './pace-slice.ts';
import { ratesOf } from './paces.ts';
import type { WorkerLike } from './worker-life.ts';
import type { Access, LabSurroundings } from './lab-type.ts';
import { NetworkShelf } from './network-shelf.ts';
import { networkSlice } from './network-slice.ts';
import { Networks } from './networks.ts';
import { noticeSlice } from './notices.ts';
import { workerLimit, type JobPool } from './pool.ts';
import { ownDataSlice } from './own-data-slice.ts';
import { PlanSlice } from './plan/plan-slice.ts';
import { ResultReading } from './result-reading.ts';
import { RunLedger } from './run-ledger.ts';
import { RunSlice } from './run-slice.ts';
import { sharedSlice, type SharedSlice } from './shared-slice.ts';
import { Kept } from './storage.ts';
import { StoredSlice } from './stored-slice.ts';
import { studySlice } from './study-slice.ts';
import { textArchiveSlice } from './text-archive-slice.ts';
import { TextSizesSlice } from './text-sizes-slice.ts';
import { messageOf } from '../data/message-of.ts';

export interface Lab<W extends WorkerLike = WorkerLike> {
  readonly store: StoreApi<LabState>;
  readonly actions: LabActions;
  readonly pool: JobPool<W>;
  /** What a study would take here, as far as the pace of this machine is known. */
  readonly estimate: (study: Study) => Estimate;
  /** Begins to follow which data sets are there, until the function that it returns is called. */
  readonly watchDatasets: () => () => void;
  /** Begins to measure how fast this machine trains what stands on the form, when nobody does anything, until the function that it returns is called. */
  readonly watchPace: () => () => void;
  /** Another lab beside it, for looking at something: it keeps nothing, and opens no networks. */
  readonly beside: () => Lab<W>;
}

/** What belongs to no slice, at the start: no cycle is looked at. */
const others = () => ({ datasets: noDatasets(), hoveredCycle: null, chosenCycle: null });

const cycleActions = (set: Access['set']): Pick<LabActions, 'hoverCycle' | 'chooseCycle'> => ({
  hoverCycle: (hoveredCycle) => set({ hoveredCycle }),
  chooseCycle: (chosenCycle) => set({ chosenCycle }),
});

export function createLab<W extends WorkerLike>(surroundings: LabSurroundings<W>): Lab<W> {
  const early: string[] = [];
  const kept = new Kept(surroundings.storage, surroundings.session ?? null, (message) => early.push(message));
  const state = { get: () => store.getState(), set: (change: Partial<LabState>) => store.setState(change) };
  const notices = noticeSlice(state);
  const access: Access = { ...state, notify: notices.actions.notify };
  const study = studySlice(access, kept, surroundings);
  const archive = archiveParts(surroundings, () => stored.list, {
    onWhole: () => void shelf.storeAgain(),
    onParted: (from, to) => {
      shelf.rename(from, to);
      if (stored.owner.onParted(from, to)) onShow(to);
    },
  });
  const pace = new PaceSlice(access, surroundings, kept);
  const estimate = (asked: Study): Estimate => estimateHere(asked, store.getState(), kept, surroundings.cores);
  const onShow = (id: string): void => {
    shared.onShow(id);
    networks.follow(id);
  };
  const run = new RunSlice(access, surroundings, kept, new RunLedger(archive?.keeper ?? null), {
    refusalOf: (asked) => refusalOf(asked, estimate(asked)),
    onNetwork: (place, file) => networks.keep(place, file),
    onMove: (id, moves) => networks.move(id, moves),
    onShow,
    change: (work) => stored.owner.change(work),
    onEnd: () => {
      sizes.afterRun().catch(saying(access, 'What programs make of the text could not be measured'));
      shared.compare().catch(saying(access, 'The run could not be compared with the shared result'));
    },
  });
  const reading = new ResultReading(access, surroundings);
  const shared = sharedSlice(access, surroundings, study.replace, run.actions.run, reading, kept);
  const stored = new StoredSlice(access, surroundings, kept, archive, run, {
    replaceStudy: study.replace,
    storeNetworksAgain: () => shelf.storeAgain(),
    readResult: async (file) => (await reading.read(file)).result,
  });
  const shelf = new NetworkShelf(archive, (message) => access.notify({ kind: 'error', message, action: stored.list.again }));
  const networks = new Networks(access, surroundings, shelf);
  const ofNetworks = networkSlice(access, networks, shelf, { replaceStudy: study.replace, ...run.actions, ...stored.actions });
  const ownData = ownDataSlice(access, surroundings, study.replace, () => archive?.onStored());
  const texts = textArchiveSlice(access, surroundings, networks);
  const sizes = new TextSizesSlice(access, surroundings, kept);
  const outside = ofOutside(access, surroundings, shared);
  const store = createStore<LabState>()(() => ({
    ...notices.state,
    ...study.state,
    ...run.state,
    ...shared.state,
    ...reading.state,
    ...stored.state,
    ...ofNetworks.state,
    ...ownData.state,
    ...texts.state,
    ...sizes.state,
    ...outside.state,
    ...pace.state,
    ...others(),
  }));
  for (const message of early) access.notify({ kind: 'notice', message });

  const actions: LabActions = {
    ...notices.actions,
    ...study.actions,
    ...run.actions,
    ...shared.actions,
    cancelReading: reading.cancel,
    ...stored.actions,
    ...ofNetworks.actions,
    ...ownData.actions,
    ...texts.actions,
    ...sizes.actions,
    ...outside.actions,
    ...pace.actions,
    ...cycleActions(access.set),
  };
  const watches = { watchDatasets: () => watchDatasets(access, surroundings), watchPace: () => pace.watch(store) };
  return { store, actions, pool: run.pool, estimate, ...watches, beside: () => createLab<W>(bareOf(surroundings)) };
}

/** What follows what was computed elsewhere: the cards of the papers, and plans. */
function ofOutside(access: Access, surroundings: LabSurroundings, shared: SharedSlice) {
  const [cards, plan] = [cardsSlice(access, surroundings), new PlanSlice(access, surroundings, shared)];
  return { state: { ...cards.state, ...plan.state }, actions: { ...cards.actions, ...plan.actions } };
}

/** What a lab needs that keeps nothing and opens no networks. */
function bareOf<W extends WorkerLike>(all: LabSurroundings<W>): LabSurroundings<W> {
  const { spawn, cores, dataUrl, recordedUrl, pageUrl, now, spawnResultReader } = all;
  return { spawn, cores, dataUrl, recordedUrl, pageUrl, now, spawnResultReader, storage: null };
}

const saying =
  ({ notify }: Access, what: string) =>
  (error: unknown): void =>
    notify({ kind: 'error', message: `${what}: ${messageOf(error)}` });

/**
 * Where the backend is not chosen, on the one that such networks were measured on before anything ran, or else on the one that computed
 * last, or the only one that was measured. What jobs have told of the pace goes before what was measured without any.
 */
function estimateHere(study: Study, { backend, run: last }: LabState, kept: Kept, cores: number): Estimate {
  const paces = kept.paces();
  const rates = { ...ratesOf(paces), ...kept.rates() };
  const measured = (['webgpu', 'wasm', 'cpu'] as const).filter((name) => rates[name] !== undefined);
  const rehearsed = paces.find(({ choice, network }) => choice === backend && network === networkKey(study.job));
  const likely = rehearsed?.backend ?? last.environment?.backend ?? (measured.length === 1 ? measured[0] : null);
  const computes = backendOf(backend) ?? likely;
  return estimateStudy(study, rates, computes, computes === 'webgpu' ? 1 : workerLimit(cores));
}
