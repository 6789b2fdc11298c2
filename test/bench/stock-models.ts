/**
 * The models as a user of tfjs alone writes them: plain operations on variables, for `tf.train.adam` to minimise. The same layers and
 * the same number of parameters as ours.
 */
import { stream, type RandomStream } from '../../src/math/random.ts';
import type { BenchName } from './models.ts';
import * as tf from '../../src/nn/tf.ts';
import { SEED, TRANSFORMER, VGG_WIDTH } from './models.ts';

export interface StockModel {
  readonly variables: readonly tf.Variable[];
  forward(inputs: tf.Tensor): tf.Tensor;
}

type Piece = (x: tf.Tensor) => tf.Tensor;

/** Makes the variables of a model. */
class Variables {
  readonly all: tf.Variable[] = [];
  readonly #random: RandomStream = stream(SEED, 'bench/weights');

  weight(shape: number[], fan: number): tf.Variable {
    const values = Float32Array.from(this.#random.normals(tf.util.sizeFromShape(shape), Math.sqrt(2 / fan)));
    return this.#add(tf.tensor(values, shape));
  }

  constant(size: number, value: 0 | 1): tf.Variable {
    return this.#add(value === 0 ? tf.zeros([size]) : tf.ones([size]));
  }

  dense(inputs: number, outputs: number, activation: Piece = (x) => x): Piece {
    const weight = this.weight([inputs, outputs], inputs);
    const bias = this.constant(outputs, 0);
    return (x) => activation(tf.add(tf.matMul(x as tf.Tensor2D, weight as tf.Tensor2D), bias));
  }

  conv(side: number, inputs: number, outputs: number, padding: 'valid' | 'same'): Piece {
    const filter = this.weight([side, side, inputs, outputs], side * side * inputs) as tf.Tensor4D;
    const bias = this.constant(outputs, 0);
    return (x) => tf.add(tf.conv2d(x as tf.Tensor4D, filter, 1, padding), bias);
  }

  batchNorm(channels: number): Piece {
    const [scale, offset] = [this.constant(channels, 1), this.constant(channels, 0)];
    return (x) => {
      const { mean, variance } = tf.moments(x, [0, 1, 2]);
      return tf.add(tf.mul(tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, 1e-5))), scale), offset);
    };
  }

  layerNorm(width: number): Piece {
    const [scale, offset] = [this.constant(width, 1), this.constant(width, 0)];
    return (x) => {
      const centred = tf.sub(x, tf.mean(x, -1, true));
      const variance = tf.mean(tf.square(centred), -1, true);
      return tf.add(tf.mul(tf.mul(centred, tf.rsqrt(tf.add(variance, 1e-5))), scale), offset);
    };
  }

  #add(initial: tf.Tensor): tf.Variable {
    const variable = tf.variable(initial);
    initial.dispose();
    this.all.push(variable);
    return variable;
  }
}

const maxPool: Piece = (x) => tf.maxPool(x as tf.Tensor4D, 2, 2, 'valid');
const flatten: Piece = (x) => tf.reshape(x, [x.shape[0], -1]);
const toImage =
  (height: number, width: number, channels: number): Piece =>
  (x) =>
    tf.reshape(x, [-1, height, width, channels]);
const dropout: Piece = (x) => tf.dropout(x, 0.4);
const gelu: Piece = (x) =>
  tf.mul(tf.mul(x, 0.5), tf.add(tf.tanh(tf.mul(Math.sqrt(2 / Math.PI), tf.add(x, tf.mul(tf.pow(x, 3), 0.044715)))), 1));

const chain =
  (pieces: readonly Piece[]): Piece =>
  (x) =>
    pieces.reduce((value, piece) => piece(value), x);

function mlp(variables: Variables, widths: readonly number[], activation: Piece): Piece {
  return chain(widths.slice(1).map((outputs, i) => variables.dense(widths[i], outputs, i === widths.length - 2 ? undefined : activation)));
}

