/** The one run and cycle that a figure of a single cycle looks into. */

import { reconstructs } from '../../study/families/dtc/methods.ts';
import type { DtcRun } from '../../study/families/dtc/run.ts';
import { groupsOf, type Group } from './groups.ts';
import { layerOf } from '../../study/families/dtc/measured.ts';
import type { LayerStep } from '../../study/families/dtc/types.ts';
import type { DtcInput } from './input.ts';
import { emptyText } from './notes.ts';

export interface Chosen {
  readonly cycle: number;
  /** The run of this machine (or else of a file) that is looked into, and its record of the layer; null where none has come so far. */
  readonly run: { readonly group: Group; readonly trajectory: DtcRun; readonly step: LayerStep } | null;
  /** Place of the cycle in the published ladder; null where published values do not belong there. */
  readonly publishedIndex: number | null;
}

/** The first cycle whose histograms the paper's supplement shows: what is looked at before anything has been run. */
const FIRST_LOOK = 5;

/**
 * Looks into the first DTC run that has a record of the layer, or the first of any method; of several seeds the first one.
 * @param usable whether a record holds what the figure shows
 */
export function chooseRun(input: DtcInput, usable: (step: LayerStep) => boolean = () => true): Chosen {
  const { options, published } = input;
  const groups = groupsOf(input).toSorted((a, b) => rank(a) - rank(b));
  const found = groups
    .flatMap((group) => group.trajectories.map((trajectory) => ({ group, trajectory })))
    .find(({ trajectory }) => trajectory.points.some((_, index) => usableAt(trajectory, index, options.layer, usable)));
  const usableIn = (at: number): boolean => found !== undefined && usableAt(found.trajectory, at, options.layer, usable);
  const index = found?.trajectory.points.findLastIndex(
    ({ cycle }, at) =>
      usableIn(at) && (options.cycle === null ? isWorthLooking(found.trajectory, options.layer, at) : cycle === options.cycle),
  );
  const step = found && index !== undefined && index >= 0 ? layerOf(found.trajectory, index, options.layer) : null;
  const newest = found && index !== undefined && index >= 0 ? found.trajectory.points[index].cycle : FIRST_LOOK;
  const cycle = options.cycle ?? newest;
  const publishedIndex = published && options.layer === 0 ? published.ladder.findIndex((rung) => rung.cycle === cycle) : -1;
  return {
    cycle,
    run: found && step ? { ...found, step } : null,
    publishedIndex: publishedIndex < 0 ? null : publishedIndex,
  };
}

/**
 * Whether a cycle is looked at before anybody chooses one: the newest while the run goes on; of one that has ended the last in which half
 * as much was measured as at first, since at the end of a ladder there are a few neurons and next to no measurement.
 */
function isWorthLooking(trajectory: DtcRun, layer: number, at: number): boolean {
  if (trajectory.status === 'running' || trajectory.status === 'paused') return true;
  const measured = (index: number): number => layerOf(trajectory, index, layer)?.measurements.next.length ?? 0;
  return measured(at) >= measured(0) / 2;
}

const rank = ({ source, method }: Group): number => (source === 'own' ? 0 : 2) + (reconstructs(method) ? 0 : 1);

function usableAt(trajectory: DtcRun, index: number, layer: number, usable: (step: LayerStep) => boolean): boolean {
  const step = layerOf(trajectory, index, layer);
  return step !== null && usable(step);
}

/** "DTC, seed 7, cycle 5: 300 neurons" */
export function chosenText({ run, cycle }: Chosen): string {
  if (!run) return `cycle ${cycle}`;
  return `${run.group.label}, seed ${run.trajectory.job.seed}, cycle ${cycle} with ${run.step.neuronsBefore} neurons before the prune`;
}

/** What is said where neither the run nor the published data have the cycle. */
export function chosenEmpty(input: DtcInput, what: string): string {
  const { own, options } = input;
  if (options.cycle !== null && own.some(({ points }) => points.length > 0)) {
    return `No run has come to cycle ${options.cycle} yet: choose an earlier one to see ${what}.`;
  }
  return emptyText(input, what);
}
