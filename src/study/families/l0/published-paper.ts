/** Every table and figure of arXiv 2505.17469 as a card, in the order of the paper. */
import type { Assessment, Card, Paper } from '../../card.ts';
import { digitsTable, frontierCurves, largePhotosTable, photosTable, tradeOffCurves } from './published-images.ts';
import { appendixE, lossOfLlama } from './published-llama.ts';
import { neuronsBesideOthers } from './published-neurons.ts';
import { idleWeights, lengthsByAlpha, lengthTable, lossesBySize } from './published-students.ts';
import { epochTable } from './published-times.ts';
import { lossesByTextSize, totalsBySize, totalsTable } from './published-texts.ts';
import { L0_PUBLISHED_SOURCE, type L0Published } from './published.ts';

/** One panel each of three figures. */
const panels = [lossesBySize, tradeOffCurves, lossesByTextSize] as const;

const overview: Card<L0Published> = {
  id: 'l0-figure-1',
  place: 'Figure 1',
  title: 'The paper in three panels',
  claim:
    'One panel each of three figures further down: students of a teacher (figure 4), images (figure 8), a text (figure 6). In each, fewer weights are had at little cost or none.',
  recorded: [...new Set(panels.flatMap(({ recorded }) => recorded))],
  preset: lossesBySize.preset,
  quick: lossesBySize.quick,
  figures: lossesBySize.figures,
  control: null,
  instead: null,
  assess(recorded, published) {
    const found = panels.map((panel) => ({ panel, ...panel.assess(recorded, published) }));
    return { ...worst(found), numbers: [] };
  },
};

const names = ['a', 'b', 'c'];
const words = {
  reproduced: 'reproduced',
  'within-spread': 'within its spread',
  'not-reproduced': 'not reproduced',
  'not-yet': 'not recorded yet',
  'cannot-run-here': 'cannot be run here',
} as const;

/** As good as the worst of its panels. */
function worst(found: readonly (Assessment & { readonly panel: Card<L0Published> })[]): Pick<Assessment, 'verdict'> {
  const kinds = found.map(({ verdict }) => verdict.kind);
  const kind = kinds.find((one) => one === 'not-reproduced') ?? kinds.find((one) => one === 'not-yet') ?? 'reproduced';
  const told = found.map(({ panel, verdict }, index) => `panel ${names[index]} (${panel.place.toLowerCase()}) ${words[verdict.kind]}`);
  return { verdict: { kind, text: `As its panels stand: ${told.join(', ')}. Their cards say why.` } };
}

export const l0Paper: Paper = {
  title: 'Efficient compression of neural networks and datasets',
  source: L0_PUBLISHED_SOURCE,
  arXiv: '2505.17469',
  cards: [
    overview,
    idleWeights,
    frontierCurves,
    photosTable,
    largePhotosTable,
    totalsTable,
    epochTable,
    lengthTable,
    digitsTable,
    lossesBySize,
    lengthsByAlpha,
    lossesByTextSize,
    totalsBySize,
    tradeOffCurves,
    lossOfLlama,
    appendixE,
    neuronsBesideOthers,
  ],
};
