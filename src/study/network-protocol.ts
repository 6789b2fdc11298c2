/** What the worker that opens networks answers to; the page calls it through Comlink. */
import type { Codec, MatrixSize } from '../coding/codec-size.ts';
import type { DescriptionLength } from '../coding/description-length.ts';
import type { NetworkFileSizes } from '../coding/network-file.ts';
import type { Compression } from '../coding/network-header.ts';
import type { Wiring } from './wiring.ts';
import type { WeightHistogram } from '../compression/weight-histogram.ts';
import type { ImageShape } from '../data/shape.ts';
import type { RunOptions } from './events.ts';
import type { Measured } from './family-worker.ts';
import type { NetworkModel } from './network-model.ts';

export type Bytes = Uint8Array<ArrayBuffer>;

/** A layer of an opened network. */
export interface TensorFacts extends MatrixSize {
  readonly name: string;
  readonly shape: readonly number[];
  readonly hasBias: boolean;
  /** Numbers that it has, biases included. */
  readonly size: number;
}

export interface NetworkFacts {
  readonly model: NetworkModel;
  /** Layers with weights; running statistics are not among them. */
  readonly tensors: readonly TensorFacts[];
  readonly parameters: number;
  readonly nonzero: number;
  /** Running statistics of normalisations, which no description length counts. */
  readonly statistics: number;
  /** As the file had it. */
  readonly codec: Codec;
  readonly compression: Compression;
  readonly sizes: NetworkFileSizes;
  /** Whether it is a chain of layers and residual blocks, which is what other programs are told of. */
  readonly isChain: boolean;
}

/** A network file to hand over, and where its bytes go. */
export interface PackedNetwork {
  readonly file: Bytes;
  readonly sizes: NetworkFileSizes;
  /** Bytes of the weights alone in the codec, before compression: what the description length counts. */
  readonly weights: number;
  /** Bytes of running statistics in the codec. */
  readonly statistics: number;
}

export type ExportFormat = 'safetensors' | 'onnx' | 'pytorch';

export interface ExportedFile {
  readonly name: string;
  readonly bytes: Bytes;
}

/** A network on its whole test set. */
export interface Checked extends Measured {
  readonly samples: number;
  readonly backend: NonNullable<NetworkModel['backend']>;
  readonly milliseconds: number;
}

/** A network that is pruned by hand. */
export interface TrialFacts {
  readonly model: NetworkModel;
  /** Weights with their biases, in the order of the thresholds. */
  readonly blocks: readonly { readonly name: string; readonly size: number; readonly largest: number; readonly weights: WeightHistogram }[];
  readonly weights: WeightHistogram;
  /** Largest magnitude of all. */
  readonly largest: number;
  readonly parameters: number;
  /** Its numbers, as it came and as they are before a threshold, where it is a small chain of dense layers; null otherwise. */
  readonly wiring: { readonly came: Wiring<Float32Array>; readonly now: Wiring<Float32Array> } | null;
  readonly samples: number;
  readonly backend: Checked['backend'];
  /** Whether it can be trained on here. */
  readonly canTune: boolean;
  /** Whether a job of its method can begin with it. */
  readonly canContinue: boolean;
  /** What its samples are, where it can be asked about one; null otherwise. */
  readonly pictures: {
    readonly shape: ImageShape;
    readonly classes: readonly string[];
    /** How an answer about one sample differs from how its job judges; null where it does not. */
    readonly note: string | null;
  } | null;
}

/** What is left of a network at thresholds, measured on the whole test set. */
export interface TrialResult extends Measured {
  /** One for each block: what lies below goes. */
  readonly thresholds: readonly number[];
  /** How often the network has been trained on since it was opened. */
  readonly tunings: number;
  readonly nonzero: number;
  readonly compressionRate: number | null;
  readonly codec: Codec;
  readonly modelBytes: number;
  /** With the test set, given the network; null where its method says nothing of it. */
  readonly length: DescriptionLength | null;
  readonly layers: readonly { readonly name: string; readonly size: number; readonly nonzero: number }[];
  readonly milliseconds: number;
}

