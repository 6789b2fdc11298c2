/** What a worker makes of toy waves. */
import { vectorShape } from '../../../../src/data/shape.ts';
import { stream } from '../../../../src/math/random.ts';
import { ResidentSource } from '../../../../src/nn/batches.ts';
import { numbers } from '../../../../src/nn/data/kinds.ts';
import type { SetsWanted, SourceWorker, TaskTraining } from '../../../../src/nn/data/source.ts';
import type { Objective } from '../../../../src/nn/loss.ts';
import * as tf from '../../../../src/nn/tf.ts';
import { HEIGHTS } from './kind.ts';
import { drawnWaves } from './source.ts';

/** max(o, 0) − y·o + ln(1 + exp(−|o|)), a mean over all heights. */
const yesOrNo: Objective = {
  parameters: [],
  loss: (outputs, targets) =>
    tf.mean(tf.add(tf.sub(tf.relu(outputs), tf.mul(targets, outputs)), tf.log(tf.add(tf.exp(tf.neg(tf.abs(outputs))), 1)))),
  correct: (outputs, targets) => tf.sum(tf.cast(tf.equal(tf.greater(outputs, 0), tf.greater(targets, 0.5)), 'int32')),
  dispose: () => undefined,
};

const task: TaskTraining = {
  objective: () => yesOrNo,
  randomLoss: (outputs, targets) => tf.mean(tf.mul(outputs, targets)),
  randomTargets: (random, { outputs }, count) =>
    tf.tensor2d(
      Float32Array.from({ length: count * outputs }, () => random.integer(2)),
      [count, outputs],
    ),
};

function drawn({ data, seed }: Pick<SetsWanted, 'data' | 'seed'>, set: string, count: number, batchSize = count): ResidentSource {
  const random = stream(seed, `waves/${set}`);
  const noise = random.normals(count * (HEIGHTS + 1), Number(data.roughness));
  const inputs = new Float32Array(count * HEIGHTS);
  const targets = new Float32Array(count * HEIGHTS);
  for (let wave = 0; wave < count; wave++) {
    const places = Array.from({ length: HEIGHTS + 1 }, (_, place) => ((wave % 7) + 3 * place) % 5);
    const heights = places.map((place, i) => place / 5 + noise[wave * (HEIGHTS + 1) + i]);
    for (let i = 0; i < HEIGHTS; i++) {
      inputs[wave * HEIGHTS + i] = heights[i];
      targets[wave * HEIGHTS + i] = heights[i + 1] > heights[i] ? 1 : 0;
    }
  }
  return new ResidentSource({ inputs, targets, width: HEIGHTS, targetWidth: HEIGHTS }, batchSize);
}

export const waveWorker: SourceWorker = {
  id: drawnWaves.id,
  inputs: numbers,
  task,
  sets(wanted) {
    const { data, batchSize } = wanted;
    const sets = {
      train: drawn(wanted, 'train', data.train, batchSize),
      trainWhole: drawn(wanted, 'train', data.train),
      validation: drawn(wanted, 'validation', data.validation),
      test: drawn(wanted, 'test', data.test),
    };
    return {
      ...sets,
      testForLength: null,
      input: vectorShape(HEIGHTS),
      outputs: HEIGHTS,
      dispose: () => {
        for (const set of Object.values(sets)) set.dispose();
      },
    };
  },
  test(wanted) {
    const test = drawn(wanted, 'test', wanted.data.test);
    return { test, dispose: () => test.dispose() };
  },
};
