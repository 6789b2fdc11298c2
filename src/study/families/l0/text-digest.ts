/** What a link carries of what is measured of networks on texts. */
import type { L0Summary } from '../../../compression/l0/record.ts';
import { z } from '../../../data/zod.ts';
import { WEIGHT_BITS } from '../../../coding/rounded-weights.ts';
import { lossOver, quantiseLoss } from '../../digest-numbers.ts';
import { MAX_JOBS } from '../../job.ts';

type TextMeasures = NonNullable<L0Summary['text']>;

const whole = z.int().min(-1e12).max(1e12);

/** Moments of an online code that a link has room for. */
const MOST_MOMENTS = 40;

/** At 32, 16 and 8 bits: weights left, bytes as values and readable, training, validation and test loss, bytes of the data. */
const roundedSchema = z.tuple([whole, whole, whole, whole, whole, whole, whole]);

const packedTextSchema = z.strictObject({
  share: z.number(),
  rounded: z.array(roundedSchema).length(WEIGHT_BITS.length),
  places: z.array(whole).max(32),
  /** Bytes, and bytes of the text that they code. */
  online: z.tuple([whole, whole]).nullable(),
  /** How far an online code was on the way: predictions and bytes, one after the other. */
  way: z
    .array(whole)
    .max(2 * MOST_MOMENTS)
    .optional(),
});
type PackedText = z.output<typeof packedTextSchema>;

/** One of each job. Left out where none has any, as older links do. */
export const packedTexts = z.array(packedTextSchema.nullable()).max(MAX_JOBS);

/** @param steps of the logarithm of a loss */
export const packTexts = (summaries: readonly (L0Summary | null)[], steps: number): { texts?: (PackedText | null)[] } =>
  summaries.some((summary) => summary?.text)
    ? { texts: summaries.map((summary) => (summary?.text ? packText(summary.text, steps) : null)) }
    : {};

/** As a link carries them. */
export const quantisedText = (text: TextMeasures, steps: number): TextMeasures => unpackText(packText(text, steps), steps);

function packText({ trainShare, rounded, byPlace, online }: TextMeasures, steps: number): PackedText {
  const loss = (value: number): number => quantiseLoss(value, steps);
  return {
    share: trainShare,
    rounded: rounded.map(({ nonzero, valuesBytes, readableBytes, trainLoss, validationLoss, testLoss, dataBytes }) => [
      nonzero,
      Math.round(valuesBytes),
      Math.round(readableBytes),
      loss(trainLoss),
      loss(validationLoss),
      loss(testLoss),
      Math.round(dataBytes),
    ]),
    places: byPlace.map(loss),
    online: online && [Math.round(online.bytes), online.coded],
    ...(online?.way ? { way: thinned(online.way).flatMap(([coded, bytes]) => [coded, Math.round(bytes)]) } : {}),
  };
}

/** As many as there is room for, the last among them. */
function thinned<Item>(items: readonly Item[]): readonly Item[] {
  const each = Math.ceil(items.length / MOST_MOMENTS);
  return items.filter((_, index) => (items.length - 1 - index) % each === 0);
}

/** To be checked by the schema of summaries. */
export function unpackText({ share, rounded, places, online, way }: PackedText, steps: number): TextMeasures {
  const loss = (value: number): number => lossOver(value, steps);
  return {
    trainShare: share,
    rounded: rounded.map(([nonzero, valuesBytes, readableBytes, train, validation, test, dataBytes], index) => ({
      bits: WEIGHT_BITS[index],
      nonzero,
      valuesBytes,
      readableBytes,
      trainLoss: loss(train),
      validationLoss: loss(validation),
      testLoss: loss(test),
      dataBytes,
    })),
    byPlace: places.map(loss),
    online: online && {
      bytes: online[0],
      coded: online[1],
      ...(way ? { way: Array.from({ length: way.length / 2 }, (_, i): [number, number] => [way[2 * i], way[2 * i + 1]]) } : {}),
    },
  };
}
