/** What a model gives to training and to compression. */
import type { ChainLayer } from '../../coding/layer-chain.ts';
import type { InputShape } from '../../data/shape.ts';
import type { InitName } from '../layers/init.ts';
import { testing, type Layer, type Pass } from '../layers/layer.ts';
import { Sequential } from '../layers/sequential.ts';
import type { Parameter } from '../layers/parameter.ts';
import type * as tf from '../tf.ts';

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

/** Trainable numbers of the function; σ is not one of them. */
export const parameterCount = (parameters: readonly Parameter[]): number =>
  parameters.reduce((sum, { kind, size }) => (kind === 'noise-scale' ? sum : sum + size), 0);
