/** Description lengths of ℓ0 jobs in the plane of test loss against size, and what follows from them (arXiv 2505.17469, sections 1 and 11). */
import { toldConstant } from '../../../compression/l0/job.ts';
import { mdlAlpha, type Isoline } from '../../../coding/description-length.ts';
import { factsOf, lossOf, setSizes, sourceOf } from '../../../data/sources/index.ts';
import type { CodeTerms } from '../../../data/tasks/task.ts';
import type { L0Job, L0Summary } from './types.ts';

export { isolineLevels } from '../../../coding/description-length.ts';

/** Predictions whose bits count: those of the training set, and of as many test samples where the source has them coded as well. */
export function codedPredictions(job: L0Job): number {
  const { train, test } = setSizes(job);
  return train.coded + (sourceOf(job).codesTest ? Math.min(train.coded, test.coded) : 0);
}

const termsOf = (job: L0Job): CodeTerms => ({ targetBits: job.compression.targetBits, told: toldConstant(job) });

/** The test loss, in the unit of the job's loss, at which data of that loss and a network of that size take `bytes` together. */
export const lossOnIsoline = (job: L0Job, line: Isoline): number => lossOf(job).onIsoline(line, codedPredictions(job), termsOf(job));

/** The description length that belongs to a place in that plane: the inverse of `lossOnIsoline`. Bytes. */
export function lengthAt(job: L0Job, { modelBytes, testLoss }: { readonly modelBytes: number; readonly testLoss: number }): number {
  return modelBytes + lossOf(job).bits(testLoss, codedPredictions(job), termsOf(job)) / 8;
}

/** The MDL-exact α on the axis of the job's α (section 1.4); null where the noise on the targets would have to be known. */
export function exactAlpha(job: L0Job): number | null {
  const { data, compression } = job;
  const source = sourceOf(job);
  const unit = lossOf(job).unit(source.noise?.(data) ?? null);
  if (!unit) return null;
  const { train } = setSizes(job);
  const raw = mdlAlpha(unit, train.coded);
  return compression.alphaScale === 'perSample' ? raw * train.samples : raw;
}

/** Bytes of labels or targets written down as they are: 32 bits a target, log₂ of the classes a label. */
export const verbatimBytes = (job: L0Job): number => sourceOf(job).task.verbatimBits(codedPredictions(job), factsOf(job).outputs) / 8;

/** Bytes of a network of which nothing is zero, where the codec's size follows from that alone; null else. */
export const denseBytes = ({ compression }: L0Job, parameters: number): number | null =>
  compression.codec === 'values' || compression.codec === 'dense' ? 4 * parameters : null;

/** Whether the size of a network follows from how many numbers are left: `values` takes four bytes for each. */
export const bytesFollowCount = ({ compression }: L0Job): boolean => compression.codec === 'values';

/** Numbers of the network that generated the data; null where none did. */
export const teacherParameters = ({ data }: L0Job): number | null => sourceOf({ data }).generatorParameters?.(data) ?? null;

/** Mean squared error on the test set, of regressions; null for classifiers. */
export const testMse = (job: L0Job, { testLoss, sigma }: Pick<L0Summary, 'testLoss' | 'sigma'>): number | null =>
  lossOf(job).squaredError(testLoss, sigma, termsOf(job));
