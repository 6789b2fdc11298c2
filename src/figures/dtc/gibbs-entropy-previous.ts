import { entropyFigure, entropyWork } from './gibbs-entropy.ts';
import { doFor } from '../pieces.ts';
import type { DtcMaker } from './input.ts';

/** G₁, of the sums of incoming weights, much of which falls outside the histogram (arXiv 2505.23869, Fig. 4). */
export const gibbsEntropyPrevious: DtcMaker = {
  name: 'gibbs-entropy-previous',
  title: 'Gibbs entropy, previous layer',
  prepare: (input, milliseconds) => doFor(entropyWork(input, 'previous'), milliseconds),
  make: (input) => entropyFigure(input, 'previous', 'G₁'),
};
