/** What the tasks train for. */
import { gaussianBits } from '../../coding/data-length.ts';
import { sizeOf } from '../../data/shape.ts';
import { crossEntropy } from '../../data/tasks/classification.ts';
import { gaussian, squaredError } from '../../data/tasks/regression.ts';
import { classification as crossEntropyOf, GaussianObjective, meanSquaredError, regression as squaredErrorOf } from '../loss.ts';
import * as tf from '../tf.ts';
import type { TaskTraining } from './source.ts';

const unknown = (loss: string): RangeError => new RangeError(`This task has no loss “${loss}”.`);

/** @param holes whether some places of a sequence have no prediction */
const trainedBy = (holes: boolean): TaskTraining['objective'] => {
  return (loss, { smoothing = 0 } = {}) => {
    if (loss !== crossEntropy.id) throw unknown(loss);
    return crossEntropyOf('classAxis', smoothing, holes);
  };
};

/** Classes of samples. */
export const classification: TaskTraining = {
  objective: trainedBy(false),
  // Σ −y·log softmax of normal y, as the authors' code has it.
  randomLoss: (outputs, targets) => tf.neg(tf.mean(tf.sum(tf.mul(targets, tf.sub(outputs, tf.logSumExp(outputs, -1, true))), -1))),
  randomTargets: (random, { outputs }, count) =>
    tf.tensor1d(
      Int32Array.from({ length: count }, () => random.integer(outputs)),
      'int32',
    ),
};

/** The symbol at each place of a sequence; −1 where there is none, behind the end of a text. */
export const nextToken: TaskTraining = {
  ...classification,
  objective: trainedBy(true),
  randomTargets(random, { input, outputs }, count) {
    const places = sizeOf(input);
    const symbols = Int32Array.from({ length: count * places }, () => random.integer(outputs));
    return tf.tensor2d(symbols, [count, places], 'int32');
  },
};

export const regression: TaskTraining = {
  objective(loss, { sigma } = {}) {
    if (loss === squaredError.id) return squaredErrorOf();
    if (loss === gaussian.id) return new GaussianObjective(sigma);
    throw unknown(loss);
  },
  randomLoss: meanSquaredError,
  randomTargets: (random, { outputs }, count) => tf.tensor2d(Float32Array.from(random.normals(count * outputs)), [count, outputs]),
  /** By default each set with its own σ² = MSE, as in Table 5 of arXiv 2505.17469. */
  async codedBits({ sets, mean, sigma, sigmaMode, targetBits }) {
    const errors: number[] = [];
    for (const set of sets) errors.push(await mean(set, squaredErrorOf()));
    const assumed = sigmaMode === 'set' ? null : sigmaMode === 'train' ? Math.sqrt(errors[0]) : Math.abs(sigma ?? 0);
    return sets.reduce((bits, { predictions }, index) => {
      return bits + gaussianBits({ targets: predictions, mse: errors[index], sigma: assumed, targetBits });
    }, 0);
  },
};
