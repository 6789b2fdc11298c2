/** Whether a correlation over a shrinking network says anything of what the network has learned: the same from pure noise. */
import { correlatedRun } from '../../../study/families/dtc/correlation-series.ts';
import type { DtcRun } from '../../../study/families/dtc/run.ts';
import { lesson, type Check, type Say } from '../../lesson.ts';
import { placeOf, type Band, type Place } from '../../outcome.ts';
import { oneNumber, type Answer } from '../../prediction.ts';
import { de } from './de.ts';
import { en } from './en.ts';

/** What arXiv 2505.23869 reports for r between Gibbs entropy and accuracy. */
const PUBLISHED = 0.917;

/** Noise that reaches from so low to so high says nothing of either side. */
const WIDE = 0.5;

interface Measured {
  /** r of noise of the size of the measurements: mean of the draws, one dot a run. */
  readonly noise: Place;
  /** The widest reach of the draws of a run, 2.5 to 97.5 %. */
  readonly band: Band;
  /** r of what was measured, one for each run. */
  readonly observed: Place;
  /** Runs of which what was measured lies within the reach of their own noise, of so many. */
  readonly inside: number;
  readonly runs: number;
  /** r of the number of the cycle alone. */
  readonly cycle: Place | null;
}

export const noise = lesson({
  id: 'noise',
  minutes: 5,
  recorded: 'lesson-noise',
  study: {
    // With 24 batches a cycle, as in the quick preset, training outweighs pruning for most of the ladder: r is 0.27, of noise as well.
    job: { data: { trainImages: 6144, testImages: 2048 }, model: { hidden: [64] }, compression: { batchesPerCycle: 96 } },
    axes: [
      { path: 'compression.method', values: ['dtc', 'random'] },
      { path: 'seed', values: [1, 2] },
    ],
  },
  prediction: oneNumber({ min: 0, max: 1, step: 0.01, ticks: [0, 0.2, 0.4, 0.6, 0.8, 1] }, 0.5),
  words: { en, de },
  measure,
  outcome: ({ noise: places, band, observed }, { words, numbers }) => ({
    places: [places],
    bands: [{ ...band, title: words.band }],
    also: [
      { value: observed.value, title: words.observed(numbers.fixed(observed.value, 2)), look: 'against' },
      { value: PUBLISHED, title: words.published(numbers.fixed(PUBLISHED, 3)), look: 'muted' },
    ],
  }),
  finding: (measured, { words, numbers }) => words.finding(measured, numbers),
  charts: () => [],
  check,
});

function measure(runs: readonly DtcRun[]): Measured | null {
  const found = runs.map((run) => {
    const series = correlatedRun(run, 0);
    return { observed: series.get('next'), noise: series.get('noisePerCycle'), cycle: series.get('cycle') };
  });
  const dotsOf = (of: (one: (typeof found)[number]) => number | null | undefined) =>
    found.flatMap((one, index) => {
      const value = of(one);
      return value === null || value === undefined ? [] : [{ seed: index, value }];
    });
  const drawn = placeOf(dotsOf(({ noise: one }) => one?.smoothed));
  const observed = placeOf(dotsOf(({ observed: one }) => one?.smoothed));
  const reaches = found.flatMap(({ noise: own, observed: one }) =>
    own && one && own.low !== null && own.high !== null && one.smoothed !== null ? [{ low: own.low, high: own.high, r: one.smoothed }] : [],
  );
  if (!drawn || !observed || reaches.length === 0) return null;
  return {
    // The draws of noise are the spread here, which the band shows; methods are no repeats of each other.
    noise: { ...drawn, halfWidth: null },
    band: { from: Math.min(...reaches.map(({ low }) => low)), to: Math.max(...reaches.map(({ high }) => high)), title: '' },
    inside: reaches.filter(({ low, high, r }) => r >= low && r <= high).length,
    runs: reaches.length,
    observed: { ...observed, halfWidth: null },
    cycle: placeOf(dotsOf(({ cycle: one }) => one?.smoothed)),
  };
}

function check(measured: Measured, answer: Answer | null, { words, numbers }: Say<typeof en>): Check {
  const { band, inside, runs } = measured;
  if (band.to - band.from > WIDE) return { kind: 'inconclusive', text: words.check.wide(band, numbers) };
  const seen = 2 * inside > runs ? words.check.inside(measured, numbers) : words.check.outside(measured, numbers);
  if (!answer) return { kind: 'unasked', text: seen };
  const [said] = answer;
  if (said < band.from) return { kind: 'not', text: [words.check.low(said, band, numbers), words.check.why, seen].join(' ') };
  if (said > band.to) return { kind: 'not', text: [words.check.high(said, band, numbers), seen].join(' ') };
  return { kind: 'as-expected', text: [words.check.hit(said, band, numbers), seen].join(' ') };
}
