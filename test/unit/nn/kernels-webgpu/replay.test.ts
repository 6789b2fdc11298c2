import { beforeAll, describe, expect } from 'vitest';
import { normalisePixels } from '../../../../src/data/normalise.ts';
import { CaptureError, capture } from '../../../../src/nn/kernels/webgpu/capture.ts';
import type { DeviceDataset } from '../../../../src/nn/kernels/webgpu/dataset.ts';
import type { Dispatcher } from '../../../../src/nn/kernels/webgpu/dispatcher.ts';
import { dropout } from '../../../../src/nn/kernels/webgpu/dropout.ts';
import { updateInPlace } from '../../../../src/nn/kernels/webgpu/optimizer.ts';
import { StepBuffer } from '../../../../src/nn/kernels/webgpu/step-buffer.ts';
import * as tf from '../../../../src/nn/tf.ts';
import {
  ALPHA,
  BETA,
  BETA1,
  BETA2,
  LEARNING_RATE,
  TABLE,
  TestNetwork,
  TestTraining,
  deviceImages,
  stepValues,
  syntheticImages,
} from './network.ts';
import { bits, gpuTest, largestDifference, startWithKernels } from './setup.ts';

let dispatcher: Dispatcher;
let dataset: DeviceDataset;
/** Every product has more than 128 results: below, tfjs gives each a group of its own, which takes SwiftShader a tenth of a second. */
const WIDTHS = [20, 16, 12, 12];
const CLASSES = 12;
const IMAGES = 43;
/** Two whole batches and what is left. */
const SIZES = [16, 16, 11];
const STEPS = 20;

beforeAll(async () => {
  dispatcher = await startWithKernels();
  if (dispatcher) dataset = await deviceImages(dispatcher, IMAGES, WIDTHS[0], CLASSES);
});

interface Outcome {
  readonly losses: number[];
  readonly correct: number[];
  readonly weights: Float32Array[];
}

/** Plain tfjs on the cpu backend: no kernel of ours takes part. */
async function plain(axis: 'classAxis' | 'batchAxis'): Promise<Outcome> {
  await tf.setBackend('cpu');
  const network = new TestNetwork(WIDTHS, axis);
  const { pixels, labels } = syntheticImages(IMAGES, WIDTHS[0], CLASSES);
  const optimizer = tf.train.adam(LEARNING_RATE, BETA1, BETA2, 1e-8);
  const result: Outcome = { losses: [], correct: [], weights: [] };
  for (let index = 0; index < STEPS; index++) {
    const { first = 0, batchSize } = stepValues(index, SIZES);
    const values = new Float32Array(batchSize * WIDTHS[0]);
    normalisePixels(pixels.subarray(first * WIDTHS[0], (first + batchSize) * WIDTHS[0]), TABLE, values);
    tf.tidy(() => {
      const indices = tf.tensor1d(Int32Array.from(labels.subarray(first, first + batchSize)), 'int32');
      const { value, grads } = tf.variableGrads(() => {
        let x: tf.Tensor = tf.tensor2d(values, [batchSize, WIDTHS[0]]);
        for (let i = 0; i < network.variables.length; i += 2) {
          x = tf.add(tf.matMul(x, network.variables[i], false, true), network.variables[i + 1]);
          if (i < network.variables.length - 2) x = tf.relu(x);
        }
        const o = axis === 'classAxis' ? x : tf.sub(x, tf.logSumExp(x, 0, true));
        result.correct.push(tf.sum(tf.cast(tf.equal(tf.argMax(o, 1), indices), 'int32')).dataSync()[0]);
        return tf.neg(tf.mean(tf.sum(tf.mul(tf.cast(tf.oneHot(indices, CLASSES), 'float32'), tf.logSoftmax(o)), 1)));
      }, network.variables);
      for (const { variable, mask } of network.parameters) {
        const penalty = tf.mul(ALPHA * BETA, tf.mul(tf.sign(variable), tf.exp(tf.mul(-BETA, tf.abs(variable)))));
        grads[variable.name] = tf.mul(tf.add(grads[variable.name], penalty), mask);
      }
      optimizer.applyGradients(Object.entries(grads).map(([name, gradient]) => ({ name, tensor: gradient })));
      for (const { variable, mask } of network.parameters) variable.assign(tf.mul(variable, mask));
      result.losses.push(value.dataSync()[0]);
    });
  }
  result.weights.push(...(await network.weights()));
  network.dispose();
  await tf.setBackend('webgpu');
  return result;
}

