/**
 * What a training step with Adam, the penalty DRR and a mask asks of a graphics device, and how long JavaScript takes to ask: tfjs alone,
 * reading each loss, against our captured step, replayed. On Dawn's null device, which takes every call and computes nothing, so that
 * counts are those of any device. The time is the processor's, so that other programs do not count; JavaScript and Dawn are in it. Runs in
 * a Node process of its own.
 */
import '@tensorflow/tfjs-backend-cpu';
import { create, globals } from 'webgpu';
import { median } from '../../src/math/quantile.ts';
import { countGpuCalls, type GpuCalls } from '../../src/nn/kernels/webgpu/count.ts';
import { DeviceDataset } from '../../src/nn/kernels/webgpu/dataset.ts';
import type { DeviceStream } from '../../src/nn/kernels/webgpu/device-stream.ts';
import { registerWebGpuKernels } from '../../src/nn/kernels/webgpu/register.ts';
import { ReplayedSteps } from '../../src/nn/kernels/webgpu/replay.ts';
import type { StepBuffer } from '../../src/nn/kernels/webgpu/step-buffer.ts';
import { ADAM, Optimizer } from '../../src/nn/optimizer.ts';
import { stepValues, WebGpuUpdater } from '../../src/nn/optimizer/webgpu-updater.ts';
import * as tf from '../../src/nn/tf.ts';
import { trainStep } from '../../src/nn/train.ts';
import type { Measurement } from './bench.ts';
import { benchModel, type BenchModel } from './models.ts';
import { LEARNING_RATE, networkOf, objectiveOf } from './our-models.ts';
import { DRR, penalisedStepping } from './stock-training.ts';

/** Steps between two reads of our losses: a chunk of 40 ms at 1 ms a step. */
const CHUNK = 40;
/** tfjs reads each loss; a shorter chunk, since a step takes it a hundred times as long. */
const STOCK_CHUNK = 8;
const CHUNKS = 7;

const counts = ['dispatches', 'submits', 'createBuffer', 'readbacks'] as const;

interface StepCost {
  /** Calls a step. */
  readonly calls: Readonly<GpuCalls>;
  /** Processor time of the whole process, reads of losses included. */
  readonly milliseconds: number;
}

/** @param names rows to measure, such as `webgpu/lenet-300-100/dispatches` */
export default async function webGpu(names: readonly string[]): Promise<Measurement[]> {
  await startNullDevice();
  const entries = [...new Set(names.map((name) => name.split('/')[1]))].map(benchModel);
  // All of tfjs first: our kernels take the place of its own.
  const stock = new Map<BenchModel, StepCost>();
  for (const entry of entries) stock.set(entry, await stockCost(entry));
  const stream = registerWebGpuKernels();
  const measured: Measurement[] = [];
  for (const [entry, before] of stock) {
    const after = await ourCost(stream, entry);
    const row = (what: string, unit: string, ours: number, baseline: number): Measurement => ({
      name: `webgpu/${entry.name}/${what}`,
      unit,
      ours,
      baseline,
      baselineName: 'stock tfjs, eager',
      better: 'less',
    });
    measured.push(
      ...counts.map((what) => row(what, 'a step', after.calls[what], before.calls[what])),
      row('js-ms', 'ms a step', after.milliseconds, before.milliseconds),
    );
  }
  return measured;
}

async function startNullDevice(): Promise<void> {
  Object.assign(globalThis, globals);
  Object.defineProperty(globalThis, 'navigator', { value: { gpu: create(['backend=null']), userAgent: 'node' }, configurable: true });
  // tfjs looks for a window or a worker.
  Object.assign(globalThis, { WorkerGlobalScope: Object });
  await import('@tensorflow/tfjs-backend-webgpu');
  await tf.setBackend('webgpu');
  await tf.ready();
}

