/** Which symbol comes next, at each place of a sequence: every place is a prediction. */
import { sizeOf } from '../shape.ts';
import { classification } from './classification.ts';
import type { Task } from './task.ts';

export const nextToken: Task = {
  ...classification,
  id: 'next-token',
  symbol: 'byte',
  predictionsOf: sizeOf,
  // As they lie in a file, whatever the alphabet.
  verbatimBits: (predictions) => 8 * predictions,
};
