/** A network as a chain of layers, of which some are residual blocks of layers in turn, for writing it in the formats of others. */
import type { WeightTensor } from './weight-matrix.ts';
import { elementCount } from '../math/element-count.ts';

/** What stands in a chain, without its numbers. Images lie as [height, width, channels]. */
export type ChainLayer =
  /** y = activation(W·x + b), W of shape [outputs, inputs]. */
  | { readonly type: 'dense'; readonly name: string; readonly activation: ChainActivation }
  /** A convolution with W of shape [outputs, inputs, side, side]; `same` pads so that stride 1 keeps the size, a number pads every edge alike. */
  | {
      readonly type: 'conv';
      readonly name: string;
      readonly activation: ChainActivation;
      readonly stride: number;
      readonly padding: 'valid' | 'same' | number;
    }
  /** By running statistics: γ(x − mean)/√(variance + ε) + β, channel by channel. */
  | { readonly type: 'batch-norm'; readonly name: string; readonly epsilon: number }
  /** The largest of each square, without overlap; a rest that fills no square is left out. */
  | { readonly type: 'max-pool'; readonly side: number }
  /** Mean over height and width: images to rows of as many numbers as they have channels. */
  | { readonly type: 'mean-pool' }
  /** relu(body(x) + shortcut(x)); a shortcut of no layers is x itself. */
  | { readonly type: 'residual'; readonly body: readonly ChainLayer[]; readonly shortcut: readonly ChainLayer[] }
  /** Every `stride`-th pixel, and `more` channels of zeros after those that there are. */
  | { readonly type: 'padded-identity'; readonly stride: number; readonly more: number }
  /** Rows of numbers to images. */
  | { readonly type: 'image'; readonly height: number; readonly width: number; readonly channels: number }
  /** Images to rows of numbers. */
  | { readonly type: 'flatten' }
  | { readonly type: 'activation'; readonly activation: ChainActivation };

export type ChainActivation = 'linear' | 'relu' | 'tanh' | 'gelu' | 'gelu-erf';

/** Running mean and variance of a normalisation, by channel. */
export interface Statistics {
  readonly mean: Float32Array;
  readonly variance: Float32Array;
}

export interface LayerChain {
  /** Numbers that go in and come out, per sample. */
  readonly inputs: number;
  readonly outputs: number;
  readonly layers: readonly ChainLayer[];
  /** Weights with biases by the name of their layer; of a normalisation its γ and β. */
  readonly tensors: ReadonlyMap<string, WeightTensor>;
  readonly statistics: ReadonlyMap<string, Statistics>;
}

/** Layers in the order in which they and their numbers are listed: of a residual block the block, its body, its shortcut. */
export function withBlocks(layers: readonly ChainLayer[]): ChainLayer[] {
  return layers.flatMap((layer) =>
    layer.type === 'residual' ? [layer, ...withBlocks(layer.body), ...withBlocks(layer.shortcut)] : [layer],
  );
}

/** @throws RangeError if the chain has no tensor of this name */
export function tensorNamed({ tensors }: LayerChain, name: string): WeightTensor {
  const tensor = tensors.get(name);
  if (!tensor) throw new RangeError(`The network has no weights “${name}”, which one of its layers needs.`);
  return tensor;
}

/** @throws RangeError if the chain has no statistics of this name */
export function statisticsNamed({ statistics }: LayerChain, name: string): Statistics {
  const found = statistics.get(name);
  if (!found) throw new RangeError(`The network has no running statistics of “${name}”, which normalises by them.`);
  return found;
}

/**
 * Checks that each layer takes what the one before gives, and that names are not used twice.
 * @throws RangeError naming the layer that does not fit
 */
export function requireChain(chain: LayerChain): void {
  const { layers, inputs, outputs } = chain;
  if (layers.length === 0) throw new RangeError('A network needs at least one layer to be written.');
  const names = withBlocks(layers).flatMap((layer) => ('name' in layer ? [layer.name] : []));
  if (new Set(names).size < names.length) throw new RangeError('Two layers of a network cannot have the same name.');
  const at = afterAll({ features: inputs }, layers, chain);
  if (!('features' in at) || at.features !== outputs)
    throw new RangeError(`The network gives ${words(at)}, and ${outputs} outputs are wanted.`);
}