/** Our kernels, one step after the other, each read. */
async function eager(axis: 'classAxis' | 'batchAxis'): Promise<Outcome> {
  const network = new TestNetwork(WIDTHS, axis);
  const values = new StepBuffer(dispatcher);
  const result: Outcome = { losses: [], correct: [], weights: [] };
  for (let index = 0; index < STEPS; index++) {
    const { batchSize, ...rest } = stepValues(index, SIZES);
    values.write(rest);
    const { loss, correct } = tf.tidy(() => network.step(dispatcher, values, dataset.gather(values, batchSize)));
    result.losses.push((await loss.data())[0]);
    result.correct.push((await (correct as tf.Scalar).data())[0]);
    tf.dispose([loss, correct]);
  }
  result.weights.push(...(await network.weights()));
  network.dispose();
  values.dispose();
  return result;
}

async function replayed(axis: 'classAxis' | 'batchAxis', steps = STEPS): Promise<Outcome> {
  const network = new TestNetwork(WIDTHS, axis);
  const training = new TestTraining(dispatcher, (values, size) => network.step(dispatcher, values, dataset.gather(values, size)));
  const result: Outcome = { ...(await training.run(steps, (index) => stepValues(index, SIZES))), weights: await network.weights() };
  training.dispose();
  network.dispose();
  return result;
}

describe.each(['classAxis', 'batchAxis'] as const)('a replayed training, %s', (axis) => {
  gpuTest('has the losses, counts and weights of the eager one and of plain tfjs', async () => {
    const [reference, once, again] = [await plain(axis), await eager(axis), await replayed(axis)];
    expect(again.losses.length).toBe(STEPS);
    expect(reference.losses[18]).toBeLessThan(0.98 * reference.losses[0]);
    // Against plain tfjs: rounding in another order. Against eager: the same kernels in the same order.
    reference.losses.forEach((loss, i) => expect(Math.abs(again.losses[i] / loss - 1)).toBeLessThan(1e-4));
    expect(bits(again.losses)).toEqual(bits(once.losses));
    expect(again.correct).toEqual(reference.correct);
    expect(once.correct).toEqual(reference.correct);
    reference.weights.forEach((weights, i) => expect(largestDifference(again.weights[i], weights)).toBeLessThan(1e-4));
    expect(again.weights.map(bits)).toEqual(once.weights.map(bits));
    // A fifth of the weights is masked, and stays so.
    expect(again.weights[0].filter((w) => w === 0).length).toBe(reference.weights[0].filter((w) => w === 0).length);
  });
});

gpuTest('a replayed training repeats itself bit for bit over 20 steps', { timeout: 300_000 }, async () => {
  const [first, second] = [await replayed('batchAxis', 20), await replayed('batchAxis', 20)];
  expect(first.losses[18]).toBeLessThan(0.98 * first.losses[0]);
  expect(bits(second.losses)).toEqual(bits(first.losses));
  expect(second.weights.map(bits)).toEqual(first.weights.map(bits));
});

