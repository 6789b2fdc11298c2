/** Learning by heart: how much better a network is on what it has seen, from few and from many samples, and what a penalty does about it. */
import { log10, pow } from '../../../math/elementary.ts';
import type { L0Run } from '../../../study/families/l0/run.ts';
import { lesson, type Check, type Say } from '../../lesson.ts';
import { gapOf, isOpen, placeOfRuns, type Place } from '../../outcome.ts';
import { marks, type Answer } from '../../prediction.ts';
import { student } from '../studies.ts';
import { de } from './de.ts';
import { en } from './en.ts';

const sizes = [30, 100, 300];
const PENALTY = 3e-4;

interface Measured {
  /** log₁₀ of test error over training error, without a penalty. */
  readonly ratios: readonly (Place | null)[];
  /** Mean squared errors on new points, without a penalty and with one. */
  readonly plain: readonly (Place | null)[];
  readonly penalised: readonly (Place | null)[];
  /** On the points that were learned from, without a penalty. */
  readonly learned: readonly (Place | null)[];
}

export const heart = lesson({
  id: 'heart',
  minutes: 5,
  recorded: 'lesson-heart',
  study: {
    job: {
      ...student,
      training: { ...student.training, minEpochs: 4000, maxEpochs: 4000 },
      compression: { method: 'vanilla', alpha: PENALTY, beta: 5 },
      seed: 1,
    },
    axes: [
      { path: 'data.train', values: sizes },
      // With three the ratio varies as much as it falls: one seed in three remembers all thirty points to the last digit.
      { path: 'seed', values: [1, 2, 3, 4, 5] },
    ],
    beside: [{ 'compression.method': 'drr', 'data.train': sizes[0] }],
  },
  prediction: marks({ min: 0, max: 4, step: 0.1, ticks: [0, 1, 2, 3, 4] }, [1, 1, 1]),
  words: { en, de },
  measure,
  outcome: ({ ratios }) => ({ places: ratios }),
  finding({ ratios: [few, , many], plain, penalised }, { words, numbers }) {
    const gap = gapOf(plain[0], penalised[0]);
    return few && many && gap && words.finding({ few, many, helps: isOpen(gap) ? null : gap.value > 0 }, numbers);
  },
  charts: ({ plain, penalised, learned }, { words, numbers }) => [
    {
      title: words.chart.title,
      subtitle: words.chart.subtitle,
      x: words.chart.x,
      y: { min: 1e-6, max: 1, isLog: true, text: (value) => numbers.about(value) },
      lines: [
        { title: words.chart.plain, look: 'against', points: dotless(plain) },
        { title: words.chart.penalised, look: 'for', points: dotless(penalised) },
        { title: words.chart.learned, look: 'muted', points: dotless(learned) },
      ],
    },
  ],
  check,
});

/** On a log axis an interval of means may reach below zero, where there is no place for it. */
const dotless = (places: readonly (Place | null)[]): readonly (Place | null)[] =>
  places.map((place) => place && { ...place, halfWidth: null });

const testOf = ({ summary }: L0Run): number => summary?.testLoss ?? Number.NaN;
const trainOf = ({ summary }: L0Run): number => summary?.trainLoss ?? Number.NaN;

function measure(runs: readonly L0Run[]): Measured | null {
  if (runs.length === 0) return null;
  const of = (method: string, numberOf: (run: L0Run) => number) =>
    sizes.map((size) =>
      placeOfRuns(
        runs.filter(({ job }) => job.data.train === size && job.compression.method === method),
        numberOf,
      ),
    );
  return {
    ratios: of('vanilla', (run) => log10(testOf(run) / trainOf(run))),
    plain: of('vanilla', testOf),
    penalised: of('drr', testOf),
    learned: of('vanilla', trainOf),
  };
}

function check({ ratios }: Measured, answer: Answer | null, { words, numbers }: Say<typeof en>): Check | null {
  const [few, middle, many] = ratios;
  if (!few || !middle || !many) return null;
  const fall = gapOf(few, many);
  if (!fall || isOpen(fall)) return { kind: 'inconclusive', text: words.check.open(few, many, numbers) };
  const seen = words.check.seen({ few, middle, many }, numbers);
  if (!answer) return { kind: 'unasked', text: seen };
  const [said, , last] = answer;
  const isFalling = said > last;
  if (isFalling !== fall.value > 0) return { kind: 'not', text: [words.check.way(said, last, numbers), seen, words.check.why].join(' ') };
  const off = said - few.value;
  return { kind: 'as-expected', text: [words.check.falls, seen, words.check.distance(pow(10, Math.abs(off)), off, numbers)].join(' ') };
}