type Shape = { readonly features: number } | { readonly height: number; readonly width: number; readonly channels: number };

const words = (shape: Shape): string =>
  'features' in shape ? `${shape.features} numbers` : `images of ${shape.height} × ${shape.width} × ${shape.channels}`;

const afterAll = (shape: Shape, layers: readonly ChainLayer[], chain: LayerChain): Shape =>
  layers.reduce((at, layer) => after(at, layer, chain), shape);

function after(shape: Shape, layer: ChainLayer, chain: LayerChain): Shape {
  switch (layer.type) {
    case 'activation':
      return shape;
    case 'image': {
      const { height, width, channels } = layer;
      if (!('features' in shape) || shape.features !== height * width * channels) {
        throw new RangeError(`Images of ${height} × ${width} × ${channels} cannot be made of ${words(shape)}.`);
      }
      return { height, width, channels };
    }
    case 'dense': {
      const tensor = tensorNamed(chain, layer.name);
      const [outputs, inputs] = tensor.shape;
      requireTensor(tensor, 2);
      if (!('features' in shape) || shape.features !== inputs)
        throw new RangeError(`The layer “${layer.name}” takes ${inputs} inputs, and the one before gives ${words(shape)}.`);
      return { features: outputs };
    }
    case 'conv': {
      const tensor = tensorNamed(chain, layer.name);
      const [outputs, inputs, height, width] = tensor.shape;
      requireTensor(tensor, 4);
      if ('features' in shape || shape.channels !== inputs)
        throw new RangeError(`The layer “${layer.name}” takes images of ${inputs} channels, and the one before gives ${words(shape)}.`);
      const edge = typeof layer.padding === 'number' ? layer.padding : 0;
      const size = (side: number, filter: number): number =>
        layer.padding === 'same' ? Math.ceil(side / layer.stride) : Math.floor((side + 2 * edge - filter) / layer.stride) + 1;
      return { height: size(shape.height, height), width: size(shape.width, width), channels: outputs };
    }
    case 'batch-norm': {
      const tensor = tensorNamed(chain, layer.name);
      requireTensor(tensor, 1);
      const { mean, variance } = statisticsNamed(chain, layer.name);
      const channels = 'features' in shape ? shape.features : shape.channels;
      if (tensor.bias === null || tensor.shape[0] !== channels || mean.length !== channels || variance.length !== channels) {
        throw new RangeError(
          `The normalisation “${layer.name}” has ${tensor.shape[0]} channels, and the one before gives ${words(shape)}.`,
        );
      }
      return shape;
    }
    case 'max-pool':
      if ('features' in shape) throw new RangeError(`Pooling takes images, and the layer before gives ${words(shape)}.`);
      return { ...shape, height: Math.floor(shape.height / layer.side), width: Math.floor(shape.width / layer.side) };
    case 'mean-pool':
      if ('features' in shape) throw new RangeError(`A mean over pixels takes images, and the layer before gives ${words(shape)}.`);
      return { features: shape.channels };
    case 'padded-identity':
      if ('features' in shape) throw new RangeError(`A padded shortcut takes images, and the layer before gives ${words(shape)}.`);
      return {
        height: Math.ceil(shape.height / layer.stride),
        width: Math.ceil(shape.width / layer.stride),
        channels: shape.channels + layer.more,
      };
    case 'residual': {
      const [body, shortcut] = [layer.body, layer.shortcut].map((branch) => afterAll(shape, branch, chain));
      if (words(body) !== words(shortcut))
        throw new RangeError(`A residual block cannot add ${words(shortcut)} around it to ${words(body)} out of it.`);
      return body;
    }
    case 'flatten':
      return 'features' in shape ? shape : { features: shape.height * shape.width * shape.channels };
  }
}

function requireTensor({ name, shape, values, bias }: WeightTensor, axes: number): void {
  if (shape.length !== axes || shape.some((size) => size < 1) || values.length !== elementCount(shape)) {
    throw new RangeError(
      `The layer “${name}” with ${values.length} weights of shape [${shape.join(', ')}] is not of ${axes} axes, or they do not fit.`,
    );
  }
  if (bias !== null && bias.length !== shape[0])
    throw new RangeError(`The layer “${name}” has ${bias.length} biases for ${shape[0]} outputs.`);
}
