import { entropyFigure, entropyWork } from './gibbs-entropy.ts';
import { doFor } from '../pieces.ts';
import type { DtcMaker } from './input.ts';

/** G₂, of the sums of outgoing weights (arXiv 2505.23869, Fig. 5, whose values are in nats though its axis says bits). */
export const gibbsEntropyNext: DtcMaker = {
  name: 'gibbs-entropy-next',
  title: 'Gibbs entropy, next layer',
  prepare: (input, milliseconds) => doFor(entropyWork(input, 'next'), milliseconds),
  make: (input) => entropyFigure(input, 'next', 'G₂'),
};
