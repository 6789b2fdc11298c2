/** What compressors make of texts, as it was measured in this browser: which text, and what is kept of it between visits. */
import { compressorNames } from '../coding/packed-size.ts';
import { setSizes } from '../data/sources/index.ts';
import { z } from '../data/zod.ts';
import type { Job } from '../study/schema.ts';
import type { MeasuredText, SizingProgress } from '../study/text-sizes.ts';

/** Which text: that of a job that trains, in its order. Parts of one text differ in length. */
export type TextKey = Pick<MeasuredText, 'data' | 'sha256' | 'bytes'>;

/** What is measured, and how far that is. */
export interface TextSizesState {
  readonly measured: readonly MeasuredText[];
  readonly working: (TextKey & { readonly progress: SizingProgress | null }) | null;
  /** Why the last one could not be measured. */
  readonly error: string | null;
}

export const keyOfText = (job: Job): TextKey => ({
  data: job.data.name,
  ...(job.text ? { sha256: job.text.sha256 } : {}),
  bytes: setSizes(job).train.coded,
});

export const isSameText = (a: TextKey, b: TextKey): boolean => a.data === b.data && a.sha256 === b.sha256 && a.bytes === b.bytes;

/** Texts that are kept between visits; of more, those that were measured last. */
const MOST_KEPT = 30;

const size = z.int().min(0).max(1e9);

export const keptSizesSchema = z
  .array(
    z.strictObject({
      data: z.string().max(64),
      sha256: z
        .string()
        .regex(/^[0-9a-f]{64}$/u)
        .optional(),
      bytes: size,
      isWhole: z.boolean(),
      sizes: z.partialRecord(
        z.enum(compressorNames.map(({ id }) => id)),
        z.strictObject({ bytes: size, chunks: z.strictObject({ count: size, header: size }).optional() }),
      ),
    }),
  )
  .max(MOST_KEPT);

/** With one in place of what was known of its text, the newest last. */
export const withMeasured = (all: readonly MeasuredText[], one: MeasuredText): readonly MeasuredText[] =>
  [...all.filter((other) => !isSameText(other, one)), one].slice(-MOST_KEPT);
