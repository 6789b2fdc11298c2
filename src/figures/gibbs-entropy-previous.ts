import type { FigureMaker } from './figure.ts';
import { entropyFigure } from './gibbs-entropy.ts';

/** G₁, of the sums of incoming weights, much of which falls outside the histogram (arXiv 2505.23869, Fig. 4). */
export const gibbsEntropyPrevious: FigureMaker = {
  name: 'gibbs-entropy-previous',
  make: (input) => entropyFigure(input, 'previous', { title: 'Gibbs entropy, previous layer', symbol: 'G₁' }),
};
