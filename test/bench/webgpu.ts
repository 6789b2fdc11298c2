/**
 * What a training step with Adam, the penalty DRR and a mask asks of a graphics device, and how long JavaScript takes to ask: tfjs alone,
 * reading each loss, against the training loop of a job, which replays a captured step. On Dawn's null device, which takes every call and computes nothing, so that
 * counts are those of any device. The time is the processor's, so that other programs do not count; JavaScript and Dawn are in it. Runs in
 * a Node process of its own.
 */
import '@tensorflow/tfjs-backend-cpu';
import { create, globals } from 'webgpu';
import { median } from '../../src/math/quantile.ts';
import { countGpuCalls, type GpuCalls } from './count-gpu-calls.ts';
import { registerWebGpuKernels } from '../../src/nn/kernels/webgpu/register.ts';
import { ADAM, Optimizer } from '../../src/nn/optimizer.ts';
import { weighted } from '../../src/nn/optimizer/terms/penalty.ts';
import { ReplayedTraining } from '../../src/nn/replayed-training.ts';
import * as tf from '../../src/nn/tf.ts';
import type { Measurement } from './bench.ts';
import { benchModel, type BenchModel } from './models.ts';
import { LEARNING_RATE, builtModel, objectiveOf, sourceOf } from './our-models.ts';
import { DRR, penalisedStepping } from './stock-training.ts';

/** Steps between two reads of our losses: a chunk of 40 ms at 1 ms a step. */
const STEPS = 40;
/** tfjs reads each loss, and fewer steps do, since one takes it a hundred times as long. */
const STOCK_STEPS = 8;
const RUNS = 7;

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
  registerWebGpuKernels();
  const measured: Measurement[] = [];
  for (const [entry, before] of stock) {
    const after = await ourCost(entry);
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
  return costOf(STOCK_STEPS, async () => {
    for (let i = 0; i < STOCK_STEPS; i++) {
      const loss = step();
      await loss.data();
      loss.dispose();
    }
  });
}

async function ourCost(entry: BenchModel): Promise<StepCost> {
  const network = builtModel(entry);
  for (const parameter of network.parameters) await parameter.setMask(new Uint8Array(parameter.size).fill(1));
  const optimizer = new Optimizer(ADAM, { learningRate: LEARNING_RATE, terms: [weighted({ kind: 'exponential', ...DRR })] });
  // As `train` takes and reads them, but for its look at the losses: those of a device that computes nothing are no numbers.
  const training = ReplayedTraining.of({ network, optimizer, objective: objectiveOf(entry) }, sourceOf(entry));
  if (!training) throw new Error('The backend “webgpu” replays no steps: its kernels are not registered.');
  let at = 0;
  return costOf(STEPS, async () => {
    for (let i = 0; i < STEPS; i++) await training.take(at++, {});
    await training.read();
  });
}

/**
 * Cost of a step, from runs of many. Time is measured first: counting changes it.
 * @param steps in a run
 */
async function costOf(steps: number, run: () => Promise<void>): Promise<StepCost> {
  // Pipelines are made, and code is compiled, before anything is measured.
  for (let i = 0; i < RUNS; i++) await run();
  const times: number[] = [];
  for (let i = 0; i < RUNS; i++) {
    const began = process.cpuUsage();
    await run();
    const { user, system } = process.cpuUsage(began);
    times.push((user + system) / 1000 / steps);
  }
  const counter = countGpuCalls();
  try {
    await run();
    const calls = Object.entries(counter.calls).map(([name, count]) => [name, count / steps] as const);
    return { milliseconds: median(times), calls: Object.fromEntries(calls) as unknown as GpuCalls };
  } finally {
    counter.stop();
  }
}
