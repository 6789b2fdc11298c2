/** The lab of this page. */
import { useStore } from 'zustand';
import type { LabState } from './contract.ts';
import { createLab } from './create-lab.ts';
import { spawnJobWorker } from './spawn-job-worker.ts';
import { spawnNetworkWorker } from './spawn-network-worker.ts';
import { spawnOwnImagesWorker } from './spawn-own-images-worker.ts';
import { browserStorage } from './storage.ts';

const lab = createLab({
  spawn: spawnJobWorker,
  spawnNetwork: spawnNetworkWorker,
  spawnOwnImages: spawnOwnImagesWorker,
  cores: globalThis.navigator?.hardwareConcurrency ?? 1,
  storage: browserStorage(),
  keepRuns: true,
  dataUrl: () => new URL('data/', document.baseURI).href,
  pageUrl: () => location.href,
  now: () => Date.now(),
});

/** The state, for everybody who is not a component. */
export const labStore = lab.store;
export const labActions = lab.actions;
/** The workers of this page, for tests that end one. */
export const labPool = lab.pool;
/** What running a study would take on this machine. */
export const labEstimate = lab.estimate;
/** To be called once when the page is there. */
export const watchDatasets = lab.watchDatasets;

/** A part of the state, in a component. */
export const useLab = <Part>(select: (state: LabState) => Part): Part => useStore(lab.store, select);
