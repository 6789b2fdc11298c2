import type { Numbers } from '../../language.ts';
import type { LessonWords } from '../../lesson.ts';
import type { Band, Place } from '../../outcome.ts';

const reach = ({ from, to }: Band, n: Numbers): string => `${n.fixed(from, 2)} to ${n.fixed(to, 2)}`;

export const en = {
  title: 'Can noise tell the same story?',
  teaser: 'A correlation of 0.92 is published. How much of it would pure noise have?',
  question: [
    'A paper prunes a layer step by step. At each step it takes some measurements of the layer and computes their *entropy*. Over the steps the entropy follows the accuracy of the network: r = 0.917.',
    'At each step fewer neurons are left, so there are fewer measurements too. Does the entropy know anything of what the network has learned?',
  ],
  ask: 'Replace every measurement by *pure noise* of the same size, and leave all else as it is. What r between entropy and accuracy do you get?',
  measure: 'correlation r of noise with the accuracy',
  places: ['r of pure noise'],
  value: (value: number, n: Numbers) => n.fixed(value, 2),
  exact: (value: number, n: Numbers) => n.fixed(value, 4),
  tick: (value: number, n: Numbers) => n.fixed(value, 1),
  run: 'Prunes a layer of 64 neurons by score and at random, with two seeds each, and draws noise 500 times for each run.',
  source: 'One hidden layer of 64 neurons on 6,144 handwritten digits; pruned by score and at random',
  legend: 'dots: the runs, each with the mean of its 500 draws',
  band: '95% of the draws of each run',
  observed: (r: string) => `measured: ${r}`,
  published: (r: string) => `published: ${r}`,
  finding: ({ noise, observed, cycle }: { noise: Place; observed: Place; cycle: Place | null }, n: Numbers) =>
    `Pure noise reaches r = ${n.fixed(noise.value, 2)}, the measurements ${n.fixed(observed.value, 2)}${cycle ? `, and the bare number of the step ${n.fixed(Math.abs(cycle.value), 2)}` : ''}.`,
  check: {
    wide: (band: Band, n: Numbers) => `The draws of noise reach from r = ${reach(band, n)}: so few steps can say nothing of either story.`,
    inside: ({ observed, inside, runs }: { observed: Place; inside: number; runs: number }, n: Numbers) =>
      `What was measured has r = ${n.fixed(observed.value, 2)}. In ${n.whole(inside)} of ${n.whole(runs)} runs it lies inside what noise of that very run reaches: it is no evidence that the entropy knows what the network has learned.`,
    outside: ({ observed, inside, runs }: { observed: Place; inside: number; runs: number }, n: Numbers) =>
      `What was measured has r = ${n.fixed(observed.value, 2)}. Only in ${n.whole(inside)} of ${n.whole(runs)} runs does it lie inside what noise of that very run reaches, so something more may be in it; how much, says its distance from the band and not from zero.`,
    low: (said: number, band: Band, n: Numbers) => `You said ${n.fixed(said, 2)}; noise reaches ${reach(band, n)}.`,
    high: (said: number, band: Band, n: Numbers) => `You said ${n.fixed(said, 2)}: more than noise reaches, ${reach(band, n)}.`,
    why: 'The entropy of n numbers grows with n, about like log₂ n. As neurons go, n falls, and the accuracy falls as well: two things that fall together are correlated, whatever the numbers are.',
    hit: (said: number, band: Band, n: Numbers) => `You said ${n.fixed(said, 2)}, inside what noise reaches, ${reach(band, n)}.`,
  },
  sentence: { ask: 'What would convince you that the entropy knows something of the network?', begin: 'I would be convinced if …' },
  teacher: [
    'Nearly everyone says a number near zero: noise correlates with nothing. Ask what the horizontal axis of the plot is, and what else changes along it.',
    'The point is the null model: the number to compare an r with is what r would be if the story were false, here about 0.8 and not 0.',
    'Good answers to the last question: the entropy at a fixed number of measurements; differences from step to step; another layer, shuffled; a network that is pruned and not trained.',
    'Open the runs in the lab, and there “Entropy and accuracy, correlated”: it has more controls.',
  ],
} satisfies LessonWords & Record<string, unknown>;