describe('ReplayedSteps', () => {
  const make = (): { network: TestNetwork; training: TestTraining } => {
    const network = new TestNetwork(WIDTHS, 'classAxis');
    const build = (values: StepBuffer, size: number) => network.step(dispatcher, values, dataset.gather(values, size));
    return { network, training: new TestTraining(dispatcher, build) };
  };

  gpuTest('capturing changes nothing: the first step is taken when it is submitted', async () => {
    const { network, training } = make();
    const before = await network.weights();
    const plan = await training.prepare(16);
    expect(plan.dispatches).toBeGreaterThan(10);
    expect((await network.weights()).map(bits)).toEqual(before.map(bits));
    await training.submit(stepValues(0, [16]));
    const { losses, correct } = await training.steps.read();
    expect(losses.length).toBe(1);
    expect(correct.length).toBe(1);
    expect((await network.weights()).map(bits)).not.toEqual(before.map(bits));
    training.dispose();
    network.dispose();
  });

  gpuTest('eager steps between replays go on where those left off', async () => {
    const { network, training } = make();
    const losses: number[] = [];
    for (let i = 0; i < 4; i++) await training.submit(stepValues(i, [16]));
    losses.push(...(await training.steps.read()).losses);
    const own = new StepBuffer(dispatcher);
    for (let i = 4; i < 8; i++) {
      const { batchSize, ...values } = stepValues(i, [16]);
      own.write(values);
      const { loss, correct } = tf.tidy(() => network.step(dispatcher, own, dataset.gather(own, batchSize)));
      losses.push((await loss.data())[0]);
      tf.dispose([loss, correct]);
    }
    for (let i = 8; i < 12; i++) await training.submit(stepValues(i, [16]));
    losses.push(...(await training.steps.read()).losses);
    training.dispose();
    network.dispose();
    const { network: other, training: straight } = make();
    for (let i = 0; i < 12; i++) await straight.submit(stepValues(i, [16]));
    expect(bits(losses)).toEqual(bits((await straight.steps.read()).losses));
    straight.dispose();
    other.dispose();
  });

  gpuTest('refuses to run on a network that was changed under it, weights or masks', async () => {
    for (const pick of ['variable', 'mask'] as const) {
      const { network, training } = make();
      await training.submit(stepValues(0, [16]));
      await training.steps.read();
      network.parameters[2][pick].dispose();
      await expect(training.submit(stepValues(1, [16]))).rejects.toThrow(/disposed of or replaced: dispose of the plan/);
      training.steps.dropStale();
      expect(training.steps.has('16')).toBe(false);
      training.dispose();
      network.dispose();
    }
  });

  gpuTest('losses outlast many turns of the ring, in order', async () => {
    const counter = tf.variable(tf.scalar(0));
    const training = new TestTraining(dispatcher, (values) => {
      updateInPlace(dispatcher, values, { weights: counter, gradient: tf.ones([]) }, { rule: 'sgd' });
      return { loss: tf.mul(counter, 1) };
    });
    const steps = 2500;
    const { losses } = await training.run(steps, () => ({ batchSize: 1, learningRate: -1 }));
    expect(losses).toEqual(Array.from({ length: steps }, (_, i) => i + 1));
    for (let i = 0; i < 512; i++) await training.submit({ batchSize: 1 });
    await expect(training.submit({ batchSize: 1 })).rejects.toThrow(/call read\(\) first/);
    await training.steps.read();
    training.dispose();
    counter.dispose();
  });

  gpuTest('dropout draws anew in every replay', async () => {
    const x = tf.keep(tf.ones([64]));
    const training = new TestTraining(dispatcher, (values) => ({
      loss: tf.sum<tf.Scalar>(dropout(dispatcher, values, x, { rate: 0.5, key: [4, 0] })),
    }));
    for (let i = 0; i < 6; i++) await training.submit({ batchSize: 1, step: i % 3 });
    const { losses } = await training.steps.read();
    expect(new Set(losses.slice(0, 3)).size).toBeGreaterThan(1);
    expect(losses.slice(3)).toEqual(losses.slice(0, 3));
    training.dispose();
    x.dispose();
  });
});

describe('capture', () => {
  gpuTest('keeps results readable, and reads them anew after each run', async () => {
    const x = tf.variable(tf.tensor1d([1, 2]));
    const { plan, result } = capture(dispatcher, () => tf.mul(tf.add(x, 1), 10));
    plan.run();
    expect(Array.from(await result.data())).toEqual([20, 30]);
    dispatcher.write(x, new Float32Array([5, 6]));
    plan.run();
    expect(Array.from(await result.data())).toEqual([60, 70]);
    expect(plan.bytes).toBeGreaterThan(0);
    plan.dispose();
    expect(result.isDisposed).toBe(true);
    expect(Array.from(await x.data())).toEqual([5, 6]);
  });

  gpuTest('refuses a variable that is replaced, a value that is read, and leaves the backend as it was', async () => {
    const x = tf.variable(tf.tensor1d([1, 2]), true, 'replaced');
    const before = tf.memory().numTensors;
    expect(() => capture(dispatcher, () => x.assign(tf.mul(x, 2)))).toThrow(CaptureError);
    expect(() => capture(dispatcher, () => x.assign(tf.mul(x, 2)))).toThrow(/variable "replaced": overwrite it in place/);
    let reading: Promise<unknown> | undefined;
    capture(dispatcher, () => {
      reading = tf.add(x, 1).data();
      return [];
    }).plan.dispose();
    await expect(reading).rejects.toThrow(/cannot read values back/);
    const broken = new Error('in the step');
    expect(() =>
      capture(dispatcher, () => {
        tf.variableGrads(() => {
          tf.relu(tf.mul(x, x));
          throw broken;
        }, [x]);
      }),
    ).toThrow(broken);
    expect(tf.memory().numTensors).toBe(before);
    const sum = tf.add(tf.ones([2]), 1);
    expect(Array.from(await sum.data())).toEqual([2, 2]);
  });
});
