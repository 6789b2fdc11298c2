import type { LessonWords } from '../../lesson.ts';
import type { Numbers } from '../../language.ts';
import type { Place } from '../../outcome.ts';

const points = (value: number, n: Numbers, digits = 0): string => `${n.fixed(value, digits)} ${Math.abs(value) === 1 ? 'point' : 'points'}`;
const interval = ({ value, halfWidth }: Place, n: Numbers): string =>
  halfWidth === null ? n.fixed(value) : `${n.fixed(value)} ± ${n.fixed(halfWidth)}`;

export const en = {
  title: 'Is pruning clever?',
  teaser: 'Does it matter which weights go?',
  question: [
    'A trained network loses most of its weights. Does it matter *which* ones go, the smallest or any at random, when what is left may train on afterwards?',
  ],
  ask: 'By how many points of accuracy will *smallest first* beat *at random*? Pull the three marks, or use the sliders.',
  measure: 'points ahead',
  places: ['50% gone', '90% gone', '98% gone'],
  value: (value: number, n: Numbers) => points(value, n),
  exact: (value: number, n: Numbers) => points(value, n, 2),
  tick: (value: number, n: Numbers) => n.whole(value),
  run: 'Trains a network in this browser, again and again: two ways to choose, three shares, three seeds.',
  source: 'LeNet-300-100 on 6,000 handwritten digits, tested on 3,000 others',
  both: {
    x: ['50%', '90%', '98%'],
    title: 'Accuracy of both',
    subtitle: '% right, after training on',
    smallest: 'smallest first',
    random: 'at random',
  },
  finding: ({ half, last, isOpenAtHalf }: { half: Place; last: Place; isOpenAtHalf: boolean }, n: Numbers) =>
    `${isOpenAtHalf ? 'With half of the weights gone the choice makes no difference that these seeds could show' : `With half of the weights gone the choice is worth ${points(half.value, n, 1)}`}; with 98% gone, smallest first is ${points(last.value, n)} ahead.`,
  check: {
    oneSeed: 'One seed tells nothing of chance: nobody can say how much another one would have given.',
    noLead: (last: Place, n: Numbers) =>
      `At 98% the lead is ${interval(last, n)} points: the interval holds zero, so these seeds cannot say who is ahead.`,
    noGrowth: (half: Place, last: Place, n: Numbers) =>
      `The lead is ${interval(half, n)} points at 50% and ${interval(last, n)} at 98%: from seed to seed it varies as much as it grows.`,
    seen: (
      { half, middle, last, isOpenInTheMiddle }: { half: Place; middle: Place; last: Place; isOpenInTheMiddle: boolean },
      n: Numbers,
    ) =>
      `The lead is ${interval(half, n)}, then ${interval(middle, n)}, then ${interval(last, n)} points.${isOpenInTheMiddle ? ' At 90% the interval still holds zero: there it may be chance.' : ''}`,
    grows: 'You said that the lead grows from little as more is thrown away, and it does.',
    distance: (off: number, { halfWidth }: Place, n: Numbers) =>
      Math.abs(off) <= (halfWidth ?? 0)
        ? 'At 98% you were within the interval.'
        : `At 98% you were ${points(Math.abs(off), n)} ${off < 0 ? 'below' : 'above'} what happened.`,
    flat: (half: number, last: number, n: Numbers) =>
      `You said ${points(half, n)} at 50% and ${points(last, n)} at 98%: no growth. There is one.`,
    muchAtHalf: (said: number, half: Place, n: Numbers) => `You said ${points(said, n)} at 50%; it was ${interval(half, n)}.`,
    why: 'With half of the weights left, training on repairs either cut. Only when little is left does it matter what is left.',
    cutOff: (runs: number, n: Numbers) =>
      `In ${n.plural(runs, 'run', 'runs')} a layer lost its last weight, so that the network says the same of every digit.`,
  },
  sentence: { ask: 'When does it matter which weights go?', begin: 'It matters when …' },
  teacher: [
    'Most classes predict a straight line. Ask before anyone presses Run why the first gap might be zero: what has training on got to repair?',
    'Typical wrong answer: “small weights do nothing, so removing them costs nothing”. At 98% smallest first loses points as well; let the class read them off the second drawing.',
    'A random cut of 98% can cut a layer off: then about one digit in ten is right. The check says so.',
    'For a longer lesson: open the runs in the lab, add 99% to the target sparsities, and ask which way breaks first.',
  ],
} satisfies LessonWords & Record<string, unknown>;
