/** Studies on a text, with the numbers of the reference runs (`test/reference/text/reference-runs.json`). */
import { l0SummarySchema } from '../../../../src/compression/l0/record.ts';
import type { L0Run } from '../../../../src/study/families/l0/run.ts';
import reference from '../../../reference/text/reference-runs.json';
import { endedRun, l0Job } from './synthetic.ts';

const methods: Readonly<Record<string, string>> = { none: 'vanilla', drr: 'drr', rl1: 'rl1', pmmp: 'pmmp' };

export const textJob = (method: string, alpha: number, width: number, seed = 42) =>
  l0Job({
    data: { name: 'moby-dick' },
    model: { name: 'transformer', dim: width },
    training: { roundSteps: 100, batchSize: 16 },
    compression: { method, ...(method === 'vanilla' ? {} : { alpha }) },
    seed,
  });

/** Bits of the first run at some places; between them those of the place before. */
const known = Object.entries(reference.bits_by_position_unregularised_test).map(([place, bits]) => [Number(place), bits] as const);
const byPlace = Array.from({ length: 32 }, (_, bin) => known.findLast(([place]) => place <= 2 * bin)?.[1] ?? 0);

/** Rounds of a hundred steps: losses that fall from log 85 to the mean that the row says of the first way through, and its end. */
function stepsOf(
  { steps: [step] }: L0Run,
  { train_nats: end, online_one_pass_bytes: bytes }: { train_nats: number; online_one_pass_bytes: number },
): L0Run['steps'] {
  const rounds = 11;
  const mean = (8 * bytes * Math.LN2) / 1_090_309;
  // Weighed so that their mean is right: 1/epoch has the mean 0.2745 over eleven rounds.
  const slope = (mean - end) / 0.2745;
  return Array.from({ length: rounds }, (_, index) => ({ ...step, epoch: index + 1, trainLoss: end + slope / (index + 1) }));
}

/** One run for each row; losses of fewer bits are said to be those of 32, and bits by place those of the first run. */
export const textStudy = (): L0Run[] =>
  reference.rows.map((row) => {
    const run = endedRun(textJob(methods[row.method], row.alpha, row.width), { nonzero: row.nonzero, testLoss: row.test_nats });
    const losses = { trainLoss: row.train_nats, validationLoss: row.validation_nats, testLoss: row.test_nats };
    const sizes = [
      [32, row.total_values32, row.total_readable32],
      [16, row.total_values16, row.total_values16 + row.positions_entropy_bytes],
      [8, row.total_values8, row.total_readable8],
    ] as const;
    const summary = l0SummarySchema.parse({
      ...run.summary,
      firstLayer: undefined,
      ...losses,
      parameters: row.parameters,
      compressionRate: row.parameters / row.nonzero,
      modelBytes: 4 * row.nonzero,
      dataBytes: row.data_bytes,
      descriptionBytes: row.total_values32,
      testAccuracy: 0.4,
      text: {
        trainShare: 1,
        rounded: sizes.map(([bits, values, readable]) => {
          const valuesBytes = (bits / 8) * row.nonzero;
          return {
            bits,
            nonzero: row.nonzero,
            valuesBytes,
            readableBytes: valuesBytes + readable - values,
            ...losses,
            dataBytes: values - valuesBytes,
          };
        }),
        byPlace: byPlace.map((bits) => (bits + row.test_nats / Math.LN2 - reference.rows[0].test_nats / Math.LN2) * Math.LN2),
        online: { bytes: row.online_one_pass_bytes, coded: 1_090_309 },
      },
    });
    return { ...run, steps: [...stepsOf(run, row), ...run.steps.slice(2)], summary };
  });
