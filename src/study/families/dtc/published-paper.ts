/** Every table and figure of arXiv 2505.23869 as a card, in the order of the paper. */
import type { Paper } from '../../card.ts';
import { accuracyCloseUp, accuracyCurves, accuracyTable } from './published-accuracies.ts';
import { correlationOfDtc, correlationOfRandom, nextEntropies, previousEntropies, rays } from './published-entropies.ts';
import { futureWork } from './published-open.ts';
import { PUBLISHED_SOURCE } from './published.ts';

export const dtcPaper: Paper = {
  title: 'Gibbs randomness-compression proposition: An efficient deep learning',
  source: PUBLISHED_SOURCE,
  arXiv: '2505.23869',
  cards: [
    accuracyTable,
    accuracyCurves,
    accuracyCloseUp,
    rays,
    previousEntropies,
    nextEntropies,
    correlationOfDtc,
    correlationOfRandom,
    futureWork,
  ],
};
