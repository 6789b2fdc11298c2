/** What the kernels of hard-concrete gates are given, on every backend. */
import type * as tf from '../tf.ts';

/** The tensors of one parameter: all float32, of one size. */
export interface GateTensors {
  readonly theta: tf.Tensor;
  /** log α over the rate. */
  readonly scaled: tf.Tensor;
  readonly gate: tf.Tensor;
  /** Derivative of the gate by log α. */
  readonly slope: tf.Tensor;
}

/** Where θ∘z goes, and the mask of that. */
export interface GatedTensors {
  readonly gated: tf.Tensor;
  /** 0 where an entry is pruned: θ∘z is +0 there. */
  readonly mask: tf.Tensor | null;
}
