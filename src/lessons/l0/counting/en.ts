import type { Numbers } from '../../language.ts';
import type { LessonWords } from '../../lesson.ts';
import type { Place } from '../../outcome.ts';

const times = (value: number, n: Numbers): string => `${n.fixed(value)} times`;
const interval = ({ value, halfWidth }: Place, n: Numbers): string =>
  halfWidth === null ? n.fixed(value, 2) : `${n.fixed(value, 2)} ± ${n.fixed(halfWidth, 2)}`;

export const en = {
  title: 'Why ℓ₀?',
  teaser: 'Two penalties make weights vanish. What do they do to those that stay?',
  question: [
    'Two ways to make a network lose weights while it learns. *R-L1* taxes every weight by its size: the larger, the dearer. *DRR* nearly counts: a weight that is there costs the same, large or small. Both push many weights to zero, and what is close to it is cut.',
    'Look at the weights that *survive* the cut. Every one of them has paid its tax all along.',
  ],
  ask: 'How many times as large is a typical surviving weight with *DRR* as with *R-L1*? Below 1: smaller.',
  measure: 'size of DRR’s survivors over R-L1’s',
  places: ['DRR over R-L1'],
  value: (value: number, n: Numbers) => times(value, n),
  exact: (value: number, n: Numbers) => n.fixed(value, 2),
  tick: (value: number, n: Numbers) => n.about(value),
  same: '1: equally large',
  run: 'Trains LeNet-300-100 in this browser with either penalty at α = 0.0003, cuts it, and trains on without one; three seeds.',
  source: 'LeNet-300-100 on 6,000 handwritten digits; typical: the median of |w|',
  chart: { title: 'Size of the survivors', subtitle: 'median of |w|', x: ['after the cut', 'trained on'] },
  finding: ({ ratio, shrinking, counting }: { ratio: Place; shrinking: Place; counting: Place }, n: Numbers) =>
    `DRR’s survivors are ${n.fixed(ratio.value)} times as large as R-L1’s. Once the tax is gone, R-L1’s grow by ${n.percent(shrinking.value - 1)}, DRR’s by ${n.percent(counting.value - 1)}.`,
  check: {
    open: (ratio: Place, n: Numbers) =>
      `The ratio is ${interval(ratio, n)}: the interval holds 1, so these seeds cannot say whose survivors are larger.`,
    counted: (shrinking: Place, counting: Place, n: Numbers) =>
      `A tax on size keeps on pulling at the weights that are needed, and makes them smaller than they would be; a tax on being there does not. When it is lifted, R-L1’s survivors grow ${interval(shrinking, n)}-fold and DRR’s ${interval(counting, n)}-fold.`,
    shrunk: (_n: Numbers) =>
      'Here the weights that were counted came out smaller. They survive a cut at a threshold, and where that lies matters as well: look at it in the lab.',
    side: (said: number, ratio: Place, n: Numbers) => `You said ${times(said, n)}; it is ${interval(ratio, n)}.`,
    near: (said: number, ratio: Place, n: Numbers) => `You said ${times(said, n)}, and it is ${interval(ratio, n)}.`,
    far: (said: number, ratio: Place, n: Numbers) =>
      `The right side, but not the size: you said ${times(said, n)}, and it is ${interval(ratio, n)}.`,
  },
  sentence: { ask: 'What does a penalty on size do that one on number does not?', begin: 'A penalty on size …' },
  teacher: [
    'Draw both penalties over w first: |w| is a straight line, that of DRR, 1 − e^(−β|w|), levels off. Ask for their slopes at a large w: that is the pull.',
    'Typical wrong answer: “both push to zero, so what is left is alike”. They are alike in what goes, not in what stays.',
    'Do not compare accuracies here: at the same α DRR keeps far fewer weights. Lesson “An honest comparison” is about that.',
    'In the lab the histograms of the weights before and after the cut stand among the details of each run.',
  ],
} satisfies LessonWords & Record<string, unknown>;
