/** How many seeds it takes before one would bet on a method, and how much that depends on what is held equal. */
import type { L0Run } from '../../../study/families/l0/run.ts';
import { lesson, type Check, type Say } from '../../lesson.ts';
import { gapOf, isOpen, placeOf, type Place } from '../../outcome.ts';
import { oneNumber, type Answer } from '../../prediction.ts';
import { settingOfRun, student } from '../studies.ts';
import { de } from './de.ts';
import { en } from './en.ts';

const alphas = [1e-3, 3e-3, 1e-2];
/** The α of a comparison that gives both the same. */
const SAME = 1e-3;
/** Seeds up to which a bet can be put off, in the question. */
const MOST = 10;

interface Measured {
  /** Bytes by which R-L1 is shorter than DRR after one seed, two seeds, …, each at its best α. */
  readonly atBest: readonly Place[];
  /** The same with one α for both. */
  readonly atSame: readonly Place[];
  /** Seeds from which on the interval holds zero no more, to the end; null where it does. */
  readonly needed: number | null;
}

export const seeds = lesson({
  id: 'seeds',
  minutes: 6,
  recorded: 'lesson-seeds',
  study: {
    job: { ...student, data: { ...student.data, train: 300 }, compression: { method: 'drr', alpha: SAME, beta: 5 }, seed: 1 },
    axes: [
      // Seed by seed, so that the drawing grows as a person would go about it.
      { path: 'seed', values: [1, 2, 3] },
      { path: 'compression.method', values: ['rl1', 'drr'] },
      { path: 'compression.alpha', values: alphas },
    ],
  },
  prediction: oneNumber({ min: 1, max: MOST, step: 1, ticks: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] }, 5),
  words: { en, de },
  measure,
  outcome: ({ needed }) => ({ places: [needed === null ? null : { value: needed, halfWidth: null, dots: [] }] }),
  finding: ({ atBest, atSame, needed }, { words, numbers }) => {
    const [best, same] = [atBest.at(-1), atSame.at(-1)];
    return best && same ? words.finding({ best, same, needed, changes: changesIn(atSame) }, numbers) : null;
  },
  charts: ({ atBest, atSame }, { words, numbers }) => [
    {
      title: words.chart.title,
      subtitle: words.chart.subtitle,
      x: atBest.map((_place, index) => words.chart.after(index + 1, numbers)),
      y: rangeOf([...atBest, ...atSame], (value) => numbers.signed(value, 0)),
      lines: [
        { title: words.chart.best, look: 'for', points: atBest },
        { title: words.chart.same, look: 'against', points: atSame.slice(0, atBest.length) },
      ],
      reference: { value: 0, title: words.chart.none },
    },
  ],
  check,
});

/** To the next hundred beyond what is drawn; intervals of two seeds are so wide that they are cut off. */
function rangeOf(places: readonly Place[], text: (value: number) => string) {
  const reach = Math.max(50, ...places.flatMap(({ value, dots }) => [value, ...dots.map((dot) => dot.value)].map(Math.abs)));
  const most = Math.ceil(reach / 50) * 50;
  return { min: -most, max: most, text };
}

const bytesOf = ({ summary }: L0Run): number => summary?.descriptionBytes ?? Number.NaN;

/** For each seed of which all of these runs are there, the shortest of them. */
function shortest(runs: readonly L0Run[], among: readonly number[]): Place | null {
  const asked = runs.filter((run) => among.includes(Number(settingOfRun(run, 'alpha'))));
  const seedsOf = [...new Set(asked.map(({ job }) => job.seed))];
  const bySeed = seedsOf.map((seed) => ({ seed, own: asked.filter(({ job }) => job.seed === seed) }));
  const whole = bySeed.filter(({ own }) => own.length === among.length);
  return placeOf(whole.map(({ seed, own }) => ({ seed, value: Math.min(...own.map(bytesOf)) })));
}

function measure(runs: readonly L0Run[]): Measured | null {
  const [shrinking, counting] = ['rl1', 'drr'].map((method) => runs.filter(({ job }) => job.compression.method === method));
  const atBest = afterEach(gapOf(shortest(counting, alphas), shortest(shrinking, alphas)));
  const atSame = afterEach(gapOf(shortest(counting, [SAME]), shortest(shrinking, [SAME])));
  if (atBest.length === 0) return null;
  const open = atBest.findLastIndex(isOpen);
  return { atBest, atSame, needed: open === atBest.length - 1 ? null : open + 2 };
}

/** What was known after one seed, after two, and so on. */
function afterEach(gap: Place | null): readonly Place[] {
  const dots = (gap?.dots ?? []).toSorted((a, b) => a.seed - b.seed);
  return dots.flatMap((_dot, index) => placeOf(dots.slice(0, index + 1)) ?? []);
}

/** How often another one was ahead than a seed before. */
const changesIn = (places: readonly Place[]): number =>
  places.filter(({ value }, index) => index > 0 && Math.sign(value) !== Math.sign(places[index - 1].value)).length;

function check({ atBest, atSame, needed }: Measured, answer: Answer | null, { words, numbers }: Say<typeof en>): Check | null {
  const best = atBest.at(-1);
  const same = atSame.at(-1);
  if (!best || !same) return null;
  if (needed === null) return { kind: 'inconclusive', text: words.check.open(best, numbers) };
  const seen = [
    words.check.seen(best, needed, numbers),
    isOpen(same) ? words.check.sameOpen(same, changesIn(atSame), numbers) : words.check.sameClear(same, numbers),
  ].join(' ');
  if (!answer) return { kind: 'unasked', text: seen };
  const [said] = answer;
  if (said === 1) return { kind: 'not', text: [words.check.one, seen].join(' ') };
  if (said < needed) return { kind: 'not', text: [words.check.few(said, needed, numbers), seen].join(' ') };
  if (said > 2 * needed) return { kind: 'not', text: [words.check.many(said, needed, numbers), seen].join(' ') };
  return { kind: 'as-expected', text: [words.check.enough(said, needed, numbers), seen].join(' ') };
}
