/** What is trained by the step benches: every model at the batch of its target, and data of its shape, the same for both sides. */
import { stream } from '../../src/math/random.ts';
import type { Arrays } from '../../src/nn/batches.ts';
import { teacherStudentRun } from '../../src/nn/models/teacher-student.ts';
import type { ModelName } from '../../src/nn/models/registry.ts';

/** Residual networks are made of VGG-16’s layers and have no rows of their own. */
export const UNMEASURED = ['resnet-20', 'resnet-50'] as const satisfies readonly ModelName[];
export type BenchName = Exclude<ModelName, (typeof UNMEASURED)[number]>;

export interface BenchModel {
  readonly name: BenchName;
  readonly batch: number;
  readonly task: 'classification' | 'regression';
  /** Classes, or values of a regression. */
  readonly outputs: number;
  /** Two batches, or the one of a full-batch training. */
  data(): Arrays;
}

/** VGG-16 is measured at a quarter of its channels: 16, 32, 64, 128, 128. */
export const VGG_WIDTH = 1 / 4;
export const TRANSFORMER = { width: 64, blocks: 2, heads: 4, length: 64 } as const;
export const SEED = 1;

const BATCHES = 2;

/** Values in [0, 1) with random labels: what is in them does not change the time. */
function images(batch: number, features: number): Arrays {
  const random = stream(SEED, 'bench/images');
  return {
    inputs: Float32Array.from({ length: BATCHES * batch * features }, () => random.uniform()),
    targets: Int32Array.from({ length: BATCHES * batch }, () => random.integer(10)),
    width: features,
    targetWidth: 1,
  };
}

function bytes(batch: number, length: number): Arrays {
  const random = stream(SEED, 'bench/bytes');
  const draw = (): Int32Array => Int32Array.from({ length: BATCHES * batch * length }, () => random.integer(256));
  return { inputs: draw(), targets: draw(), width: length, targetWidth: length };
}

const classifier = (name: BenchName, batch: number, features: number): BenchModel => ({
  name,
  batch,
  task: 'classification',
  outputs: 10,
  data: () => images(batch, features),
});

export const benchModels: readonly BenchModel[] = [
  classifier('784-512-10', 512, 784),
  classifier('lenet-300-100', 128, 784),
  classifier('lenet-5', 128, 784),
  classifier('cifar-mlp', 128, 3072),
  classifier('vgg-16', 32, 3072),
  {
    name: 'transformer',
    batch: 16,
    task: 'classification',
    outputs: 256,
    data: () => bytes(16, TRANSFORMER.length),
  },
  {
    name: 'teacher-student',
    batch: 300,
    task: 'regression',
    outputs: 1,
    data: () => {
      const { train } = teacherStudentRun({ seed: SEED, count: 300, noise: 0.1 });
      return { inputs: train.inputs, targets: train.targets, width: 2, targetWidth: 1 };
    },
  },
];

/** @throws RangeError if there is none of that name */
export function benchModel(name: string): BenchModel {
  const found = benchModels.find((model) => model.name === name);
  if (!found)
    throw new RangeError(`There is no bench of a model “${name}”. There are ${benchModels.map((model) => model.name).join(', ')}.`);
  return found;
}
