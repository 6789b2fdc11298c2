/** A network as it gets thinner, step by step: what a picture of it shows, as plain data. */
import type { NetworkLook } from '../study/events.ts';
import type { JobStatus, Run } from '../study/job-record.ts';
import { families } from '../study/schema.ts';

/** What a job tells between its steps. */
export interface Live {
  readonly phase: string;
  /** Training steps done and to do, and the step that it is in, from 0, of how many. */
  readonly progress: { readonly done: number; readonly total: number; readonly step: number; readonly steps: number } | null;
  /** Bytes of its data that have come, while they load. */
  readonly loading: { readonly loadedBytes: number; readonly totalBytes: number } | null;
  /** Its network as it is; null where its method does not show it, or has not yet. */
  readonly look: NetworkLook | null;
}

/** A neuron that is there, one that leaves in the step that is shown, one that left before. */
export type UnitState = 'left' | 'leaves' | 'gone';

/** A layer of which whole neurons go. */
export interface UnitLayer {
  readonly kind: 'units';
  readonly name: string;
  /** By their places in the layer as it was built. */
  readonly units: readonly UnitState[];
}

/** A layer of which single numbers go. */
export interface WeightLayer {
  readonly kind: 'weights';
  readonly name: string;
  /** Numbers that it was built with. */
  readonly size: number;
  readonly left: number;
  /** Those that went in the step that is shown. */
  readonly leaves: number;
  /** Of those that are left, how many are in each class of magnitude, the largest first; null where only their number is recorded. */
  readonly classes: readonly number[] | null;
}

/** The network of a run at a step. */
export interface NetworkAt {
  /** The number of the step; null before the first. */
  readonly step: number | null;
  readonly layers: readonly (UnitLayer | WeightLayer)[];
  /** What is left, and how good the network is; empty where nothing is known. */
  readonly words: string;
  /** How the picture is read, and what the record does not say. */
  readonly note: string;
  /** What it makes up, of one that continues texts (`data/text/sample.ts`); null where none is known, or it is of another kind. */
  readonly sample: string | null;
}

/** How the networks of a family are pictured. */
export interface Thinning<OfRun extends Run = Run> {
  /** @param step the number of a step, of which the last one up to it is shown; null for the network as it is now */
  at(run: OfRun, step: number | null, live: Live | null): NetworkAt;
  /** A loss in the unit in which it is told: “2.51 bits per byte”. Missing, or null, where that is a number without any. */
  lossWords?(run: OfRun, loss: number): string | null;
}

/** Networks side by side that can still be told apart. */
const MOST_PICTURED = 6;

const isAtWork = (status: JobStatus): boolean => status === 'running' || status === 'loading' || status === 'paused';

/**
 * The places of the runs that are pictured, in their order: all of them, or of many those at work and those that ended last, and once all
 * have ended some from the first to the last.
 */
export function pictured(runs: readonly Pick<Run, 'status'>[]): readonly number[] {
  const all = [...runs.keys()];
  if (all.length <= MOST_PICTURED) return all;
  const atWork = all.filter((place) => isAtWork(runs[place].status));
  if (atWork.length === 0) {
    return Array.from({ length: MOST_PICTURED }, (_, index) => Math.round((index * (all.length - 1)) / (MOST_PICTURED - 1)));
  }
  const ended = all.filter((place) => runs[place].status === 'finished').toReversed();
  return [...atWork, ...ended].slice(0, MOST_PICTURED).sort((a, b) => a - b);
}

/** The numbers of all steps of some runs, ascending. */
export function momentsOf(runs: readonly Run[]): readonly number[] {
  return [...new Set(runs.flatMap((run) => families.get(run.kind).stepNumbers(run)))].sort((a, b) => a - b);
}
