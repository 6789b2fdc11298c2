// Counts and leaks on Dawn's null device, which takes every call and computes nothing: they are the same on every device.

import { beforeAll, describe, expect, test } from 'vitest';
import '@tensorflow/tfjs-backend-cpu';
import { countGpuCalls, type GpuCallCounter } from '../../../bench/count-gpu-calls.ts';
import { DeviceDataset } from '../../../../src/nn/kernels/webgpu/dataset.ts';
import { DeviceLostError, type Dispatcher } from '../../../../src/nn/kernels/webgpu/dispatcher.ts';
import { DeviceMemoryError } from '../../../../src/nn/kernels/memory-error.ts';
import { registerWebGpuKernels } from '../../../../src/nn/kernels/webgpu/register.ts';
import type { Dataset, DatasetSplit } from '../../../../src/data/dataset.ts';
import { fileOrder } from '../../../../src/nn/batches.ts';
import { classification } from '../../../../src/nn/loss.ts';
import { lenet300 } from '../../../../src/nn/models/lenet-300-100.ts';
import { ADAM, Optimizer } from '../../../../src/nn/optimizer.ts';
import { ReplayedTraining } from '../../../../src/nn/replayed-training.ts';
import * as tf from '../../../../src/nn/tf.ts';
import { TABLE, TestNetwork, TestTraining, deviceImages, stepValues } from './network.ts';
import { penalties } from '../../support/terms.ts';

let dispatcher: Dispatcher;
let dataset: DeviceDataset;
/** LeNet-300-100 at batch 128, and its last batch of 60,000 images. */
const WIDTHS = [784, 300, 100, 10];
const SIZES = [128, 128, 96];

beforeAll(async () => {
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals);
  Object.defineProperty(globalThis, 'navigator', { value: { gpu: create(['backend=null']), userAgent: 'node' }, configurable: true });
  Object.assign(globalThis, { WorkerGlobalScope: EventTarget, self: globalThis });
  await import('@tensorflow/tfjs-backend-webgpu');
  await tf.setBackend('webgpu');
  await tf.ready();
  dispatcher = registerWebGpuKernels();
  dataset = await deviceImages(dispatcher, 352, WIDTHS[0], 10);
});

const make = (axis: 'classAxis' | 'batchAxis'): { network: TestNetwork; training: TestTraining } => {
  const network = new TestNetwork(WIDTHS, axis);
  return {
    network,
    training: new TestTraining(dispatcher, (values, size) => network.step(dispatcher, values, dataset.gather(values, size))),
  };
};

async function counted(work: (counter: GpuCallCounter) => Promise<void>): Promise<GpuCallCounter['calls']> {
  const counter = countGpuCalls();
  try {
    await work(counter);
    return { ...counter.calls };
  } finally {
    counter.stop();
  }
}