function withoutBiases(variables: Variables): Piece {
  const [first, second] = [variables.weight([784, 512], 784), variables.weight([512, 10], 512)] as [tf.Tensor2D, tf.Tensor2D];
  return (x) => tf.matMul(tf.relu(tf.matMul(x as tf.Tensor2D, first)), second);
}

function lenet5(variables: Variables): Piece {
  return chain([
    toImage(28, 28, 1),
    variables.conv(5, 1, 20, 'valid'),
    tf.relu,
    maxPool,
    variables.conv(5, 20, 50, 'valid'),
    tf.relu,
    maxPool,
    flatten,
    variables.dense(800, 500, tf.relu),
    variables.dense(500, 10),
  ]);
}

function vgg16(variables: Variables): Piece {
  const pieces: Piece[] = [toImage(32, 32, 3)];
  let inputs = 3;
  for (const [count, channels] of [
    [2, 64],
    [2, 128],
    [3, 256],
    [3, 512],
    [3, 512],
  ]) {
    const outputs = channels * VGG_WIDTH;
    for (let i = 0; i < count; i++) {
      pieces.push(variables.conv(3, inputs, outputs, 'same'), variables.batchNorm(outputs), tf.relu);
      inputs = outputs;
    }
    pieces.push(maxPool);
  }
  const hidden = 512 * VGG_WIDTH;
  pieces.push(
    flatten,
    variables.dense(inputs, hidden, tf.relu),
    dropout,
    variables.dense(hidden, hidden, tf.relu),
    dropout,
    variables.dense(hidden, 10),
  );
  return chain(pieces);
}

function transformer(variables: Variables): Piece {
  const { width, blocks, heads, length } = TRANSFORMER;
  const table = variables.weight([256, width], width);
  const positions = tf.randomNormal([length, width], 0, 1, 'float32', SEED);
  const causal = tf.tidy(() => tf.mul(tf.sub(1, tf.linalg.bandPart(tf.ones([length, length]), -1, 0)), -1e9));
  const block = (): Piece => {
    const [attentionNorm, wideNorm] = [variables.layerNorm(width), variables.layerNorm(width)];
    const [project, merge] = [variables.dense(width, 3 * width), variables.dense(width, width)];
    const [expand, contract] = [variables.dense(width, 4 * width, gelu), variables.dense(4 * width, width)];
    const attention: Piece = (x) => {
      const parts = tf.transpose(tf.reshape(project(x), [-1, length, 3, heads, width / heads]), [2, 0, 3, 1, 4]);
      const [queries, keys, values] = tf.unstack(parts, 0);
      const scores = tf.add(tf.mul(tf.matMul(queries, keys, false, true), 1 / Math.sqrt(width / heads)), causal);
      return merge(tf.reshape(tf.transpose(tf.matMul(tf.softmax(scores), values), [0, 2, 1, 3]), [-1, width]));
    };
    return (x) => {
      const attended = tf.add(x, attention(attentionNorm(x)));
      return tf.add(attended, contract(expand(wideNorm(attended))));
    };
  };
  const embed: Piece = (x) => tf.reshape(tf.add(tf.mul(tf.gather(table, x as tf.Tensor2D), Math.sqrt(width)), positions), [-1, width]);
  return chain([embed, ...Array.from({ length: blocks }, block), variables.layerNorm(width), variables.dense(width, 256)]);
}

const builders: Record<BenchName, (variables: Variables) => Piece> = {
  '784-512-10': withoutBiases,
  'lenet-300-100': (variables) => mlp(variables, [784, 300, 100, 10], tf.relu),
  'lenet-5': lenet5,
  'cifar-mlp': (variables) => mlp(variables, [3072, 512, 512, 512, 10], tf.relu),
  'vgg-16': vgg16,
  transformer,
  'teacher-student': (variables) => mlp(variables, [2, 25, 25, 1], tf.tanh),
};

export function stockModel(name: BenchName): StockModel {
  const variables = new Variables();
  return { forward: builders[name](variables), variables: variables.all };
}
