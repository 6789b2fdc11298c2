/** Description lengths of ℓ0 jobs in the plane of test loss against size, and what follows from them (arXiv 2505.17469, sections 1 and 11). */
import { log2 } from '../../../math/elementary.ts';
import { noiseDeviation, toldConstant } from '../../../compression/l0/job.ts';
import {
  gaussianBits,
  GAUSSIAN_CONSTANT_BITS,
  classificationBits,
  uniformLabelBits,
  verbatimTargetBits,
} from '../../../coding/data-length.ts';
import { isolineGaussianBits, isolineMse, isolineNats, mdlAlpha, type Isoline } from '../../../coding/description-length.ts';
import { knownImages } from '../../../data/known-images.ts';
import type { L0Summary } from '../../records.ts';
import type { L0Job } from '../../schema.ts';

export { isolineLevels } from '../../../coding/description-length.ts';

/** Labels or targets whose bits count: of images those of the training set, of generated data those of as many test samples as well. */
export function codedSamples({ data }: L0Job): number {
  return data.name === 'teacher-student' ? data.train + Math.min(data.train, data.test) : data.train;
}

/** The test loss, in the unit of the job's loss, at which data of that loss and a network of that size take `bytes` together. */
export function lossOnIsoline(job: L0Job, line: Isoline): number {
  const samples = codedSamples(job);
  const { targetBits } = job.compression;
  switch (job.training.loss) {
    case 'cross-entropy':
      return isolineNats(line, samples);
    case 'mse':
      return isolineMse(line, samples, targetBits);
    case 'gauss':
      return isolineGaussianBits(line, samples, targetBits) - untoldConstant(job);
  }
}

/** The description length that belongs to a place in that plane: the inverse of `lossOnIsoline`. Bytes. */
export function lengthAt(job: L0Job, { modelBytes, testLoss }: { readonly modelBytes: number; readonly testLoss: number }): number {
  const samples = codedSamples(job);
  const { targetBits } = job.compression;
  switch (job.training.loss) {
    case 'cross-entropy':
      return modelBytes + classificationBits(testLoss, samples) / 8;
    case 'mse':
      return modelBytes + gaussianBits({ targets: samples, mse: testLoss, targetBits }) / 8;
    case 'gauss':
      return modelBytes + (samples * (testLoss + untoldConstant(job) + targetBits)) / 8;
  }
}

/** What a Gaussian loss as it is told leaves out of the code length, bits: nothing, or the constant, as the authors' code does. */
const untoldConstant = (job: L0Job): number => GAUSSIAN_CONSTANT_BITS - toldConstant(job);

/** The MDL-exact α on the axis of the job's α (section 1.4). */
export function exactAlpha({ data, training, compression }: L0Job): number {
  const loss =
    training.loss === 'cross-entropy'
      ? ({ unit: 'nats' } as const)
      : training.loss === 'gauss'
        ? ({ unit: 'bits' } as const)
        : ({ unit: 'squared', sigma: noiseDeviation(data) } as const);
  const raw = mdlAlpha(loss, data.train);
  return compression.alphaScale === 'perSample' ? raw * data.train : raw;
}

/** Bytes of labels or targets written down as they are: 32 bits a target, log₂ of the classes a label. */
export function verbatimBytes(job: L0Job): number {
  const samples = codedSamples(job);
  const images = knownImages(job);
  return (images ? uniformLabelBits(samples, images.classes) : verbatimTargetBits(samples)) / 8;
}

/** Bytes of a network of which nothing is zero, where the codec's size follows from that alone; null else. */
export const denseBytes = ({ compression }: L0Job, parameters: number): number | null =>
  compression.codec === 'values' || compression.codec === 'dense' ? 4 * parameters : null;

/** Whether the size of a network follows from how many numbers are left: `values` takes four bytes for each. */
export const bytesFollowCount = ({ compression }: L0Job): boolean => compression.codec === 'values';

/** Numbers of the teacher that generated the data; null where there is none. */
export function teacherParameters({ data }: L0Job): number | null {
  if (data.name !== 'teacher-student') return null;
  const widths = [2, ...data.teacherHidden, 1];
  return widths.slice(1).reduce((sum, outputs, layer) => sum + outputs * (widths[layer] + 1), 0);
}

/**
 * Mean squared error on the test set, of regressions; null for classifiers. The Gaussian loss is MSE/(2σ² ln 2) + ½ log₂ σ², which σ
 * solves for it.
 */
export function testMse(job: L0Job, { testLoss, sigma }: Pick<L0Summary, 'testLoss' | 'sigma'>): number | null {
  if (job.training.loss === 'mse') return testLoss;
  if (job.training.loss !== 'gauss' || sigma === null) return null;
  return Math.max(0, (testLoss - toldConstant(job) - log2(sigma * sigma) / 2) * 2 * Math.LN2 * sigma * sigma);
}
