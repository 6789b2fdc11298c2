/** A two-dimensional convolution with bias. */
import type { ChainLayer } from '../../coding/layer-chain.ts';
import * as tf from '../tf.ts';
import { activate, type Activation } from './activation.ts';
import { fusedActivation, fusedLayers } from './fused.ts';
import type { Initialiser } from './init.ts';
import type { Layer, Pass } from './layer.ts';
import { Parameter } from './parameter.ts';

export interface Conv2dOptions {
  readonly name: string;
  /** Side of the square filter, pixels. */
  readonly side: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly activation: Activation;
  /** None, as much as keeps the size where the stride is 1, or pixels on every edge. */
  readonly padding: 'valid' | 'same' | number;
  readonly stride?: number;
  /** Whether there is a bias; there is unless told. */
  readonly bias?: boolean;
}

/** outputs = activation(inputs ∗ W + b) on [batch, height, width, channels]; W of shape [side, side, inputs, outputs]. */
export class Conv2d implements Layer {
  readonly parameters: readonly Parameter[];
  readonly #filter: Parameter;
  readonly #bias: Parameter | null;
  readonly #options: Conv2dOptions;

  constructor(init: Initialiser, options: Conv2dOptions) {
    const { name, side, inputs, outputs, activation, bias = true } = options;
    const fan = { inputs: side * side * inputs, outputs: side * side * outputs };
    const filter = init.weights(`${name}/weight`, side * side * inputs * outputs, fan, activation);
    this.#options = options;
    this.#filter = new Parameter(`${name}/weight`, 'weight', filter, [side, side, inputs, outputs]);
    this.#bias = bias ? new Parameter(`${name}/bias`, 'bias', init.bias(`${name}/bias`, outputs, fan), [outputs]) : null;
    this.parameters = this.#bias ? [this.#filter, this.#bias] : [this.#filter];
  }

  forward(inputs: tf.Tensor, { training }: Pass): tf.Tensor {
    const { activation, padding, stride = 1 } = this.#options;
    const [x, filter] = [inputs as tf.Tensor4D, this.#filter.variable as tf.Tensor4D];
    const bias = this.#bias?.variable as tf.Tensor1D | undefined;
    const layers = fusedLayers();
    if (layers) {
      const within = fusedActivation(activation);
      const values = layers.convLayer(x, filter, bias, { strides: [stride, stride], pad: padding, activation: within });
      return within === activation ? values : activate(values, activation);
    }
    const fused = !training && activation === 'relu';
    const sums = tf.fused.conv2d({
      x,
      filter,
      strides: stride,
      pad: padding,
      activation: fused ? 'relu' : 'linear',
      ...(bias ? { bias } : {}),
    });
    return fused ? sums : activate(sums, activation);
  }

  chain(): readonly ChainLayer[] {
    const { name, activation, stride = 1, padding } = this.#options;
    return [{ type: 'conv', name, activation, stride, padding }];
  }

  dispose(): void {
    for (const parameter of this.parameters) parameter.dispose();
  }
}
