/** Whether it matters which weights go: the smallest against any, at three shares of them. */
import type { L0Run } from '../../../study/families/l0/run.ts';
import { lesson, type Check, type Say } from '../../lesson.ts';
import { gapOf, isOpen, type Place } from '../../outcome.ts';
import { marks, type Answer } from '../../prediction.ts';
import { accuracyOf, among, digits } from '../studies.ts';
import { de } from './de.ts';
import { en } from './en.ts';

const shares = [0.5, 0.9, 0.98];
const [HALF, , LAST] = [0, 1, 2];

/** Points of accuracy under which a lead at half of the weights counts as none. */
const LITTLE = 2;

interface Measured {
  readonly smallest: readonly (Place | null)[];
  readonly random: readonly (Place | null)[];
  /** Points by which the smallest first are ahead. */
  readonly gaps: readonly (Place | null)[];
  /** Runs of which a layer has no weight left. */
  readonly cutOff: number;
}

export const pruning = lesson({
  id: 'pruning',
  minutes: 5,
  recorded: 'lesson-pruning',
  study: {
    job: { ...digits, compression: { method: 'magnitude-finetune' }, seed: 1 },
    axes: [
      { path: 'compression.method', values: ['magnitude-finetune', 'random-finetune'] },
      { path: 'compression.targetSparsity', values: shares },
      { path: 'seed', values: [1, 2, 3] },
    ],
  },
  prediction: marks({ min: 0, max: 60, step: 1, ticks: [0, 20, 40, 60] }, [10, 10, 10]),
  words: { en, de },
  measure,
  outcome: ({ gaps }) => ({ places: gaps }),
  finding({ gaps: [half, , last] }, { words, numbers }) {
    return half && last && words.finding({ half, last, isOpenAtHalf: isOpen(half) }, numbers);
  },
  charts: ({ smallest, random }, { words, numbers }) => [
    {
      title: words.both.title,
      subtitle: words.both.subtitle,
      x: words.both.x,
      y: { min: 0, max: 100, text: (value) => numbers.whole(value) },
      lines: [
        { title: words.both.smallest, look: 'for', points: smallest },
        { title: words.both.random, look: 'against', points: random },
      ],
    },
  ],
  check,
});

function measure(runs: readonly L0Run[]): Measured | null {
  if (runs.length === 0) return null;
  const of = (method: string) => shares.map((targetSparsity) => accuracyOf(among(runs, { method, targetSparsity })));
  const [smallest, random] = [of('magnitude-finetune'), of('random-finetune')];
  return {
    smallest,
    random,
    gaps: smallest.map((place, index) => gapOf(place, random[index])),
    cutOff: runs.filter(({ summary }) => summary?.collapsed?.length).length,
  };
}

function check({ gaps, cutOff }: Measured, answer: Answer | null, { words, numbers }: Say<typeof en>): Check | null {
  const [half, middle, last] = gaps;
  if (!half || !middle || !last) return null;
  const is = (kind: Check['kind'], ...texts: readonly string[]): Check => ({
    kind,
    text: [...texts, ...(cutOff > 0 ? [words.check.cutOff(cutOff, numbers)] : [])].join(' '),
  });
  if (last.halfWidth === null) return is('inconclusive', words.check.oneSeed);
  if (isOpen(last)) return is('inconclusive', words.check.noLead(last, numbers));
  const growth = gapOf(last, half);
  if (!growth || isOpen(growth)) return is('inconclusive', words.check.noGrowth(half, last, numbers));
  const seen = words.check.seen({ half, middle, last, isOpenInTheMiddle: isOpen(middle) }, numbers);
  if (!answer) return is('unasked', seen);
  const [said, far] = [answer[HALF], answer[LAST]];
  if (far <= said) return is('not', words.check.flat(said, far, numbers), seen, words.check.why);
  if (said > Math.max(LITTLE, half.value + (half.halfWidth ?? 0)))
    return is('not', words.check.muchAtHalf(said, half, numbers), words.check.why);
  return is('as-expected', words.check.grows, seen, words.check.distance(far - last.value, last, numbers));
}
