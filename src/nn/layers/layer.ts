/** What a layer is, and what a pass through the network tells it. */
import type { ChainLayer } from '../../coding/layer-chain.ts';
import type { PhiloxKey } from '../philox.ts';
import type * as tf from '../tf.ts';
import type { Parameter } from './parameter.ts';

/** One pass through the network. */
export interface Pass {
  /** Whether dropout drops and batch normalisation uses the batch's own statistics. */
  readonly training: boolean;
  /** Number of this training step, from 1: the counter of dropout. */
  readonly step: number;
  /** Takes a statistic of the batch into a running mean: variable += rate · (value − variable). */
  average(variable: tf.Variable, value: tf.Tensor, rate: number): void;
  /** How dropout drops in a captured step, whose number changes from replay to replay; from `step`, in JavaScript, where it is missing. */
  drop?(x: tf.Tensor, rate: number, key: PhiloxKey): tf.Tensor;
}

/** A pass that changes nothing: dropout off, running statistics. */
export const testing: Pass = {
  training: false,
  step: 0,
  average: () => {
    throw new Error('A test pass must not change running statistics.');
  },
};

/** A piece of a network with named parameters. */
export interface Layer {
  readonly parameters: readonly Parameter[];
  /** What training passes change beside the parameters, such as running statistics; nothing where it is missing. */
  readonly statistics?: readonly tf.Variable[];
  /** Call it inside `tf.tidy`. */
  forward(inputs: tf.Tensor, pass: Pass): tf.Tensor;
  /** What a test pass computes as links of a chain, for other programs; missing, or null, where it is no chain of known links. */
  chain?(): readonly ChainLayer[] | null;
  /** What its test passes compute as its numbers are now, to the same bits and quicker; missing, or null, where that cannot be had. */
  still?(): Promise<StillLayer | null>;
  dispose(): void;
}

/** A function of inputs, for as long as the numbers of its layer are those of when it was made. */
export interface StillLayer {
  /** Call it inside `tf.tidy`. */
  forward(inputs: tf.Tensor): tf.Tensor;
  dispose(): void;
}

/** What a layer without parameters shares. */
export abstract class PlainLayer implements Layer {
  readonly parameters: readonly Parameter[] = [];
  abstract forward(inputs: tf.Tensor, pass: Pass): tf.Tensor;
  chain(): readonly ChainLayer[] | null {
    return null;
  }
  dispose(): void {
    // Nothing is held.
  }
}
