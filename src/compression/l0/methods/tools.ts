/** What the course of a method is put together from. The methods name these types alone; `run.ts` makes what they stand for. */
import type { ParameterKind } from '../../../nn/layers/parameter.ts';
import type { Term, WeightedTerm } from '../../../nn/optimizer/term.ts';
import type { GateSettings } from '../../../nn/optimizer/terms/hard-concrete.ts';
import type { MinimaxSettings } from '../../../nn/optimizer/terms/minimax.ts';
import type { PenaltyShape } from '../../../nn/optimizer/terms/penalty.ts';
import type { DenseValues } from '../dense-graph.ts';
import type { L0Job } from '../job-type.ts';
import type { Spread } from '../spread.ts';

export interface Measured {
  readonly loss: number;
  /** Null for a regression. */
  readonly accuracy: number | null;
}

export interface PhaseEnd {
  readonly epochs: number;
  readonly converged: boolean;
}

/** Test figures right before and right after a pruning, and the threshold that it was by; null where it was by none. */
export interface Pruned {
  readonly before: Measured;
  readonly after: Measured;
  readonly threshold: number | null;
}

/** What a course comes to. */
export interface Outcome {
  readonly regularised: PhaseEnd;
  readonly admm: PhaseEnd | null;
  readonly fineTuning: PhaseEnd | null;
  /** Null where nothing was pruned. */
  readonly before: Measured | null;
  readonly after: Measured | null;
  readonly threshold: number | null;
}

/** One threshold that a search tried; a loss of null is one that would have emptied a layer. */
interface Tried {
  readonly threshold: number;
  readonly loss: number | null;
  readonly accepted: boolean;
}

/** What a pruning went by, for its record. */
export interface Found {
  readonly threshold?: number | null;
  readonly search?: Tried[] | null;
}

/** Makes terms for the network of a job. A method with a term of its own kind imports it as its course or `terms` is asked for. */
export interface TermMakers {
  penalty(shape: PenaltyShape): Term;
  minimax(settings: MinimaxSettings): Term;
  /** With the seed of the job's pruning. */
  gates(settings: Omit<GateSettings, 'seed'>): Term;
}

/** The numbers of each parameter: one score for each number, over all of them. */
export type Scorer = (values: readonly Float32Array[]) => Float32Array | Uint32Array | Promise<Float32Array | Uint32Array>;

/** Epochs after each of which something is done to the network. */
export interface Rounds {
  /** What their steps are recorded as. */
  readonly phase: 'admm' | 'shrinking';
  readonly count: number;
  /** Epochs of the job before them. */
  readonly epochsBefore: number;
  /** What training is tied to meanwhile. */
  readonly tie?: Tie;
  /** Done after each, counted from 1. */
  after(round: number): Promise<void>;
}

/** ℓ0-ADMM's tie of the weights to a sparse copy, from θ on. */
export interface Tie {
  /** As the optimiser is told of it. */
  readonly weighted: WeightedTerm;
  /** Between rounds: the copy and the dual follow the weights. */
  update(alpha: number): Promise<void>;
  /** The copy, in the order of the parameters. */
  sparse(): Promise<Float32Array[]>;
  end(): void;
}

/** Every part that takes time is a stage of the job, see `Journal`: a course that goes on does none of them twice. */
export interface L0Tools {
  readonly job: L0Job;
  /** What the numbers of each parameter are. */
  readonly kinds: readonly ParameterKind[];
  /** The shape of each parameter as it was built. */
  readonly shapes: readonly (readonly number[])[];
  /** The first phase, with what the method adds to training. */
  firstPhase(): Promise<PhaseEnd>;
  /** In place of it: codes the training set while learning from it, as the method says. */
  learnAlong(): Promise<PhaseEnd>;
  /**
   * The second phase: test figures before and after, and the step that is told.
   * @param work prunes; told whether it was interrupted and goes on in its midst
   */
  prune(work: (interrupted: boolean) => Promise<Found>): Promise<Pruned>;
  /** Prunes layer by layer where the job has it, by the threshold that its rule finds, and what is idle. */
  pruneByThreshold(interrupted: boolean): Promise<Found>;
  /** Prunes to a share of zeros: the numbers of least score go. @param spread over the layers; one ranking of all of them unless given */
  pruneToSparsity(sparsity: number, scoresOf: Scorer, spread?: Spread): Promise<void>;
  /** Before anything is trained: whether the network can be left so. @throws RangeError that says why not */
  checkSpread(sparsity: number, spread: Spread): void;
  /** Puts numbers in place of the network's, one array a parameter, and prunes what is zero. */
  pruneTo(values: readonly Float32Array[]): Promise<void>;
  /** Takes out neurons that no weight leads to, if the job asks for it. */
  loseNeurons(): Promise<void>;
  /** The third phase: data loss only, pruned weights held at 0, the optimiser as it is. */
  fineTune(epochsBefore: number): Promise<PhaseEnd>;
  /** The numbers of the network, one array a parameter. */
  values(): Promise<readonly Float32Array[]>;
  /** Goes back to these under the present masks, with an optimiser that remembers nothing. */
  rewind(initial: readonly Float32Array[]): Promise<void>;
  /** Trains once more as in a first phase, with what is pruned held at 0; recorded as fine-tuning. */
  retrain(): Promise<PhaseEnd>;
  tie(rho: number): Tie;
  /** Rounds of one epoch each, without convergence. */
  rounds(rounds: Rounds): Promise<PhaseEnd>;
  /** Slopes of the data loss by each number, one array a parameter, over so many of the first training batches. */
  lossSlopes(batches: number): Promise<readonly Float32Array[]>;
  /** Slopes of the sum of all outputs by each number, for an input of ones, were these the numbers of the network. */
  flowSlopes(values: readonly Float32Array[]): Promise<readonly Float32Array[]>;
  /** The dense layers of a network that has no others, outputs last. @throws RangeError for any other network */
  denseLayers(): Promise<readonly DenseValues[]>;
}