async function stockCost(entry: BenchModel): Promise<StepCost> {
  const step = penalisedStepping(entry);
  return costOf(STOCK_CHUNK, async () => {
    for (let i = 0; i < STOCK_CHUNK; i++) {
      const loss = step();
      await loss.data();
      loss.dispose();
    }
  });
}

async function ourCost(stream: DeviceStream, entry: BenchModel): Promise<StepCost> {
  const network = networkOf(entry);
  const objective = objectiveOf(entry);
  for (const parameter of network.parameters) await parameter.setMask(new Uint8Array(parameter.size).fill(1));
  const batches = await deviceBatches(stream, entry);
  const training = new ReplayedSteps({
    stream,
    build: (values) => ({ loss: trainStep({ network, optimizer, objective }, batches.take(values)) }),
  });
  const hyper = { learningRate: LEARNING_RATE, penalty: { kind: 'exponential', ...DRR } } as const;
  const optimizer = new Optimizer(ADAM, hyper, new WebGpuUpdater(stream, training.step));
  await training.prepare(entry.batch);
  return costOf(CHUNK, async () => {
    for (let i = 0; i < CHUNK; i++) {
      batches.send();
      training.submit({ ...stepValues(optimizer.advance()), step: optimizer.steps, batchSize: entry.batch });
    }
    await training.read();
  });
}

/**
 * Cost of a step, from chunks of steps. Time is measured first: counting changes it.
 * @param steps in a chunk
 */
async function costOf(steps: number, chunk: () => Promise<void>): Promise<StepCost> {
  // Pipelines are made, and code is compiled, before anything is measured.
  for (let i = 0; i < CHUNKS; i++) await chunk();
  const times: number[] = [];
  for (let i = 0; i < CHUNKS; i++) {
    const began = process.cpuUsage();
    await chunk();
    const { user, system } = process.cpuUsage(began);
    times.push((user + system) / 1000 / steps);
  }
  const counter = countGpuCalls();
  try {
    await chunk();
    const calls = Object.entries(counter.calls).map(([name, count]) => [name, count / steps] as const);
    return { milliseconds: median(times), calls: Object.fromEntries(calls) as unknown as GpuCalls };
  } finally {
    counter.stop();
  }
}

interface DeviceBatches {
  /** The batch of a step that is captured. */
  take(values: StepBuffer): { readonly inputs: tf.Tensor; readonly targets: tf.Tensor };
  /** Sends what a step needs that is not on the device. */
  send(): void;
}

/** Images stay on the device and are gathered there; bytes of a text are sent for each step; the samples of a regression stay as they are. */
async function deviceBatches(stream: DeviceStream, { task, batch, name, data }: BenchModel): Promise<DeviceBatches> {
  const { inputs, targets, width, targetWidth } = data();
  if (task === 'classification' && name !== 'transformer') {
    const count = inputs.length / width;
    const dataset = await DeviceDataset.create(stream, { count, features: width, table: Float32Array.from({ length: 256 }, (_, i) => i / 255) });
    dataset.write(0, Uint8Array.from(inputs, (value) => 255 * value), Uint8Array.from(targets));
    return {
      take: (values) => {
        const { images, labels } = dataset.gather(values, batch);
        return { inputs: images, targets: labels };
      },
      send: () => undefined,
    };
  }
  const own = { inputs: inputs.slice(0, batch * width), targets: targets.slice(0, batch * targetWidth) };
  const onDevice = { inputs: resident(own.inputs, [batch, width]), targets: resident(own.targets, [batch, targetWidth]) };
  return {
    take: () => onDevice,
    send: () => {
      if (name !== 'transformer') return;
      stream.write(onDevice.inputs, own.inputs);
      stream.write(onDevice.targets, own.targets);
    },
  };
}

/** A tensor that has its buffer already: what is captured with values from the processor is a constant. */
const resident = (values: Float32Array | Int32Array, shape: [number, number]): tf.Tensor =>
  tf.variable(tf.tensor2d(values, shape, values instanceof Int32Array ? 'int32' : 'float32'), false);
