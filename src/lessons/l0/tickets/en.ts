import type { Numbers } from '../../language.ts';
import type { LessonWords } from '../../lesson.ts';
import type { Place } from '../../outcome.ts';

const interval = ({ value, halfWidth }: Place, n: Numbers): string =>
  halfWidth === null ? n.fixed(value) : `${n.fixed(value)} ± ${n.fixed(halfWidth)}`;

export const en = {
  title: 'Lottery tickets',
  teaser: 'Can a cut network learn from the start as well as the whole one?',
  question: [
    'Train a network, throw away the smallest of its weights, and give those that stay their *first* values back, from before any training. What is left is a *ticket*: a small network with the very numbers that it was born with. Now train it.',
    'Does a ticket of 5% of the weights learn as well as the whole network? And does it matter that it is this 5%, and not any other?',
  ],
  ask: 'How many per cent of new digits will each read right? Pull the three marks.',
  measure: '% right',
  places: ['whole', 'ticket, 5%', 'random 5%'],
  value: (value: number, n: Numbers) => `${n.whole(value)}%`,
  exact: (value: number, n: Numbers) => `${n.fixed(value, 2)}%`,
  tick: (value: number, n: Numbers) => n.whole(value),
  run: 'Trains LeNet-300-100 in this browser: whole, as a ticket found in three rounds, and with a random 5% of its trained weights, trained on; five seeds.',
  source: 'LeNet-300-100 on 6,000 handwritten digits, tested on 3,000 others',
  finding: ({ toWhole, toRandom, isLevel }: { toWhole: Place; toRandom: Place; isLevel: boolean }, n: Numbers) =>
    `The ticket is ${n.fixed(Math.abs(toRandom.value))} points ${toRandom.value < 0 ? 'behind' : 'ahead of'} a random 5%, and ${
      isLevel
        ? 'no different from the whole network as far as these seeds show'
        : `${n.fixed(Math.abs(toWhole.value))} points ${toWhole.value < 0 ? 'behind' : 'ahead of'} the whole network`
    }.`,
  check: {
    open: (gap: Place, n: Numbers) =>
      `The ticket is ${interval(gap, n)} points ahead of a random 5%: the interval holds zero, so these seeds cannot say that it matters which weights stay.`,
    seen: (gap: Place, n: Numbers) => `Against a random 5% the ticket has ${interval(gap, n)} points.`,
    level: (gap: Place, n: Numbers) => `Against the whole network it has ${interval(gap, n)}: these seeds show no difference.`,
    apart: (gap: Place, n: Numbers) => `Against the whole network it has ${interval(gap, n)}.`,
    any: (ticket: number, random: number, n: Numbers) =>
      `You said ${n.whole(ticket)}% for the ticket and ${n.whole(random)}% for a random 5%.`,
    worse: (points: number, n: Numbers) => `You said that the ticket would be ${n.whole(points)} points worse than the whole network.`,
    why: 'Most weights of this network are not needed for what it can learn from these digits. That tells of the network as much as of the ticket.',
    right: 'You said that the ticket keeps up with the whole network and is ahead of a random cut, and so it is.',
  },
  sentence: { ask: 'What would you have to compare a ticket with before you call it lucky?', begin: 'I would compare it with …' },
  teacher: [
    'The comparison here is not the whole story, and the class can find out why: the random 5% is cut from a trained network and trained on, while the ticket begins anew and was found in three rounds of training.',
    'Two controls are missing in the lab so far: a random mask with the first weights, and the ticket’s mask with other first weights. Only with these one can say whether mask or first weights make the ticket.',
    'The random cut can break a layer nearly off; its seeds lie far apart. With three of them the difference would be inconclusive.',
    'For a longer lesson: 99% instead of 95% in the lab.',
  ],
} satisfies LessonWords & Record<string, unknown>;