/** A classifier that is opened to be handed its numbers. */
export interface ProbeFacts {
  /** Classes of the test set, in its order. */
  readonly labels: Uint8Array;
  readonly backend: Checked['backend'];
}

/** What a network is asked about: a test sample, the next one that it gets wrong, or something that was drawn. */
export type Question =
  | { readonly kind: 'sample'; readonly sample: number }
  | { readonly kind: 'wrong'; readonly after: number }
  /** Pixels from 0 to 1, the channel changing fastest. */
  | { readonly kind: 'drawn'; readonly pixels: Float32Array };

/** What it says of it: how sure it is of each class. */
export interface Reply {
  /** Of the test samples; null for what was drawn. */
  readonly sample: number | null;
  /** Its class, where it is known. */
  readonly label: number | null;
  /** From 0 to 1, the channel changing fastest. */
  readonly pixels: Float32Array;
  /** As it came. */
  readonly whole: readonly number[];
  /** As it is by now. */
  readonly now: readonly number[];
}

/** How far training on is, and what the network is like by then. */
export interface TuningRound extends Measured {
  /** Of the training. */
  readonly share: number;
}

/** A classifier that is being trained on. */
export interface Tuned {
  /** Of the training. */
  readonly share: number;
  readonly numbers: Float32Array;
  /** What it says of the test set. */
  readonly predicted: Uint8Array;
}

export type Loading = (progress: { readonly loadedBytes: number; readonly totalBytes: number }) => void;

export interface NetworkWorker {
  /** Opens a network file that anybody may have written. @throws Error naming what is wrong with it */
  open(file: Bytes): NetworkFacts | Promise<NetworkFacts>;
  /** The opened network as a file. */
  pack(codec: Codec, compression: Compression): Promise<PackedNetwork>;
  /** The opened network for other programs. @param name of the files, without an ending */
  export(format: ExportFormat, name: string): Promise<readonly ExportedFile[]>;
  /** Measures the opened network on the test set of its job. */
  check(options: RunOptions, onLoading: Loading): Promise<Checked>;
  /** Opens another network to prune by hand. */
  beginTrial(file: Bytes, options: RunOptions, onLoading: Loading): Promise<TrialFacts>;
  /** @returns null if another request came meanwhile: the latest counts */
  measure(thresholds: readonly number[]): Promise<TrialResult | null>;
  /**
   * Trains on what is left of the network of the trial, which takes its place; loads what it is trained on first.
   * @returns null if it was cancelled: all is then as before
   */
  tuneTrial(
    thresholds: readonly number[],
    onLoading: Loading,
    onRound: (round: TuningRound) => void,
  ): Promise<{ readonly facts: TrialFacts; readonly result: TrialResult } | null>;
  /** What the network of the trial says of a sample at these thresholds. */
  askTrial(question: Question, thresholds: readonly number[]): Promise<Reply>;
  /** The network of the trial as it is left at thresholds, and the SHA-256 of that file. */
  pruned(thresholds: readonly number[]): Promise<{ readonly file: Bytes; readonly digest: string }>;
  /** Opens another network to be handed its numbers, with its test set. */
  beginProbe(file: Bytes, options: RunOptions, onLoading: Loading): Promise<ProbeFacts>;
  /**
   * What the network of the probe says of its test set with these numbers: layer after layer, weights before biases.
   * @returns null if another request came meanwhile: the latest counts
   */
  classify(numbers: Float32Array): Promise<Uint8Array | null>;
  /** Inputs of its test samples, one after another. */
  inputsOf(samples: readonly number[]): Promise<Float32Array>;
  /**
   * Trains it on from these numbers, of which those that are 0 stay so; loads what it is trained on first.
   * @param onTuned told after each round, the last one included, which is the answer too: what is told may come after the answer
   * @returns what came of it; null if it was cancelled
   */
  tune(numbers: Float32Array, onLoading: Loading, onTuned: (tuned: Tuned) => void): Promise<Tuned | null>;
  cancelTuning(): void;
}
