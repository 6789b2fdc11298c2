/** A fully connected layer without bias. */
import * as tf from '../tf.ts';

export type Activation = 'linear' | 'relu';

/** outputs = activation(inputs · Wᵀ), W of shape [outputs, inputs], row-major: a neuron's incoming weights are one row. */
export class Dense {
  readonly name: string;
  readonly activation: Activation;
  weights: tf.Variable<tf.Rank.R2>;

  /** @param values row-major, outputs × inputs */
  constructor(name: string, outputs: number, inputs: number, activation: Activation, values: Float32Array) {
    this.name = name;
    this.activation = activation;
    this.weights = variable(values, outputs, inputs);
  }

  get outputs(): number {
    return this.weights.shape[0];
  }

  get inputs(): number {
    return this.weights.shape[1];
  }

  forward(inputs: tf.Tensor2D): tf.Tensor2D {
    return tf.fused.matMul({ a: inputs, b: this.weights, transposeB: true, activation: this.activation }) as tf.Tensor2D;
  }

  /** The weights as they are now, row-major. */
  async values(): Promise<Float32Array> {
    return (await this.weights.data()) as Float32Array;
  }

  /** Puts other weights, possibly of another shape, in place of the present ones. */
  replace(values: Float32Array, outputs: number, inputs: number): void {
    this.weights.dispose();
    this.weights = variable(values, outputs, inputs);
  }

  dispose(): void {
    this.weights.dispose();
  }
}

function variable(values: Float32Array, outputs: number, inputs: number): tf.Variable<tf.Rank.R2> {
  return tf.tidy(() => tf.variable(tf.tensor2d(values, [outputs, inputs])));
}
