/** The three sets of a job: images split by a seed, or the samples of a teacher (arXiv 2505.17469, section 4 and code). */
import type { Dataset } from '../../data/dataset.ts';
import { imageShape, vectorShape, type InputShape } from '../../data/shape.ts';
import { randomSplit, ResidentSource, selection, type BatchSource } from '../../nn/batches.ts';
import { teacherStudentRun, type Samples } from '../../nn/models/teacher-student.ts';
import { evaluationBatch, noiseDeviation, type L0Job } from './job.ts';

export interface L0Data {
  readonly train: BatchSource;
  readonly validation: BatchSource;
  readonly test: BatchSource;
  /** The training set in larger batches, for evaluating it. */
  readonly trainWhole: BatchSource;
  /** As many test samples as there are training samples, where the description length takes them in: for generated data. */
  readonly testForLength: BatchSource | null;
  /** Of a sample. */
  readonly input: InputShape;
  /** Classes, or values of a regression. */
  readonly outputs: number;
  dispose(): void;
}

/** @param dataset the images; null for a job whose data are generated */
export function l0Data(job: L0Job, dataset: Dataset | null): L0Data {
  if (job.data.name === 'teacher-student') return generated(job);
  if (!dataset) throw new TypeError(`A job on ${job.data.name} needs its images: open the data set first.`);
  return images(job, dataset);
}

function images(job: L0Job, dataset: Dataset): L0Data {
  const { data, training, seed } = job;
  const [train, validation] = randomSplit(data.splitSeed, dataset.splits.train.count, [data.train, data.validation]);
  const batchSize = training.batchSize || data.train;
  const shuffleSeed = data.order === 'shuffled' ? seed : undefined;
  const pixels = unitPixels(dataset);
  const whole = evaluationBatch(job);
  return {
    train: selection(pixels, 'train', { indices: train, batchSize, shuffleSeed }),
    trainWhole: selection(pixels, 'train', { indices: train, batchSize: whole }),
    validation: selection(pixels, 'train', { indices: validation, batchSize: whole }),
    test: testImages(job, dataset),
    testForLength: null,
    input: imageShape(dataset.manifest.shape),
    outputs: dataset.manifest.classes.length,
    dispose: () => undefined,
  };
}

/** The test set of a job on images, for which no training image need be there. */
export function testImages(job: Pick<L0Job, 'data' | 'model' | 'images'>, dataset: Dataset): BatchSource {
  const count = Math.min(job.data.test, dataset.splits.test.count);
  return selection(unitPixels(dataset), 'test', {
    indices: Array.from({ length: count }, (_, index) => index),
    batchSize: evaluationBatch(job),
  });
}

/** The same images with pixels from 0 to 1, neither centred nor scaled. */
function unitPixels(dataset: Dataset): Dataset {
  const { manifest } = dataset;
  const { mean, std } = manifest.normalisation;
  return {
    manifest: { ...manifest, normalisation: { ...manifest.normalisation, mean: mean.map(() => 0), std: std.map(() => 1) } },
    splits: dataset.splits,
    ready: dataset.ready,
    loadedBytes: dataset.loadedBytes,
    totalBytes: dataset.totalBytes,
    retry: () => dataset.retry(),
  };
}

function generated({ data, training, seed }: L0Job): L0Data {
  const [first, second] = data.teacherHidden;
  const run = teacherStudentRun({
    seed,
    count: data.train,
    noise: noiseDeviation(data),
    validation: data.validation,
    test: data.test,
    hidden: [first, second],
  });
  const source = ({ inputs, targets }: Samples, batchSize: number): ResidentSource =>
    new ResidentSource({ inputs, targets, width: 2, targetWidth: 1 }, batchSize);
  const whole = (samples: Samples): ResidentSource => source(samples, samples.count);
  const few = Math.min(run.train.count, run.test.count);
  const truncated = { inputs: run.test.inputs.slice(0, 2 * few), targets: run.test.targets.slice(0, few), count: few };
  const sources = {
    train: source(run.train, training.batchSize || data.train),
    trainWhole: whole(run.train),
    validation: whole(run.validation),
    test: whole(run.test),
    testForLength: whole(truncated),
  };
  return {
    ...sources,
    input: vectorShape(2),
    outputs: 1,
    dispose: () => {
      for (const one of Object.values(sources)) one.dispose();
    },
  };
}
