import { entropyFigure, entropyWork } from './gibbs-entropy.ts';
import { doFor } from '../pieces.ts';
import { entropyTopic } from '../topics.ts';
import type { DtcMaker } from './input.ts';
import { inPaper, publishedData } from './notes.ts';

/** G₂, of the sums of outgoing weights (arXiv 2505.23869, Fig. 5, whose values are in nats though its axis says bits). */
export const gibbsEntropyNext: DtcMaker = {
  name: 'gibbs-entropy-next',
  title: 'Gibbs entropy, next layer',
  topic: entropyTopic,
  about: {
    shows:
      'How spread out the random measurements of the outgoing weights are at each prune, in bits. Each neuron counts by the sum of its weights into the next layer.',
    read: 'The grey band is what as many numbers of pure noise of the same size would have; the dotted line is the most that so few numbers can have. Where the markers lie in the band, the entropy tells how many neurons are left, and nothing of what they have learned. The thin line is the entropy that very many such numbers would have.',
    source: `${inPaper('Fig. 5')} Its values are in nats though its axis says bits; here they are turned into bits. ${publishedData}`,
  },
  prepare: (input, milliseconds) => doFor(entropyWork(input, 'next'), milliseconds),
  make: (input) => entropyFigure(input, 'next', 'G₂'),
};
