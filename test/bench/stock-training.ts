/** Training as a user of tfjs alone writes it: its gradients with `tf.train.adam`, and `LayersModel.fit`. */
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
import * as layers from '@tensorflow/tfjs-layers';
import type { Arrays } from '../../src/nn/batches.ts';
import * as tf from '../../src/nn/tf.ts';
import type { BenchModel } from './models.ts';
import { stockModel } from './stock-models.ts';

const LEARNING_RATE = 1e-3;

export interface StockTraining {
  readonly parameters: number;
  /** @returns steps taken, at least those asked for */
  readonly train: (steps: number) => Promise<number>;
}

/** Forward and backward by tfjs's gradients, `tf.train.adam`, and the loss read at every step. */
export function stepping(entry: BenchModel): StockTraining {
  const { variables, nextLoss } = stockLosses(entry);
  const optimizer = tf.train.adam(LEARNING_RATE);
  return {
    parameters: variables.reduce((sum, { size }) => sum + size, 0),
    train: async (steps) => {
      for (let i = 0; i < steps; i++) {
        const cost = optimizer.minimize(nextLoss(), true, [...variables]);
        await cost?.data();
        cost?.dispose();
      }
      return steps;
    },
  };
}

/** A model with its batches: each call of `nextLoss` gives the loss of the next one, to be called inside the tape. */
function stockLosses({ name, batch, task, outputs, data }: BenchModel) {
  const { forward, variables } = stockModel(name);
  const arrays = data();
  const batches = Array.from({ length: arrays.inputs.length / arrays.width / batch }, (_, i) => ({
    inputs: part(arrays.inputs, i * batch, batch, arrays.width),
    targets: task === 'regression' ? part(arrays.targets, i * batch, batch, outputs) : oneHot(arrays, i * batch, batch, outputs),
  }));
  let at = 0;
  return {
    variables,
    nextLoss: () => {
      const { inputs, targets } = batches[at++ % batches.length];
      return (): tf.Scalar =>
        task === 'regression'
          ? tf.mean(tf.square(tf.sub(forward(inputs), targets)))
          : tf.losses.softmaxCrossEntropy(targets, forward(inputs));
    },
  };
}

/** Of the penalty α exp(−β|θ|) in the step below. */
export const DRR = { alpha: 1e-3, beta: 5 } as const;

/**
 * A step with the penalty DRR and a mask of ones, by operations of tfjs around its gradients and `tf.train.adam`.
 * @returns a function that takes a step and gives its loss, not yet read
 */
export function penalisedStepping(entry: BenchModel): () => tf.Scalar {
  const { variables, nextLoss } = stockLosses(entry);
  const optimizer = tf.train.adam(LEARNING_RATE);
  const masks = variables.map(({ shape }) => tf.ones(shape));
  return () =>
    tf.tidy(() => {
      const { value, grads } = tf.variableGrads(nextLoss(), [...variables]);
      const penalised = variables.map((variable, i) => {
        const slope = tf.mul(tf.sign(variable), tf.exp(tf.mul(tf.abs(variable), -DRR.beta)));
        const full = tf.add(grads[variable.name], tf.mul(slope, DRR.alpha * DRR.beta));
        return { name: variable.name, tensor: tf.mul(full, masks[i]) };
      });
      optimizer.applyGradients(penalised);
      for (const [i, variable] of variables.entries()) variable.assign(tf.mul(variable, masks[i]));
      return value;
    });
}

/** `LayersModel.fit`, which shuffles, gathers its batches and keeps its own logs, without its pauses for the page. */
export function fitting({ name, batch, task, outputs, data }: BenchModel): StockTraining {
  const model = layersModel(name);
  model.compile({
    optimizer: tf.train.adam(LEARNING_RATE),
    loss: task === 'regression' ? 'meanSquaredError' : 'categoricalCrossentropy',
  });
  const arrays = data();
  const samples = arrays.inputs.length / arrays.width;
  const inputs = part(arrays.inputs, 0, samples, arrays.width);
  const targets = task === 'regression' ? part(arrays.targets, 0, samples, outputs) : oneHot(arrays, 0, samples, outputs);
  const batches = samples / batch;
  return {
    parameters: model.countParams(),
    train: async (steps) => {
      const epochs = Math.ceil(steps / batches);
      // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- tfjs does not export the enumeration of its logging levels.
      await model.fit(inputs, targets, { batchSize: batch, epochs, verbose: 0, yieldEvery: 'never' });
      return epochs * batches;
    },
  };
}

/** The models that tfjs can train on WebAssembly; it has no gradient of a convolution's filter or of an embedding there. */
function layersModel(name: string): layers.Sequential {
  const dense = (units: number, activation: 'relu' | 'tanh' | 'softmax' | 'linear', inputs?: number, useBias = true) =>
    layers.layers.dense({ units, activation, useBias, ...(inputs ? { inputShape: [inputs] } : {}) });
  switch (name) {
    case '784-512-10':
      return layers.sequential({ layers: [dense(512, 'relu', 784, false), dense(10, 'softmax', undefined, false)] });
    case 'lenet-300-100':
      return layers.sequential({ layers: [dense(300, 'relu', 784), dense(100, 'relu'), dense(10, 'softmax')] });
    case 'cifar-mlp':
      return layers.sequential({ layers: [dense(512, 'relu', 3072), dense(512, 'relu'), dense(512, 'relu'), dense(10, 'softmax')] });
    case 'teacher-student':
      return layers.sequential({ layers: [dense(25, 'tanh', 2), dense(25, 'tanh'), dense(1, 'linear')] });
    default:
      throw new RangeError(`There is no LayersModel of ${name} here.`);
  }
}

function part(values: Float32Array | Int32Array, start: number, rows: number, columns: number): tf.Tensor2D {
  const own = values.slice(start * columns, (start + rows) * columns);
  return tf.tensor2d(own, [rows, columns], own instanceof Int32Array ? 'int32' : 'float32');
}

/** One row for each target: a sample may have several. */
function oneHot({ targets, targetWidth }: Arrays, start: number, samples: number, classes: number): tf.Tensor2D {
  const rows = samples * targetWidth;
  const values = new Float32Array(rows * classes);
  for (let i = 0; i < rows; i++) values[i * classes + targets[start * targetWidth + i]] = 1;
  return tf.tensor2d(values, [rows, classes]);
}
