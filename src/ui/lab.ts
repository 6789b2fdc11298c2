/**
 * The lab as the page sees it: its state, and what can be done with it. The page asks for both here and nowhere else, so that it depends
 * on the contract alone.
 */
import type { LabActions, LabState } from '../lab/contract.ts';
import { labActions, labEstimate, labStore, useLab, watchDatasets } from '../lab/store.ts';

export { labEstimate, useLab, watchDatasets };

export const actions: LabActions = labActions;

/** The state at this moment, outside of rendering. */
export const labState = (): LabState => labStore.getState();

export const onLabChange = (listener: (now: LabState, before: LabState) => void): (() => void) => labStore.subscribe(listener);
