/** What running a compression method needs and gives, whatever the method. */
import type { WeightTensor } from '../coding/weight-matrix.ts';
import type { Dataset } from '../data/dataset.ts';
import type { RunControl } from '../nn/run-control.ts';
import type { NetworkLook } from './layer-magnitudes.ts';

/** How far a method is, told after each chunk of work. */
export interface MethodProgress {
  /** What it is doing, in words: "training at 72 neurons", "reconstructing", "testing". */
  readonly phase: string;
  /** Training steps done and to do over the whole job. */
  readonly done: number;
  readonly total: number;
  /** The cycle or epoch it is in, from 0, and how many there will be. */
  readonly step: number;
  readonly steps: number;
  /** Training steps per second over the last seconds of training. */
  readonly stepsPerSecond: number;
  readonly secondsLeft: number | null;
}

/** Which network of a job: as it ended, or as it was right before it was pruned. */
export type NetworkStage = 'final' | 'unpruned';

/** A network of a job, for whoever keeps it. */
export interface HandedNetwork {
  readonly stage: NetworkStage;
  /** Numbers that it has, running statistics included. */
  readonly size: number;
  /** What was measured of it on the test set; null where the job measures no such thing. */
  readonly testAccuracy: number | null;
  readonly testLoss: number | null;
  /** Copies of its numbers, and σ of the Gaussian loss. */
  readonly take: () => Promise<{ readonly tensors: readonly WeightTensor[]; readonly sigma: number | null }>;
}

export interface Reporter<Step, Checkpoint = unknown> {
  progress(progress: MethodProgress): void;
  /** Losses of consecutive training steps. */
  losses(values: Float32Array): void;
  /** The network at this moment, of a method that shows it between its steps. It is shown, and not kept. */
  look(look: NetworkLook): void;
  step(step: Step): void;
  /** All that the method needs to go on after the steps that it has told; its arrays are handed over. */
  checkpoint(checkpoint: Checkpoint): void;
  notice(message: string): void;
  network(network: HandedNetwork): Promise<void>;
}

export interface MethodContext<Job, Step, Checkpoint = unknown> {
  readonly job: Job;
  readonly dataset: Dataset;
  readonly control: RunControl;
  readonly report: Reporter<Step, Checkpoint>;
  /** Where to go on; without it the job begins anew. What follows is the same, bit for bit, as if it had never stopped. */
  readonly checkpoint?: Checkpoint | null;
}

/** Runs a job to its end. @throws Cancelled, Diverged, or what the data set throws */
export type RunMethod<Job, Step, Summary, Checkpoint = unknown> = (context: MethodContext<Job, Step, Checkpoint>) => Promise<Summary>;
