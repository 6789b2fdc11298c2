/** What a family does in the worker: its data, its runs, and its networks on their test sets. The side of the page is `family.ts`. */
import type { Codec } from '../coding/codec-size.ts';
import type { WeightTensor } from '../coding/weight-matrix.ts';
import type { Reporter } from '../compression/method.ts';
import type { AnyDataset } from '../data/dataset.ts';
import type { Normalisation } from '../data/normalise.ts';
import type { SplitName } from '../data/storage.ts';
import type { BatchSource } from '../nn/batches.ts';
import type { Objective } from '../nn/loss.ts';
import type { KeptBatches, PassMeasures } from '../nn/measure.ts';
import type { Network } from '../nn/models/network.ts';
import type { Optimizer } from '../nn/optimizer.ts';
import type { RunControl } from '../nn/run-control.ts';
import type { Hyper } from '../nn/optimizer/hyper.ts';
import type { Trained } from '../nn/training-step.ts';
import type { Job } from './job.ts';
import type { Checkpoint, Step, Summary } from './job-record.ts';

export type SplitLimits = { readonly [split in SplitName]?: number | undefined };

/** A stored network that a job begins with: its numbers as files have them, running statistics included, and σ of the Gaussian loss. */
export interface StartNetwork {
  readonly tensors: readonly WeightTensor[];
  readonly sigma: number | null;
}

export interface FamilyContext<FamilyJob extends Job, FamilyStep extends Step, FamilyCheckpoint extends Checkpoint> {
  readonly job: FamilyJob;
  /** Null for a job whose data are generated. */
  readonly dataset: AnyDataset | null;
  readonly control: RunControl;
  readonly report: Reporter<FamilyStep, FamilyCheckpoint>;
  /** Where to go on; null begins anew. What follows is the same, bit for bit, as if it had never stopped. */
  readonly checkpoint: FamilyCheckpoint | null;
  readonly start: StartNetwork | null;
}

/** The test set of a job, in batches. */
export interface TestBatches {
  readonly test: BatchSource;
  /** How the pixels of its images were standardised; as they are, from 0 to 1, where it is missing. */
  readonly normalisation?: Normalisation;
  dispose(): void;
}

/** What was measured of a network; null for what its method does not measure. */
export interface Measured {
  readonly testAccuracy: number | null;
  readonly testLoss: number | null;
}

export interface BenchMeasures extends Measured {
  /** Mean squared error of a regression. */
  readonly squaredError: number | null;
}

/** How a network that is pruned by hand is weighed. */
export interface TrialTerms {
  /** Of its bytes. */
  readonly codec: Codec;
  /** Bits of its test set, given the network; null where its method says nothing of them. */
  readonly dataBits: ((measured: BenchMeasures) => number) | null;
}

/** Named as a method, so that the terms of a family stand where those of any are asked for. */
interface TermsOfTrial<FamilyJob extends Job> {
  of(job: FamilyJob): TrialTerms;
}

interface BeginTraining<FamilyJob extends Job> {
  begin(job: FamilyJob, dataset: AnyDataset | null): Training;
}

/** What a trained network is trained on with: batches, and what moves its numbers. */
export interface Training {
  readonly source: BatchSource;
  readonly optimizer: Optimizer;
  /** Where it is trained by another loss than it is measured by. */
  readonly objective?: Objective;
  dispose(): void;
}

/** How other programs can check a network on its test set. */
export interface TestPixels {
  readonly samples: number;
  /** How pixels from 0 to 1 were standardised; null where they were not. */
  readonly standardised: boolean;
  /** What is special about the accuracy. */
  readonly note?: string;
}

/** Networks of a family outside of a run: opened from a file, measured, pruned by hand. */
export interface FamilyBench<FamilyJob extends Job> {
  /** The network of a job with other numbers to come. @throws RangeError where they cannot be those of its network */
  network(job: FamilyJob, tensors: readonly WeightTensor[]): Network;
  /** Whether a job may have taken neurons out of its network. */
  mayBeNarrower(job: FamilyJob): boolean;
  /** The same for two jobs that are tested on the same batches. */
  testKey(job: FamilyJob): string;
  /** @param dataset of which all test samples are there; null for a job whose data are generated */
  testBatches(job: FamilyJob, dataset: AnyDataset | null): TestBatches;
  /** @param sigma of the Gaussian loss, where it is known from a trained network */
  objective(job: FamilyJob, sigma: number | undefined): Objective;
  /** As the job measured it. */
  measured(job: FamilyJob, pass: PassMeasures, kept: KeptBatches): Measured;
  /** Whether a job has a mean squared error, and whether it is the very loss that was measured. */
  squaredError(job: FamilyJob): 'none' | 'loss' | 'beside';
  /** Null where its networks cannot be pruned by hand; the family says why. */
  readonly trial: TermsOfTrial<FamilyJob>['of'] | null;
  /**
   * Null where its networks cannot be trained on outside of a job.
   * @param dataset with all samples that the job needs; null for a job whose data are generated
   */
  readonly training: BeginTraining<FamilyJob>['begin'] | null;
  testPixels(job: FamilyJob): TestPixels;
  /** What is to be said of a sample that is judged by itself, where the job judges it otherwise. */
  aloneNote?(job: FamilyJob): string | null;
}

/** Training as in a job of a family, of a new network. */
export interface Rehearsal extends Trained {
  /** Numbers of each step, in place of the optimiser’s own. */
  readonly hyper: Partial<Hyper>;
  dispose(): void;
}

/** Named as a method, as the trial of a family. */
interface BeginRehearsal<FamilyJob extends Job> {
  begin(job: FamilyJob): Rehearsal;
}

export interface FamilyWorker<
  FamilyJob extends Job = Job,
  FamilyStep extends Step = Step,
  FamilySummary extends Summary = Summary,
  FamilyCheckpoint extends Checkpoint = Checkpoint,
> {
  /** That of its family. */
  readonly id: string;
  /** Multiply-adds of a sample, by which a backend is chosen. */
  workPerSample(job: FamilyJob): number;
  /** How many samples of each split of its files a job needs, from the first on; all of them without a limit. */
  limits(job: FamilyJob): SplitLimits;
  /** Whether a job can begin with a network of another one. */
  canBeginWith(job: FamilyJob, other: Job): boolean;
  /** Runs a job to its end. @throws Cancelled, Diverged, RangeError for a start that does not fit, or what the data set throws */
  run(context: FamilyContext<FamilyJob, FamilyStep, FamilyCheckpoint>): Promise<FamilySummary>;
  /** For measuring how fast its training steps are; null where it trains nothing. */
  readonly rehearsal: BeginRehearsal<FamilyJob>['begin'] | null;
  readonly bench: FamilyBench<FamilyJob>;
}
