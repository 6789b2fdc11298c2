import { rayFigure } from './weight-rays.ts';
import { raysTopic } from '../topics.ts';
import type { DtcMaker } from './input.ts';
import { inPaper, publishedData } from './notes.ts';

/**
 * Mean absolute entry of the ray divided once more by the ray's length, as arXiv 2505.23869 has it in Fig. 3. From 512 to 11 neurons that
 * division alone raises the curve 47-fold.
 */
export const weightRaysOverLength: DtcMaker = {
  name: 'weight-rays-over-length',
  title: 'Weight rays over their length',
  topic: raysTopic,
  about: {
    shows: 'The mean size of the entries of the ray at each prune, divided once more by how many entries there are.',
    read: 'Compare it with “Weight rays”, which has the mean alone. From 512 neurons to 11 the second division raises a curve 47-fold by itself, so most of what rises here is that division.',
    source: `${inPaper('Fig. 3')} ${publishedData}`,
  },
  make: (input) =>
    rayFigure(input, {
      caption: 'mean |r| / length, as published',
      note: 'mean |r| divided once more by the length of r',
      quantity: 'mean |r| / length',
      axis: 'mean |r| / length (units of the weights)',
      format: '.5f',
      read: ({ rayMeanAbs, neuronsBefore }) => (rayMeanAbs === null || neuronsBefore === 0 ? null : rayMeanAbs / neuronsBefore),
    }),
};
