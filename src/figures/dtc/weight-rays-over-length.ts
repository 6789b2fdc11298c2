import { rayFigure } from './weight-rays.ts';
import type { DtcMaker } from './input.ts';

/**
 * Mean absolute entry of the ray divided once more by the ray's length, as arXiv 2505.23869 has it in Fig. 3. From 512 to 11 neurons that
 * division alone raises the curve 47-fold.
 */
export const weightRaysOverLength: DtcMaker = {
  name: 'weight-rays-over-length',
  title: 'Weight rays over their length',
  make: (input) =>
    rayFigure(input, {
      note: 'as published, mean |r| divided once more by the length of r',
      quantity: 'mean |r| / length',
      axis: 'mean |r| / length (units of the weights)',
      format: '.5f',
      read: ({ rayMeanAbs, neuronsBefore }) => (rayMeanAbs === null || neuronsBefore === 0 ? null : rayMeanAbs / neuronsBefore),
    }),
};
