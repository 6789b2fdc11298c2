import { pow } from '../../../math/elementary.ts';
import type { Numbers } from '../../language.ts';
import type { LessonWords } from '../../lesson.ts';
import type { Place } from '../../outcome.ts';

/** Ten to the power of a place on the axis. */
const times = (value: number, n: Numbers): string => `${n.about(pow(10, value), 2)}×`;

export const en = {
  title: 'Learning by heart',
  teaser: 'A large network and few samples: how much does it fool itself?',
  question: [
    'A network of 751 numbers learns a curve from noisy points: from *30*, from *100*, from *300* of them. With more numbers than points it can simply remember them, noise and all. Then it is nearly right on what it has seen, and wrong on new points.',
    'The error on *new* points over the error on those it *learned from* tells how much it fools itself: 1 is honest.',
  ],
  ask: 'How many times larger will the error on new points be? Pull the three marks; each step of the axis is a factor of ten.',
  measure: 'error on new points over error on learned points',
  places: ['30 points', '100 points', '300 points'],
  value: (value: number, n: Numbers) => times(value, n),
  exact: (value: number, n: Numbers) => `10^${n.fixed(value, 2)}`,
  tick: (value: number, n: Numbers) => times(value, n),
  run: 'Trains a small network in this browser: from three numbers of points, and from 30 with a penalty on its weights as well; five seeds.',
  source: 'A student of 751 numbers learns a teacher of 72, noise 0.08; penalty: DRR with α = 0.0003',
  chart: {
    title: 'Mean squared errors',
    subtitle: 'log axis; mean over the seeds',
    x: ['30', '100', '300'],
    plain: 'new points',
    penalised: 'with penalty',
    learned: 'learned points',
  },
  finding: ({ few, many, helps }: { few: Place; many: Place; helps: boolean | null }, n: Numbers) =>
    `From 30 points the error on new points is ${times(few.value, n)} that on learned ones, from 300 only ${times(many.value, n)}. ${
      helps === null
        ? 'Whether the penalty helps on new points from 30 of them, these seeds leave open.'
        : helps
          ? 'A penalty on the weights makes the network better on new points.'
          : 'A penalty on the weights makes it worse on new points here.'
    }`,
  check: {
    open: (few: Place, many: Place, n: Numbers) =>
      `The ratio is about ${times(few.value, n)} from 30 points and ${times(many.value, n)} from 300, but from seed to seed it varies as much: nobody can say that it falls.`,
    seen: ({ few, middle, many }: { few: Place; middle: Place; many: Place }, n: Numbers) =>
      `It is ${times(few.value, n)}, then ${times(middle.value, n)}, then ${times(many.value, n)}.`,
    way: (few: number, many: number, n: Numbers) => `You said ${times(few, n)} from 30 points and ${times(many, n)} from 300.`,
    why: 'Few points can be remembered one by one, and then the training error says nothing. Many cannot: what fits them all has to be near the curve.',
    falls: 'You said that it falls with more points, and it does.',
    distance: (factor: number, off: number, n: Numbers) =>
      factor < 1.5 ? 'From 30 points you were close.' : `From 30 points you were ${n.about(factor, 2)}× too ${off < 0 ? 'low' : 'high'}.`,
  },
  sentence: { ask: 'Why is the error on learned points no measure of a network?', begin: 'It is none because …' },
  teacher: [
    'The typical prediction is far too low for 30 points: a ratio of two or three. The training error can be nearly zero, so that the ratio has no upper end; one seed may give 10,000.',
    'That is why the seeds are averaged as powers of ten, and why the check looks at the direction and not at the number.',
    'The penalty makes the network smaller and its training error larger. Ask which of the three lines somebody would see who has no test set.',
    'For a longer lesson: open the runs in the lab, add values of α from 0.0001 to 0.01, and look for the U of the test error; where it is lowest depends on the number of points, and it takes many seeds to see.',
  ],
} satisfies LessonWords & Record<string, unknown>;
