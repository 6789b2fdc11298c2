import type { Numbers } from '../../language.ts';
import type { LessonWords } from '../../lesson.ts';
import type { Place } from '../../outcome.ts';

const seedsOf = (amount: number, n: Numbers): string => n.plural(amount, 'seed', 'seeds');
const bytes = ({ value, halfWidth }: Place, n: Numbers): string =>
  `${n.whole(Math.abs(value))}${halfWidth === null ? '' : ` ± ${n.whole(halfWidth)}`} bytes`;
const ahead = ({ value }: Place): string => (value >= 0 ? 'R-L1' : 'DRR');

export const en = {
  title: 'An honest comparison',
  teaser: 'One method is ahead. How many seeds until you would bet on it?',
  question: [
    'Two methods, *R-L1* and *DRR*, make a network small while it learns. Which gives the shorter description: network and mistakes together, in bytes? Train each once, and one of them is ahead. But train again from another *seed*, other first weights, and the numbers are others.',
    'Each method has a strength α. Each gets its best α here, seed by seed.',
  ],
  ask: 'From how many seeds on would you *bet* on the one that is ahead? Say the number at which the 95% interval of the difference will hold zero no more.',
  measure: 'seeds that it takes',
  places: ['seeds until you bet'],
  value: (value: number, n: Numbers) => seedsOf(value, n),
  exact: (value: number, n: Numbers) => seedsOf(value, n),
  tick: (value: number, n: Numbers) => n.whole(value),
  legend: 'the first number of seeds from which on the interval holds zero no more',
  run: 'Trains a small network on 300 noisy points in this browser: two methods, three strengths, three seeds.',
  source: 'A student of 751 numbers learns a teacher of 72 from 300 points',
  chart: {
    title: 'Bytes by which R-L1 is shorter',
    subtitle: 'mean and 95% interval so far',
    after: (amount: number, n: Numbers) => seedsOf(amount, n),
    best: 'each at its best α',
    same: 'both at α = 0.001',
    none: 'no difference',
  },
  finding: ({ best, same, needed, changes }: { best: Place; same: Place; needed: number | null; changes: number }, n: Numbers) =>
    `${
      needed === null
        ? `Each at its best α, ${n.plural(best.dots.length, 'seed does', 'seeds do')} not tell the two apart.`
        : `Each at its best α, ${ahead(best)} is ${bytes(best, n)} shorter, and ${n.plural(needed, 'seed shows', 'seeds show')} it.`
    } With one α for both, the lead ${changes === 0 ? 'never changed hands' : `changed hands ${changes === 1 ? 'once' : `${n.whole(changes)} times`}`}: ${ahead(same)} ends ahead by ${bytes(same, n)}.`,
  check: {
    open: (best: Place, n: Numbers) =>
      `After ${seedsOf(best.dots.length, n)} the difference is ${bytes(best, n)}: the interval holds zero, so nobody can say yet who is ahead.`,
    seen: (best: Place, needed: number, n: Numbers) =>
      `Each at its best α, ${ahead(best)} is ${bytes(best, n)} shorter; it took ${seedsOf(needed, n)} to say so.`,
    sameOpen: (same: Place, changes: number, n: Numbers) =>
      `With α = 0.001 for both, ${seedsOf(same.dots.length, n)} leave it open, ${bytes(same, n)}${changes > 0 ? ', and the lead changed hands on the way' : ''}: there the comparison is mostly about who likes that α.`,
    sameClear: (same: Place, n: Numbers) =>
      `With α = 0.001 for both it is ${ahead(same)} by ${bytes(same, n)}: what is held equal is part of the answer.`,
    one: 'You would bet after one seed. One seed has no interval: it cannot tell luck from skill.',
    few: (said: number, needed: number, n: Numbers) => `You would bet after ${seedsOf(said, n)}; it took ${n.whole(needed)}.`,
    many: (said: number, needed: number, n: Numbers) =>
      `You asked for ${seedsOf(said, n)}; ${n.whole(needed)} were enough, because the same seeds were given to both: what a seed does to both falls out of the difference.`,
    enough: (said: number, needed: number, n: Numbers) =>
      `You asked for ${seedsOf(said, n)}, and ${n.plural(needed, 'was', 'were')} enough.`,
  },
  sentence: { ask: 'What has to stand beside “A beats B” before you believe it?', begin: 'I would ask for …' },
  teacher: [
    'Let the class vote after the first seed, before the others have run. The figure grows from left to right as the jobs end.',
    'Two points at once: an interval needs repeats, and a comparison needs its terms. One α for both is not fair, since α does not mean the same in both penalties.',
    'The interval after two seeds is that of Student’s t with one degree of freedom: 12.7 standard errors. It can look sure by luck; three seeds are the least that one should publish.',
    'The width falls like one over the root of the seeds only later on. Add seeds in the lab to see it.',
  ],
} satisfies LessonWords & Record<string, unknown>;
