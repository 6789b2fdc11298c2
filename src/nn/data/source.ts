/** What a worker makes of data: batches of a kind, and what a task trains for. */
import type { AnyDataset } from '../../data/dataset.ts';
import type { InputShape } from '../../data/shape.ts';
import type { DataValues } from '../../data/sources/source.ts';
import type { Alphabet } from '../../data/text/alphabet.ts';
import type { Chunking } from '../../data/text/chunks.ts';
import type { RandomStream } from '../../math/random.ts';
import type { BatchSource } from '../batches.ts';
import type { Objective } from '../loss.ts';
import type { Stepwise } from '../models/network.ts';
import type * as tf from '../tf.ts';

/** What a network takes, as tensors. */
export interface KindInputs {
  /** Inputs that mean nothing, [count, numbers of a sample], of the type that a network takes. */
  random(random: RandomStream, input: InputShape, count: number): tf.Tensor;
}

/** The sets of a job that are coded, and how they are measured. */
export interface Coded {
  /** First that of training. */
  readonly sets: readonly BatchSource[];
  /** Mean of an objective over the predictions of a set. */
  mean(set: BatchSource, objective: Objective): Promise<number>;
  /** σ of the Gaussian loss, where it was learned. */
  readonly sigma: number | null;
  /** σ of the code of the targets: that of each set, of the training set, or the learned one. */
  readonly sigmaMode: 'set' | 'train' | 'learned';
  /** −log₂ of the spacing on which real targets are coded. */
  readonly targetBits: number;
}

export interface TaskTraining {
  /**
   * @param loss id of one of the task's losses
   * @param options a of smoothed targets (1 − a) y + a/K, and σ of the Gaussian loss where it is known from a trained network
   * @throws RangeError for a loss that is none of the task's
   */
  objective(loss: string, options?: { readonly smoothing?: number; readonly sigma?: number | undefined }): Objective;
  /** A loss of outputs against random normal targets of their shape, for the gradient that finds idle weights. */
  randomLoss(outputs: tf.Tensor, targets: tf.Tensor): tf.Scalar;
  /** Targets that mean nothing, of so many samples, as an objective takes them. */
  randomTargets(random: RandomStream, of: { readonly input: InputShape; readonly outputs: number }, count: number): tf.Tensor;
  /** Bits of the coded sets; where it is missing they follow from the mean loss. */
  codedBits?(coded: Coded): Promise<number>;
}

/** The sets of a job, on the device or on their way there. */
export interface DataSets {
  readonly train: BatchSource;
  readonly validation: BatchSource;
  readonly test: BatchSource;
  /** The training set in larger batches, for evaluating it. */
  readonly trainWhole: BatchSource;
  /** As many test samples as there are training samples, where the description length takes them in. */
  readonly testForLength: BatchSource | null;
  /** Parts of the first way through the training set, in its order; of data that are coded while they are learned from. */
  readonly firstPass?: FirstPass;
  /** Of a sample. */
  readonly input: InputShape;
  /** Classes, or values of a regression. */
  readonly outputs: number;
  /** Of sequences of which a network can make some up: one, as records have it (`data/text/sample.ts`). */
  readonly sample?: (network: Stepwise, random: RandomStream) => Promise<string>;
  dispose(): void;
}

export interface FirstPass {
  /** The first so many samples in batches of training, each pass in an order of its own. @param block tells orders of several such sets apart */
  before(end: number, block: number): BatchSource;
  /** Those from `start` on, before `end`, in batches to be measured. */
  between(start: number, end: number): BatchSource;
}

/** The part of a job that its sets depend on. */
export interface SetsWanted {
  readonly data: DataValues & {
    readonly name: string;
    readonly train: number;
    readonly validation: number;
    readonly test: number;
    readonly splitSeed: number;
    readonly order: 'fixed' | 'shuffled';
  };
  readonly seed: number;
  /** Samples per training step. */
  readonly batchSize: number;
  /** Samples per batch where nothing is trained, of data that come in batches. */
  readonly evaluationBatch: number;
  /** So many batches of what has come already follow each that is new, in the first way through the training set. */
  readonly replays?: number;
}

/** How texts are read and continued by networks that were trained on a source, outside of batches. */
export interface Reading {
  /** How they were cut when it was trained. */
  chunking(data: DataValues): Chunking;
  /**
   * The byte values of its symbols.
   * @param dataset null where it is not at hand
   * @returns null where they cannot be known without it
   */
  alphabet(data: DataValues, dataset: AnyDataset | null): Promise<Alphabet | null>;
  /** The symbols that networks are tested on. */
  test(data: DataValues, dataset: AnyDataset): Promise<Uint8Array>;
}

export interface SourceWorker {
  /** That of the source. */
  readonly id: string;
  readonly inputs: KindInputs;
  readonly task: TaskTraining;
  /** @param dataset its files, opened; null where it is generated */
  sets(wanted: SetsWanted, dataset: AnyDataset | null): DataSets;
  /** The test set alone, for which no training sample need be there. */
  test(wanted: Omit<SetsWanted, 'batchSize'>, dataset: AnyDataset | null): Pick<DataSets, 'test' | 'dispose'>;
  /** Missing where its samples are no pieces of a text. */
  readonly reading?: Reading;
}
