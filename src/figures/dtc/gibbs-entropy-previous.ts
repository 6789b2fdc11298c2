import { entropyFigure, entropyWork } from './gibbs-entropy.ts';
import { doFor } from '../pieces.ts';
import { entropyTopic } from '../topics.ts';
import type { DtcMaker } from './input.ts';
import { inPaper, publishedData } from './notes.ts';

/** G₁, of the sums of incoming weights, much of which falls outside the histogram (arXiv 2505.23869, Fig. 4). */
export const gibbsEntropyPrevious: DtcMaker = {
  name: 'gibbs-entropy-previous',
  title: 'Gibbs entropy, previous layer',
  topic: entropyTopic,
  about: {
    shows:
      'How spread out the random measurements of the incoming weights are at each prune, in bits. Each neuron counts by the sum of its weights from the previous layer. Many of these measurements fall outside the histogram and are left out.',
    read: 'The grey band is what as many numbers of pure noise of the same size would have; the dotted line is the most that so few numbers can have. Where the markers lie in the band, the entropy tells how many neurons are left, and nothing of what they have learned. The thin line is the entropy that very many such numbers would have.',
    source: `${inPaper('Fig. 4')} ${publishedData}`,
  },
  prepare: (input, milliseconds) => doFor(entropyWork(input, 'previous'), milliseconds),
  make: (input) => entropyFigure(input, 'previous', 'G₁'),
};
