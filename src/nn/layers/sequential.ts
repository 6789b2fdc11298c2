/** Layers one after another: most networks, and pieces of the others. */
import type { ChainLayer } from '../../coding/layer-chain.ts';
import type * as tf from '../tf.ts';
import { testing, type Layer, type Pass } from './layer.ts';
import type { Parameter } from './parameter.ts';

export class Sequential implements Layer {
  readonly layers: readonly Layer[];
  readonly parameters: readonly Parameter[];

  constructor(layers: readonly Layer[]) {
    this.layers = layers;
    this.parameters = layers.flatMap((layer) => layer.parameters);
  }

  get statistics(): readonly tf.Variable[] {
    return this.layers.flatMap((layer) => layer.statistics ?? []);
  }

  forward(inputs: tf.Tensor, pass: Pass = testing): tf.Tensor {
    return this.layers.reduce((activations, layer) => layer.forward(activations, pass), inputs);
  }

  chain(): readonly ChainLayer[] | null {
    const links = this.layers.map((layer) => layer.chain?.() ?? null);
    return links.includes(null) ? null : links.flatMap((part) => part ?? []);
  }

  dispose(): void {
    for (const layer of this.layers) layer.dispose();
  }
}
