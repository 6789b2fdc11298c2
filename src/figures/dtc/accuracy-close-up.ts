import { accuracyFigure } from './accuracy.ts';
import { accuracyTopic } from '../topics.ts';
import type { DtcMaker } from './input.ts';
import { inPaper, publishedData } from './notes.ts';

/** The end of the ladder, where the methods part: sparsity 0.8 to 0.999 (arXiv 2505.23869, Fig. 2). */
export const accuracyCloseUp: DtcMaker = {
  name: 'accuracy-close-up',
  title: 'Accuracy, close-up',
  topic: accuracyTopic,
  about: {
    shows:
      'The right end of “Accuracy against sparsity”: networks of which 80 % to 99.9 % of the hidden neurons are gone. There the methods part.',
    read: 'As the figure that it is a part of: markers are networks right after a prune, lines are LOWESS curves over all cycles, also those left of this part.',
    source: `${inPaper('Fig. 2')} ${publishedData}`,
  },
  make: (input) => accuracyFigure(input, [0.8, 0.999]),
};
