/** A kernel of the backend in use beside its reference, on what it meets in steps of training of a model. */
import { stream } from '../math/random.ts';
import { sizeOf, type InputShape } from '../data/shape.ts';
import { ResidentSource, type Arrays } from './batches.ts';
import { hasReference, referenceResults, type Values } from './kernels/reference.ts';
import { recordCalls, type Call } from './kernels/recorder.ts';
import { classification, correctCount, regression } from './loss.ts';
import { testing } from './layers/layer.ts';
import { models, type ModelEntry, type ModelName } from './models/registry.ts';
import { createAdam } from './optimizer.ts';
import { readScalars, takeStep } from './training-step.ts';
import * as tf from './tf.ts';

/** Of the largest value of the reference: differences up to here are taken for rounding. Sums of some thousand products reach 1e-5. */
export const ROUNDING = 1e-4;

const [SEED, STEPS, LEARNING_RATE] = [1, 2, 1e-3];
/** Milliseconds and calls after which a time is good enough. */
const [MEASURE_MS, MEASURE_CALLS] = [200, 50];

/** A kernel on one combination of shapes. */
export interface Comparison {
  /** As `x [16, 784], weights [784, 300]`. */
  readonly inputs: string;
  readonly attrs: string;
  /** Times it was called so. */
  readonly calls: number;
  /** Values that it gives. */
  readonly values: number;
  /** The first of them that differs by more than rounding; null if none does. */
  readonly first: { readonly output: number; readonly index: number; readonly ours: number; readonly reference: number } | null;
  /** Largest difference, and the largest value of the reference. NaN where one of the two has it and the other has not. */
  readonly largest: number;
  readonly scale: number;
  /** Milliseconds of a call, and of its reference in plain JavaScript. */
  readonly ms: number;
  readonly referenceMs: number;
}

/**
 * Trains a model for two steps on random data, tests it once, and compares every kind of call of one kernel with the reference.
 *
 * @returns nothing if the model does not call the kernel here
 * @throws RangeError if the backend in use has no such kernel, or there is no reference of it
 */
export async function compareKernel(name: string, model: ModelName, batch: number): Promise<Comparison[]> {
  if (!hasReference(name)) throw new RangeError(`There is no reference of a kernel “${name}”.`);
  const { calls, counts } = await recordCalls(name, () => useModel(models[model], batch));
  const comparisons: Comparison[] = [];
  for (const [at, call] of calls.entries()) comparisons.push(await compareCall(name, call, counts[at] ?? 0));
  return comparisons;
}

async function useModel(entry: ModelEntry, batch: number): Promise<void> {
  const network = entry.build({ seed: SEED });
  const optimizer = createAdam({ learningRate: LEARNING_RATE });
  const objective = entry.task === 'classification' ? classification('classAxis') : regression();
  const source = new ResidentSource(randomData(entry, STEPS * batch), batch);
  const losses: tf.Scalar[] = [];
  for (let step = 0; step < STEPS; step++) losses.push(await takeStep({ network, optimizer, objective }, source, step, {}));
  const { inputs, targets } = await source.batch(0);
  tf.tidy(() => {
    const outputs = network.forward(inputs, testing);
    if (entry.task === 'classification') correctCount(outputs as tf.Tensor2D, tf.reshape<tf.Rank.R1>(targets, [-1]), 'classAxis');
  });
  // A graphics device has to be done before the optimiser gives its buffers back.
  await readScalars(losses);
  for (const part of [source, objective, optimizer, network]) part.dispose();
}

/** Inputs as they come from normalised data, and targets without a rule. */
function randomData({ input, outputs, task }: ModelEntry, samples: number): Arrays {
  const random = stream(SEED, 'compare-kernel');
  const width = sizeOf(input);
  const count = samples * width;
  const inputs =
    input.kind === 'tokens'
      ? Int32Array.from({ length: count }, () => random.integer(input.vocabulary))
      : Float32Array.from({ length: count }, () => random.normal());
  const targetWidth = targetsOf(input, outputs, task);
  const targets =
    task === 'classification'
      ? Int32Array.from({ length: samples * targetWidth }, () => random.integer(outputs))
      : Float32Array.from({ length: samples * targetWidth }, () => random.normal());
  return { inputs, targets, width, targetWidth };
}

function targetsOf(input: InputShape, outputs: number, task: ModelEntry['task']): number {
  if (task === 'regression') return outputs;
  return input.kind === 'tokens' ? input.length : 1;
}

async function compareCall(name: string, { inputs, attrs, outputs }: Call, calls: number): Promise<Comparison> {
  const given: Record<string, Values> = {};
  for (const [key, tensor] of Object.entries(inputs)) given[key] = await valuesOf(tensor);
  const ours = await Promise.all(outputs.map(valuesOf));
  const began = performance.now();
  const reference = referenceResults(name, given, attrs);
  const referenceMs = performance.now() - began;
  const ms = await msOf(() => tf.engine().runKernel(name, inputs, attrs));
  tf.dispose([inputs, [...outputs]]);
  return {
    inputs: Object.entries(given)
      .map(([key, { shape, dtype }]) => `${key} [${shape.join(', ')}]${dtype === 'float32' ? '' : ` ${dtype}`}`)
      .join(', '),
    attrs: Object.entries(attrs)
      .map(([key, value]) => `${key} ${JSON.stringify(value)}`)
      .join(', '),
    calls,
    values: ours.reduce((sum, { data }) => sum + data.length, 0),
    ...difference(ours, reference),
    ms,
    referenceMs,
  };
}

const valuesOf = async (tensor: tf.Tensor): Promise<Values> => ({
  data: (await tensor.data()).slice() as Values['data'],
  shape: tensor.shape,
  dtype: tensor.dtype,
});

/** @throws Error if the results are not of the shapes of the reference's */
export function difference(ours: readonly Values[], reference: readonly Values[]): Pick<Comparison, 'first' | 'largest' | 'scale'> {
  const shapes = (results: readonly Values[]): string => results.map(({ shape }) => `[${shape.join(', ')}]`).join(', ');
  if (shapes(ours) !== shapes(reference))
    throw new Error(`The kernel gives results of the shapes ${shapes(ours)}, and its reference ${shapes(reference)}.`);
  let [scale, largest] = [0, 0];
  for (const { data } of reference) for (const value of data) scale = Math.max(scale, Number.isFinite(value) ? Math.abs(value) : 0);
  let first: Comparison['first'] = null;
  for (const [output, { data }] of ours.entries()) {
    const right = reference[output].data;
    for (const [index, value] of data.entries()) {
      const off = Object.is(value, right[index]) ? 0 : Math.abs(value - right[index]);
      if (!Number.isNaN(largest) && !(off <= largest)) largest = off;
      if (!first && !(off <= ROUNDING * scale)) first = { output, index, ours: value, reference: right[index] };
    }
  }
  return { first, largest, scale };
}

/** Milliseconds of a call, warm, the computing device waited for. */
async function msOf(call: () => tf.Tensor | tf.Tensor[]): Promise<number> {
  const some = async (count: number): Promise<number> => {
    const began = performance.now();
    let last: tf.Tensor[] = [];
    for (let i = 0; i < count; i++) {
      tf.dispose(last);
      last = [call()].flat();
    }
    await last[0]?.data();
    tf.dispose(last);
    return (performance.now() - began) / count;
  };
  await some(1);
  const once = await some(1);
  return some(Math.min(MEASURE_CALLS, Math.max(1, Math.floor(MEASURE_MS / Math.max(once, 1e-3)))));
}
