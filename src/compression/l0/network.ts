/** The network of a job, and its numbers outside the device. */
import { countNonzero } from '../../math/pruning.ts';
import type { MatrixSize } from '../../coding/codec-size.ts';
import { matrixShape } from '../../coding/weight-matrix.ts';
import { sourceOf } from '../../data/sources/index.ts';
import type { Parameter } from '../../nn/layers/parameter.ts';
import type { ModelPlan } from '../../nn/models/catalogue.ts';
import type { Network } from '../../nn/models/network.ts';
import { jobBuilders } from '../../nn/models/registry.ts';
import { blockOf } from '../../nn/weight-tensors.ts';
import type { L0Job } from './job.ts';

/** The network of a job for samples of that shape. */
export function buildNetwork(job: L0Job, { input, outputs }: Pick<ModelPlan, 'input' | 'outputs'>): Network {
  const { data, model, seed: jobSeed } = job;
  const { seedOffset, activation } = sourceOf({ data }).network;
  const seed = model.seed ?? (jobSeed + seedOffset) % 2 ** 32;
  return jobBuilders[model.name]({
    ...model,
    seed,
    init: model.init === 'usual' ? undefined : model.init,
    input,
    outputs,
    activation,
  });
}

/** The numbers of every parameter, in the order of the parameters. */
export const valuesOf = (parameters: readonly Parameter[]): Promise<Float32Array[]> =>
  Promise.all(parameters.map(async (parameter) => (await parameter.values()).slice()));

/** Puts numbers in place of those of the parameters, shapes unchanged. */
export function assignValues(parameters: readonly Parameter[], values: readonly Float32Array[]): void {
  for (const [index, parameter] of parameters.entries()) parameter.replace(values[index], parameter.shape);
}

/** Prunes what is zero: from here on the optimiser keeps it there. */
export async function maskZeros(parameters: readonly Parameter[]): Promise<void> {
  for (const parameter of parameters) await parameter.setMask((await parameter.values()).slice());
}

/** The matrices that codecs see: a weight tensor with its biases as the last column, the output axis being the rows. */
export function matricesOf(parameters: readonly Parameter[], values: readonly Float32Array[]): MatrixSize[] {
  const blocks = new Map<string, { shape: readonly number[]; bias: boolean; nonzero: number }>();
  for (const [index, { name, kind, shape }] of parameters.entries()) {
    const key = blockOf(name);
    const block = blocks.get(key) ?? { shape: [], bias: false, nonzero: 0 };
    const isBias = kind === 'bias' || kind.endsWith('-offset');
    blocks.set(key, {
      // Filters lie as [side, side, inputs, outputs]; codecs want the outputs first.
      shape: isBias ? block.shape : shape.length === 4 ? [shape[3], shape[2], shape[0], shape[1]] : shape,
      bias: block.bias || isBias,
      nonzero: block.nonzero + countNonzero([values[index]]),
    });
  }
  return [...blocks.values()].map(({ shape, bias, nonzero }) => ({ ...matrixShape(shape, bias), nonzero }));
}
