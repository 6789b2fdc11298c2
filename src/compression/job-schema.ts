/** The part that the jobs of all families have in common: settings in sections, a seed, and perhaps data of a person's own. */
import type { OwnDataset } from '../data/own/store.ts';
import type { OwnText } from '../data/own/texts.ts';
import { MAX_TEXT_BYTES } from '../data/own/text-limits.ts';
import { forReader } from '../data/reader.ts';
import { sourceOf } from '../data/sources/index.ts';
import type { DataChoice } from '../data/sources/source.ts';
import { z } from '../data/zod.ts';

const count = z.int().min(1).max(10_000_000);

/** Says by name and SHA-256 which images a job is about. They are never part of a link or file. */
const ownImagesSchema: z.ZodType<OwnDataset> = z.strictObject({
  name: z.string().min(1).max(100),
  sha256: z.string().regex(/^[0-9a-f]{64}$/u),
  shape: z.tuple([z.int().min(1).max(1024), z.int().min(1).max(1024), z.int().min(1).max(16)]),
  classes: z.int().min(2).max(256),
  train: count,
  test: count,
});

/** Says by name and SHA-256 which text a job is about. */
const ownTextSchema: z.ZodType<OwnText> = z.strictObject({
  name: z.string().min(1).max(100),
  sha256: z.string().regex(/^[0-9a-f]{64}$/u),
  bytes: z.int().min(1).max(MAX_TEXT_BYTES),
  values: z.int().min(1).max(256),
});

/** Where a person's own data are named. */
const whereOwn = (): string =>
  forReader({
    page: 'add some under “Data sets” and choose “Use” there',
    command: 'the file of a text is named by --text FILE, and images are used in the lab of a browser, which keeps them',
  });

/** What a job is refused for, by the setting that has to change. */
export type Complaint = readonly [path: string, message: string];

/** The most that any job may need at once. What the backend of a machine holds is asked when a study is to begin: `lab/estimate.ts`. */
export const MAX_BYTES = 12 * 2 ** 30;

export interface TrainingMemory {
  /** Numbers of the network. */
  readonly parameters: number;
  /** Bytes of tensors at the peak, about. */
  readonly bytes: number;
  /** The setting that most of it depends on. */
  readonly setting: 'model.width' | 'model.hidden' | 'model.dim' | 'training.batchSize';
}

export function tooMuchMemory({ bytes, setting }: TrainingMemory): Complaint[] {
  if (bytes <= MAX_BYTES) return [];
  const remedy = setting === 'training.batchSize' ? 'take smaller batches or a narrower network' : 'make it narrower';
  return [
    [setting, `makes training need about ${(bytes / 2 ** 30).toFixed(1)} GiB; at most ${MAX_BYTES / 2 ** 30} GiB can be had: ${remedy}`],
  ];
}

/**
 * The schema of a job.
 * @param shape schemas of everything but data of a person's own
 * @param complaints about values that do not go together
 */
export const jobSchemaOf = <Job extends DataChoice>(
  shape: Readonly<Record<string, z.ZodType>>,
  complaints: (job: Job) => readonly Complaint[],
) =>
  z
    .strictObject({ ...shape, images: ownImagesSchema.optional(), text: ownTextSchema.optional() })
    .superRefine((parsed, context) => {
      const job = parsed as unknown as Job;
      const { ownAs } = sourceOf(job);
      const found = ownAs && !job[ownAs] ? [['data.name', `names no ${ownAs}: ${whereOwn()}`] as const] : complaints(job);
      for (const [path, message] of found) context.addIssue({ code: 'custom', path: path.split('.'), message });
    })
    // A job on other data is the same job whatever of a person's own was chosen before.
    .transform((parsed): Job => {
      const { images, text, ...job } = parsed as unknown as Job;
      const { ownAs } = sourceOf(job);
      const own = { images, text };
      return (ownAs && own[ownAs] ? { ...job, [ownAs]: own[ownAs] } : job) as Job;
    });
