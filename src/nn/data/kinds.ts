/** The kinds of data as tensors. */
import { sizeOf } from '../../data/shape.ts';
import * as tf from '../tf.ts';
import type { KindInputs } from './source.ts';

/** Images and points: float32. */
export const numbers: KindInputs = {
  random(random, input, count) {
    const size = sizeOf(input);
    return tf.tensor2d(Float32Array.from(random.normals(count * size)), [count, size]);
  },
};

/** Sequences of symbols: int32. A float is no symbol, and an embedding takes none. */
export const symbols: KindInputs = {
  random(random, input, count) {
    if (input.kind !== 'tokens') throw new TypeError('Only sequences are made of symbols.');
    const { length, vocabulary } = input;
    return tf.tensor2d(
      Int32Array.from({ length: count * length }, () => random.integer(vocabulary)),
      [count, length],
      'int32',
    );
  },
};
