/** Shrinking against counting: what the penalties of R-L1 and DRR leave of the weights that survive. */
import { pow } from '../../../math/elementary.ts';
import type { L0Run } from '../../../study/families/l0/run.ts';
import type { L0Step } from '../../../study/families/l0/types.ts';
import { lesson, type Check, type Say } from '../../lesson.ts';
import { placeOf, placeOfRuns, type Place } from '../../outcome.ts';
import { oneNumber, type Answer } from '../../prediction.ts';
import { digits } from '../studies.ts';
import { de } from './de.ts';
import { en } from './en.ts';

/** A prediction off by less than this factor counts as hit. */
const NEAR = 1.5;

interface Measured {
  /** Typical |w| of the survivors right after the cut, and after training on without a penalty. */
  readonly shrinking: readonly (Place | null)[];
  readonly counting: readonly (Place | null)[];
  /** How many times larger they are where weights are counted, seed by seed; right after the cut. */
  readonly ratio: Place | null;
  /** The factor by which training on makes them larger. */
  readonly growth: readonly [shrinking: Place | null, counting: Place | null];
}

export const counting = lesson({
  id: 'counting',
  minutes: 5,
  recorded: 'lesson-counting',
  study: {
    job: {
      ...digits,
      training: { ...digits.training, minEpochs: 12, maxEpochs: 12, fineTuneMin: 6, fineTuneMax: 6 },
      compression: { method: 'drr', alpha: 3e-4, beta: 5 },
      seed: 1,
    },
    axes: [
      { path: 'compression.method', values: ['rl1', 'drr'] },
      { path: 'seed', values: [1, 2, 3] },
    ],
  },
  prediction: oneNumber({ min: 0, max: 4, step: 0.1, ticks: [0, 1, 2, 3, 4] }, 1),
  words: { en, de },
  measure,
  outcome: ({ ratio }, { words }) => ({ places: [ratio], also: [{ value: 1, title: words.same, look: 'muted' }] }),
  finding({ ratio, growth: [shrinking, others] }, { words, numbers }) {
    return ratio && shrinking && others && words.finding({ ratio, shrinking, counting: others }, numbers);
  },
  charts: (measured, { words, numbers }) => [
    {
      title: words.chart.title,
      subtitle: words.chart.subtitle,
      x: words.chart.x,
      y: { min: 0, max: 0.3, text: (value) => numbers.fixed(value, 1) },
      lines: [
        { title: 'R-L1', look: 'against', points: measured.shrinking },
        { title: 'DRR', look: 'for', points: measured.counting },
      ],
    },
  ],
  check,
});

/** The middle magnitude of a histogram over log₁₀ |w|, within its bin by a straight line; null of an empty one. */
function median(histogram: NonNullable<L0Step['weights']>['after'] | undefined): number | null {
  if (!histogram) return null;
  const half = histogram.counts.reduce((sum, count) => sum + count, 0) / 2;
  let before = 0;
  for (const [bin, count] of histogram.counts.entries()) {
    if (count > 0 && before + count >= half) return pow(10, histogram.from + histogram.width * (bin + (half - before) / count));
    before += count;
  }
  return null;
}

const cutOf = ({ steps }: L0Run): number => median(steps.find(({ phase }) => phase === 'pruning')?.weights?.after) ?? Number.NaN;
const endOf = ({ summary }: L0Run): number => median(summary?.weights) ?? Number.NaN;

function measure(runs: readonly L0Run[]): Measured | null {
  const [shrinking, others] = ['rl1', 'drr'].map((method) => runs.filter(({ job }) => job.compression.method === method));
  if (runs.length === 0) return null;
  const cuts = others.flatMap((run) => {
    const partner = shrinking.find(({ job }) => job.seed === run.job.seed);
    return partner ? [{ seed: run.job.seed, value: cutOf(run) / cutOf(partner) }] : [];
  });
  return {
    shrinking: [placeOfRuns(shrinking, cutOf), placeOfRuns(shrinking, endOf)],
    counting: [placeOfRuns(others, cutOf), placeOfRuns(others, endOf)],
    ratio: placeOf(cuts),
    growth: [placeOfRuns(shrinking, (run) => endOf(run) / cutOf(run)), placeOfRuns(others, (run) => endOf(run) / cutOf(run))],
  };
}

function check({ ratio, growth: [shrinking, others] }: Measured, answer: Answer | null, { words, numbers }: Say<typeof en>): Check | null {
  if (!ratio || !shrinking || !others) return null;
  if (ratio.halfWidth === null || Math.abs(ratio.value - 1) <= ratio.halfWidth)
    return { kind: 'inconclusive', text: words.check.open(ratio, numbers) };
  const seen = ratio.value > 1 ? words.check.counted(shrinking, others, numbers) : words.check.shrunk(numbers);
  if (!answer) return { kind: 'unasked', text: seen };
  const [said] = answer;
  const isRightSide = said > 1 === ratio.value > 1 && said !== 1;
  if (!isRightSide) return { kind: 'not', text: [words.check.side(said, ratio, numbers), seen].join(' ') };
  const isNear = Math.abs(said - ratio.value) <= ratio.halfWidth || Math.max(said / ratio.value, ratio.value / said) <= NEAR;
  const text = isNear ? words.check.near(said, ratio, numbers) : words.check.far(said, ratio, numbers);
  return { kind: isNear ? 'as-expected' : 'not', text: [text, seen].join(' ') };
}