describe('LeNet-300-100 with DRR and mask, replayed', () => {
  // One dispatch each: gather, three layers, ∂loss · dy, six updates, record; two or three for the cross-entropy; eight for the gradients:
  // three of bias and activation, three by weights, two by inputs.
  test.each([
    ['classAxis', 22],
    ['batchAxis', 23],
  ] as const)('%s takes %i dispatches and one submit a step, and makes no buffer', async (axis, dispatches) => {
    const { network, training } = make(axis);
    const steps = 30;
    let first = 0;
    const go = async (): Promise<void> => {
      for (let i = 0; i < steps; i++) await training.submit(stepValues(first++, SIZES));
      await training.steps.read();
    };
    await go();
    const calls = await counted(go);
    // The submit, copy and read-back that are left over are the one read of all 30 losses.
    expect(calls).toEqual({
      dispatches: dispatches * steps,
      passes: steps,
      writeBuffer: steps,
      submits: steps + 1,
      copies: 1,
      readbacks: 1,
      createBuffer: 0,
      createBindGroup: 0,
    });
    expect(dispatches).toBeLessThanOrEqual(30);
    training.dispose();
    network.dispose();
  });

  test('by the training loop as a job has it: 22 dispatches and one submit a step, reads by the chunk, and no buffer', async () => {
    const network = lenet300({ seed: 1 });
    for (const parameter of network.parameters) await parameter.setMask(Array.from({ length: parameter.size }, (_, i) => i % 5));
    const optimizer = new Optimizer(ADAM, {
      learningRate: 1e-3,
      terms: penalties({ penalty: { kind: 'exponential', alpha: 1e-4, beta: 5 } }),
    });
    const split: DatasetSplit = {
      count: 352,
      batch: (_start, count) => Promise.resolve({ images: new Uint8Array(784 * count), labels: new Uint8Array(count) }),
    };
    const manifest = { shape: [28, 28], classes: Array.from({ length: 10 }, String), normalisation: { mean: [0.5], std: [0.5] } };
    const source = fileOrder({ manifest, splits: { train: split, test: split } } as unknown as Dataset, 'train', 128);
    // Not by `train`, which finds that the numbers of a device that computes nothing are none.
    const training = ReplayedTraining.of({ network, optimizer, objective: classification('classAxis') }, source) as ReplayedTraining;
    const steps = 30;
    let at = 0;
    const go = async (): Promise<void> => {
      for (let i = 0; i < steps; i++) await training.take(at++, {});
      expect(await training.read()).toHaveLength(steps);
    };
    // The first six are taken one by one, or captured, and the data go to the device.
    await go();
    const calls = await counted(go);
    expect(calls).toEqual({
      dispatches: 22 * steps,
      passes: steps,
      writeBuffer: steps,
      submits: steps + 1,
      copies: 1,
      readbacks: 1,
      createBuffer: 0,
      createBindGroup: 0,
    });
    optimizer.dispose();
    network.dispose();
  });

  test('the counter sees what tfjs asks for, and nothing once it is stopped', async () => {
    const calls = await counted(async (counter) => {
      await tf.tidy(() => tf.add(tf.ones([2000]), 1)).data();
      expect(counter.calls.dispatches).toBe(1);
      expect(counter.calls.readbacks).toBe(1);
      counter.reset();
      expect(counter.calls.createBuffer).toBe(0);
      await tf.tidy(() => tf.mul(tf.ones([2000]), tf.ones([2000]))).data();
    });
    expect(calls.dispatches).toBe(1);
    await tf.tidy(() => tf.add(tf.ones([2000]), 1)).data();
    expect(calls.dispatches).toBe(1);
  });

  test('neither tensors nor bytes stay behind, over 1,000 steps and over 20 trainings', async () => {
    const memory = (): number[] => {
      const { numTensors, numBytesInGPU } = tf.memory() as tf.MemoryInfo & { numBytesInGPU: number };
      return [numTensors, numBytesInGPU];
    };
    const once = async (steps: number): Promise<void> => {
      const { network, training } = make('batchAxis');
      await training.submit(stepValues(0, [128]));
      await training.steps.read();
      const during = memory();
      for (let i = 1; i < steps; i++) {
        await training.submit(stepValues(i, [128]));
        if (i % 100 === 0) await training.steps.read();
      }
      await training.steps.read();
      expect(memory()).toEqual(during);
      training.dispose();
      network.dispose();
    };
    await once(3);
    const before = memory();
    await once(1000);
    expect(memory()).toEqual(before);
    for (let i = 0; i < 20; i++) await once(3);
    expect(memory()).toEqual(before);
  });
});

describe('a device that fails', () => {
  test('without room, with a typed error that names what did not fit', async () => {
    // The null device computes nothing but counts memory, and has 512 MiB of it: three of these, and most of a step's 125 MB of images.
    const large = { count: 40_000, features: 3072, table: TABLE };
    const held = [
      await DeviceDataset.create(dispatcher, large),
      await DeviceDataset.create(dispatcher, large),
      await DeviceDataset.create(dispatcher, large),
    ];
    const { network, training } = make('classAxis');
    // With this the network is on the device, as it is where a job has taken a first step.
    await training.prepare(128);
    const before = tf.memory().numTensors;
    await expect(training.prepare(40_000)).rejects.toThrow(DeviceMemoryError);
    await expect(training.prepare(40_000)).rejects.toThrow(/no room for a training step on 40000 samples.*smaller/s);
    expect(tf.memory().numTensors).toBe(before);
    await training.prepare(128);
    const fill = async (): Promise<void> => {
      for (;;) held.push(await DeviceDataset.create(dispatcher, large));
    };
    await expect(fill()).rejects.toThrow(/no room for a dataset of 122,880,000 bytes/);
    held.pop()?.dispose();
    (await DeviceDataset.create(dispatcher, large)).dispose();
    for (const one of held) one.dispose();
    await expect(DeviceDataset.create(dispatcher, { ...large, count: 60_000 })).rejects.toThrow(/does not fit into a buffer/);
    training.dispose();
    network.dispose();
  });

  // The last test of the file: it ends the device.
  test('that is lost, with a typed error from what waits and from what comes after', async () => {
    const { network, training } = make('classAxis');
    await training.submit(stepValues(0, [128]));
    const waiting = training.steps.read();
    dispatcher.device.destroy();
    await expect(waiting).rejects.toThrow(DeviceLostError);
    await expect(training.submit(stepValues(0, [128]))).rejects.toThrow(/graphics device was lost.*choose WebAssembly/);
    training.dispose();
    network.dispose();
  });
});
