import { accuracyFigure } from './accuracy.ts';
import type { DtcMaker } from './input.ts';

/** The end of the ladder, where the methods part: sparsity 0.8 to 0.999 (arXiv 2505.23869, Fig. 2). */
export const accuracyCloseUp: DtcMaker = {
  name: 'accuracy-close-up',
  title: 'Accuracy, close-up',
  make: (input) => accuracyFigure(input, [0.8, 0.999]),
};
