/** A job of Dual Tomographic Compression or one of its baselines: its sections, the images that it is about, and what it needs. */
import { grouped } from '../../math/number-text.ts';
import { lazily } from '../../data/registry.ts';
import { sizeOf } from '../../data/shape.ts';
import { factsOf } from '../../data/sources/index.ts';
import type { DataFacts, OwnChoice } from '../../data/sources/source.ts';
import type { z } from '../../data/zod.ts';
import { jobSchemaOf, tooMuchMemory, type Complaint, type TrainingMemory } from '../job-schema.ts';
import { settingsSchema } from '../../data/setting.ts';
import { weightsBetween } from './cost.ts';
import { ladder } from './ladder.ts';
import {
  dtcDataSettings,
  dtcModelSettings,
  dtcTrainingSettings,
  type DtcDataSettings,
  type DtcModelSettings,
  type DtcTrainingSettings,
} from './job-settings.ts';
import { dtcSchema, type DtcSettings } from './settings.ts';

export interface DtcJob extends OwnChoice {
  readonly data: DtcDataSettings;
  readonly model: DtcModelSettings;
  readonly training: DtcTrainingSettings;
  readonly compression: DtcSettings;
  readonly seed: number;
}

const shape = lazily(() => ({
  data: settingsSchema(dtcDataSettings).prefault({}),
  model: settingsSchema(dtcModelSettings).prefault({}),
  training: settingsSchema(dtcTrainingSettings).prefault({}),
  compression: dtcSchema.prefault({}),
}));

/** The schema of a job of this family; values that do not go together are refused by the setting that has to change. */
export const dtcJobSchema = (seed: z.ZodType<number>) => jobSchemaOf<DtcJob>({ ...shape(), seed }, complaints);

function complaints(job: DtcJob): Complaint[] {
  // Of what the lab serves, files of version 1 may ask for more than there is. They are read, and refused when they are to be run.
  return [...tooMuchMemory(dtcMemory(job)), ...(job.images ? missingImages(job) : [])];
}

/** Where a job asks for more images than there are. */
export function missingImages(job: Pick<DtcJob, 'data' | 'images'>): Complaint[] {
  const { title, train, test } = imagesOf(job);
  const asked = [
    ['data.trainImages', job.data.trainImages, train],
    ['data.testImages', job.data.testImages, test],
  ] as const;
  return asked.flatMap(([path, wanted, given]): Complaint[] =>
    wanted > given
      ? [[path, `asks for ${grouped(wanted)} images, and “${title}” has ${grouped(given)}: take fewer, or 0 for all of them`]]
      : [],
  );
}

/** Where a job would train, prune and measure nothing: it has no cycle. */
export function noCycle({ model: { hidden }, compression: { share, stopWidth } }: Pick<DtcJob, 'model' | 'compression'>): Complaint[] {
  if (ladder(hidden, share, stopWidth).length > 0) return [];
  return [
    [
      'compression.stopWidth',
      `leaves no cycle to run: no hidden layer is wider than ${grouped(stopWidth)}, which is where pruning stops. Take less, or more hidden neurons`,
    ],
  ];
}

/** The images of a job: this family has no other data. */
export function imagesOf(
  job: Pick<DtcJob, 'data' | 'images'>,
): Pick<DataFacts, 'title' | 'input' | 'outputs'> & NonNullable<DataFacts['count']> {
  const { title, input, outputs, count } = factsOf(job);
  if (!count) throw new RangeError(`The data “${title}” are no images in files, and Dual Tomographic Compression takes no others.`);
  return { title, input, outputs, ...count };
}

/** Test images that the accuracies of a job are over. */
export function testImageCount(job: Pick<DtcJob, 'data' | 'images'>): number {
  const { test } = imagesOf(job);
  return Math.min(job.data.testImages || test, test);
}

/** Weights, gradients and two moments, and the activations of a batch with their gradients. */
export function dtcMemory(job: DtcJob): TrainingMemory {
  const images = imagesOf(job);
  const widths = [sizeOf(images.input), ...job.model.hidden, images.outputs];
  const parameters = weightsBetween(widths);
  const samples = 2 * job.training.batchSize * widths.reduce((sum, width) => sum + width, 0);
  return { parameters, bytes: 4 * (4 * parameters + samples), setting: samples > 4 * parameters ? 'training.batchSize' : 'model.hidden' };
}
