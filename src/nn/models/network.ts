/** What a model gives to training and to compression. */
import type { ChainLayer } from '../../coding/layer-chain.ts';
import type { InputShape } from '../../data/shape.ts';
import type { InitName } from '../layers/init.ts';
import { testing, type Layer, type Pass, type StillLayer } from '../layers/layer.ts';
import { Sequential } from '../layers/sequential.ts';
import type { Parameter } from '../layers/parameter.ts';
import type * as tf from '../tf.ts';

/** A network over sequences that is given one symbol after another. */
export interface Stepwise {
  /** What comes next is the first symbol of a sequence. */
  begin(): void;
  /**
   * Takes the symbol at the next place of the sequence.
   * @returns logits of what follows it, by symbol; they change with the next call
   * @throws RangeError behind the last place, and for a symbol that there is not
   */
  advance(symbol: number): Float32Array;
}

/** A function of inputs with named parameters. */
export interface Network {
  readonly parameters: readonly Parameter[];
  /** What training passes change beside the parameters, such as running statistics. */
  readonly statistics?: readonly tf.Variable[];
  /** What it is made of, first to last, where its layers simply follow one another. */
  readonly layers?: readonly Layer[];
  /** @param pass a test pass unless given */
  forward(inputs: tf.Tensor, pass?: Pass): tf.Tensor;
  /** As a chain of layers and residual blocks, for other programs; missing, or null, where it is none. */
  chain?(): readonly ChainLayer[] | null;
  /** Of one over sequences, with the numbers of each parameter: what `forward` gives, but for rounding, without any tensor. */
  stepwise?(numbers: readonly Float32Array[]): Stepwise;
  dispose(): void;
}

/** What every model is made from. */
export interface ModelOptions {
  readonly seed: number;
  /** Each model has its own default. */
  readonly init?: InitName | undefined;
}

/** What a network that follows its data is made from besides; the samples and outputs of its usual data unless given. */
export interface DataModelOptions extends ModelOptions {
  readonly input?: InputShape | undefined;
  /** Classes, or values of a regression. */
  readonly outputs?: number | undefined;
}

/** A network around one layer, usually a `Sequential`. */
export function networkAround(layer: Layer): Network {
  return {
    parameters: layer.parameters,
    statistics: layer.statistics ?? [],
    layers: layer instanceof Sequential ? layer.layers : [layer],
    forward: (inputs, pass = testing) => layer.forward(inputs, pass),
    chain: () => layer.chain?.() ?? null,
    dispose: () => layer.dispose(),
  };
}

/** What test passes of a network compute as its numbers are now, to the same bits: the quicker, the more of them are 0. To be disposed of. */
export async function stillNetwork(network: Network): Promise<StillLayer> {
  const still = await Promise.all((network.layers ?? []).map(async (layer) => (await layer.still?.()) ?? null));
  if (still.every((layer) => layer === null)) return { forward: (inputs) => network.forward(inputs), dispose: () => undefined };
  const layers = network.layers ?? [];
  return {
    forward: (inputs) => layers.reduce((values, layer, index) => (still[index] ?? layer).forward(values, testing), inputs),
    dispose: () => {
      for (const layer of still) layer?.dispose();
    },
  };
}

/** Trainable numbers of the function; σ is not one of them. */
export const parameterCount = (parameters: readonly Parameter[]): number =>
  parameters.reduce((sum, { kind, size }) => (kind === 'noise-scale' ? sum : sum + size), 0);
