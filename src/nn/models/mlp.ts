/** A multilayer perceptron without biases, ReLU between layers: the network of arXiv 2505.23869, with any number of hidden layers. */
import type { ChainLayer } from '../../coding/layer-chain.ts';
import { MersenneTwister, torchNormal } from '../../math/random.ts';
import { Dense } from '../layers/dense.ts';
import { testing } from '../layers/layer.ts';
import type { Parameter } from '../layers/parameter.ts';
import type * as tf from '../tf.ts';
import type { Network } from './network.ts';

export interface MlpOptions {
  readonly inputs: number;
  readonly hidden: readonly number[];
  readonly outputs: number;
  /** Seed of the Xavier-normal weights; 42424242 gives the published ones. */
  readonly seed: number;
}

export class Mlp implements Network {
  readonly layers: readonly Dense[];

  constructor(options: MlpOptions) {
    const generator = MersenneTwister.fromSeed(options.seed);
    const widths = [options.inputs, ...options.hidden, options.outputs];
    this.layers = widths.slice(1).map((outputs, index) => {
      const inputs = widths[index];
      const weights = torchNormal(generator, outputs * inputs, Math.sqrt(2 / (inputs + outputs)));
      const activation = index === widths.length - 2 ? 'linear' : 'relu';
      return new Dense({ name: `dense-${index + 1}`, inputs, outputs, activation, weights });
    });
  }

  /** Widths of the hidden layers as they are now. */
  get hidden(): number[] {
    return this.layers.slice(0, -1).map((layer) => layer.outputs);
  }

  get parameters(): readonly Parameter[] {
    return this.layers.map((layer) => layer.weights);
  }

  /** @param images [batch, inputs] @returns logits [batch, outputs] */
  forward(images: tf.Tensor, pass = testing): tf.Tensor2D {
    return this.layers.reduce((activations, layer) => layer.forward(activations, pass), images) as tf.Tensor2D;
  }

  chain(): readonly ChainLayer[] {
    return this.layers.flatMap((layer) => layer.chain());
  }

  /**
   * Keeps some neurons of a hidden layer, in the order given, with their trained weights: rows of the layer's matrix, columns of the next.
   * @param layer index of the hidden layer, from 0
   */
  async keepNeurons(layer: number, kept: ArrayLike<number>): Promise<void> {
    const own = this.layers[layer];
    const next = this.layers[layer + 1];
    if (!next) throw new RangeError(`Layer ${layer} is not a hidden layer of a network with ${this.layers.length - 1} of them.`);
    const [ownValues, nextValues] = await Promise.all([own.values(), next.values()]);
    const rows = new Float32Array(kept.length * own.inputs);
    const columns = new Float32Array(next.outputs * kept.length);
    for (let i = 0; i < kept.length; i++) {
      const neuron = kept[i];
      rows.set(ownValues.subarray(neuron * own.inputs, (neuron + 1) * own.inputs), i * own.inputs);
      for (let k = 0; k < next.outputs; k++) columns[k * kept.length + i] = nextValues[k * next.inputs + neuron];
    }
    own.replace(rows, kept.length, own.inputs);
    next.replace(columns, next.outputs, kept.length);
  }

  dispose(): void {
    for (const layer of this.layers) layer.dispose();
  }
}
