/** A transformer decoder over bytes, or the symbols of an alphabet (arXiv 2505.17469, section 4 and code): logits of the next one come out. */
import { cos, pow, sin } from '../../math/elementary.ts';
import { stream } from '../../math/random.ts';
import { Dense } from '../layers/dense.ts';
import { Embedding } from '../layers/embedding.ts';
import { normal, uniform } from '../layers/init.ts';
import type { Activation } from '../layers/activation.ts';
import type { Layer, Pass } from '../layers/layer.ts';
import { LayerNorm } from '../layers/layer-norm.ts';
import type { Parameter } from '../layers/parameter.ts';
import { SelfAttention } from '../layers/self-attention.ts';
import { Sequential } from '../layers/sequential.ts';
import * as tf from '../tf.ts';
import { networkAround, type DataModelOptions, type Network } from './network.ts';
import { transformerShape, type TransformerShape } from './transformer-size.ts';
import { StepwiseTransformer } from './transformer-stepwise.ts';

export interface TransformerOptions {
  readonly seed: number;
  /** d, a multiple of the number of heads. */
  readonly width?: number | undefined;
  readonly blocks?: number | undefined;
  readonly heads?: number | undefined;
  /** Bytes that go in at once. */
  readonly length?: number | undefined;
  /**
   * As the authors' code has it: one layer normalisation for both halves of a block, the embedding taken twice, and queries, keys and
   * values initialised otherwise. Only then are parameter counts those of the paper.
   */
  readonly faithful?: boolean | undefined;
  /** Symbols: that many rows of the embedding, and outputs. */
  readonly vocabulary?: number | undefined;
  /** Between the two layers of a block: the function itself where faithful, else its tanh form. */
  readonly gelu?: Extract<Activation, 'gelu' | 'gelu-erf'> | undefined;
}

const BYTES = 256;
const DEVIATION = 0.02;

type Settings = { readonly [key in keyof TransformerOptions]-?: NonNullable<TransformerOptions[key]> };

/** Symbols, int32 [batch, length], to logits [batch · length, vocabulary]. @throws RangeError for a width that is no multiple of the heads */
export function transformer(options: TransformerOptions): Network {
  const { width = 64, blocks = 4, heads = 4, length = 64, faithful = false, vocabulary = BYTES } = options;
  const gelu = options.gelu ?? (faithful ? 'gelu-erf' : 'gelu');
  const settings: Settings = { seed: options.seed, width, blocks, heads, length, faithful, vocabulary, gelu };
  if (width % heads !== 0) throw new RangeError(`A transformer of width ${width} cannot have ${heads} heads: give a divisor of the width.`);
  const positions = sinusoids(length, width);
  const network = networkAround(
    new Sequential([
      new Positions(settings, positions),
      ...Array.from({ length: blocks }, (_, index) => new Block(`block-${index + 1}`, settings)),
      new LayerNorm('norm', width),
      linear(settings, 'output', width, vocabulary, 'linear'),
    ]),
  );
  return { ...network, stepwise: (numbers) => new StepwiseTransformer({ ...settings, positions }, numbers) };
}

/** That of a job: for chunks and symbols of its data. @throws RangeError for data that are no sequences */
export function transformerFor({ seed, input, ...options }: DataModelOptions & Partial<TransformerShape>): Network {
  if (input?.kind !== 'tokens') throw new RangeError('A transformer takes sequences of symbols: choose a text.');
  const { dim, blocks, heads, faithful } = transformerShape(options);
  const { length, vocabulary } = input;
  return transformer({ seed, width: dim, blocks, heads, faithful: faithful === 'yes', length, vocabulary });
}

/** N(0, 0.02²) weights and no bias; `scale` for those that feed the residual stream. */
function linear({ seed }: Settings, name: string, inputs: number, outputs: number, activation: Activation, scale = 1): Dense {
  const weights = normal(stream(seed, `init/${name}/weight`), inputs * outputs, DEVIATION * scale);
  return new Dense({ name, inputs, outputs, activation, weights, bias: new Float32Array(outputs) });
}

/** Embedding times √width plus sinusoidal positions: [batch, length] to [batch · length, width]. */
class Positions implements Layer {
  readonly parameters: readonly Parameter[];
  readonly #embedding: Embedding;
  readonly #table: tf.Tensor2D;
  readonly #settings: Settings;

  constructor(settings: Settings, positions: Float32Array) {
    const { seed, width, length, vocabulary } = settings;
    this.#settings = settings;
    const values = normal(stream(seed, 'init/embedding/weight'), vocabulary * width, DEVIATION);
    this.#embedding = new Embedding('embedding', vocabulary, width, values);
    this.#table = tf.tensor2d(positions, [length, width]);
    this.parameters = this.#embedding.parameters;
  }

  forward(inputs: tf.Tensor): tf.Tensor {
    const { width, faithful } = this.#settings;
    const embedded = tf.mul(this.#embedding.forward(inputs), Math.sqrt(width) * (faithful ? 2 : 1));
    return tf.reshape(tf.add(embedded, this.#table), [-1, width]);
  }

  dispose(): void {
    this.#embedding.dispose();
    this.#table.dispose();
  }
}

/**
 * Positions of arXiv 1706.03762, section 3.5: sine in even columns, cosine in odd ones. Row-major, length × width.
 * @internal Exported for the test of its vectors.
 */
export function sinusoids(length: number, width: number): Float32Array {
  return Float32Array.from({ length: length * width }, (_, i) => {
    const [position, column] = [Math.floor(i / width), i % width];
    const angle = position / pow(10_000, (column - (column % 2)) / width);
    return column % 2 === 0 ? sin(angle) : cos(angle);
  });
}

/** x + attention(norm x), then x + expand-and-contract(norm x). */
class Block implements Layer {
  readonly parameters: readonly Parameter[];
  readonly #attentionNorm: LayerNorm;
  readonly #attention: SelfAttention;
  readonly #wideNorm: LayerNorm;
  readonly #wide: Sequential;
  readonly #pieces: readonly Layer[];

  constructor(name: string, settings: Settings) {
    const { width, blocks, heads, length, faithful, gelu } = settings;
    const scale = 1 / Math.sqrt(2 * blocks);
    this.#attentionNorm = new LayerNorm(faithful ? `${name}/norm` : `${name}/attention/norm`, width);
    this.#attention = new SelfAttention({
      heads,
      length,
      project: projection(settings, `${name}/attention/project`),
      merge: linear(settings, `${name}/attention/merge`, width, width, 'linear', scale),
    });
    this.#wideNorm = faithful ? this.#attentionNorm : new LayerNorm(`${name}/wide/norm`, width);
    this.#wide = new Sequential([
      linear(settings, `${name}/wide/expand`, width, 4 * width, gelu),
      linear(settings, `${name}/wide/contract`, 4 * width, width, 'linear', scale),
    ]);
    this.#pieces = [...new Set<Layer>([this.#attentionNorm, this.#attention, this.#wideNorm, this.#wide])];
    this.parameters = this.#pieces.flatMap(({ parameters }) => parameters);
  }

  forward(inputs: tf.Tensor, pass: Pass): tf.Tensor {
    const attended = tf.add(inputs, this.#attention.forward(this.#attentionNorm.forward(inputs), pass));
    return tf.add(attended, this.#wide.forward(this.#wideNorm.forward(attended), pass));
  }

  dispose(): void {
    for (const piece of this.#pieces) piece.dispose();
  }
}

/** To queries, keys and values: Xavier-uniform over the whole matrix where faithful, like every other layer otherwise. */
function projection(settings: Settings, name: string): Dense {
  const { seed, width, faithful } = settings;
  if (!faithful) return linear(settings, name, width, 3 * width, 'linear');
  const weights = uniform(stream(seed, `init/${name}/weight`), 3 * width * width, Math.sqrt(6 / (4 * width)));
  return new Dense({ name, inputs: width, outputs: 3 * width, activation: 'linear', weights, bias: new Float32Array(3 * width) });
}
