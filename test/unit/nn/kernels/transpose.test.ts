import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import * as tf from '../../../../src/nn/tf.ts';
import { onBoth, startWithKernels, tensor } from './setup.ts';

beforeAll(async () => {
  await startWithKernels();
});

/** The definition: y[i_perm0, i_perm1, ...] = x[i_0, i_1, ...]. */
function reference(x: ArrayLike<number>, shape: number[], perm: number[]): number[] {
  const strides = shape.map((_, i) => shape.slice(i + 1).reduce((a, b) => a * b, 1));
  const outShape = perm.map((dimension) => shape[dimension]);
  return Array.from({ length: x.length }, (_, index) => {
    let at = 0;
    let rest = index;
    for (let i = perm.length - 1; i >= 0; i--) {
      at += (rest % outShape[i]) * strides[perm[i]];
      rest = Math.floor(rest / outShape[i]);
    }
    return x[at];
  });
}

const anyTranspose = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 6 }).chain((shape) =>
  fc.record({
    shape: fc.constant(shape),
    perm: fc.shuffledSubarray(
      shape.map((_, i) => i),
      { minLength: shape.length },
    ),
  }),
);

describe('Transpose', () => {
  it.each(['float32', 'int32', 'bool'] as const)('follows its definition for any %s tensor of rank 2 to 6', (dtype) => {
    fc.assert(
      fc.property(anyTranspose, ({ shape, perm }) => {
        tf.tidy(() => {
          const x = tf.cast(tf.floor(tf.mul(tensor(shape, 1), dtype === 'bool' ? 1.99 : 1000)), dtype);
          const y = tf.transpose(x, perm);
          expect(y.shape).toEqual(perm.map((dimension) => shape[dimension]));
          expect(y.dtype).toBe(dtype);
          expect(Array.from(y.dataSync())).toEqual(reference(x.dataSync(), shape, perm));
        });
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('handles sizes around the 16-value blocks', () => {
    for (const [rows, columns] of [
      [15, 17],
      [16, 4],
      [33, 31],
      [1, 50],
      [272, 10],
    ]) {
      const x = tensor([2, rows, 3, columns], 2);
      expect(Array.from(tf.transpose(x, [3, 0, 2, 1]).dataSync())).toEqual(reference(x.dataSync(), [2, rows, 3, columns], [3, 0, 2, 1]));
    }
  });

  it('leaves seven unmergeable dimensions to tfjs', async () => {
    const { cpu, wasm } = await onBoth(() => tf.transpose(tensor([2, 2, 2, 2, 2, 2, 2], 3), [6, 5, 4, 3, 2, 1, 0]));
    expect(wasm).toEqual(cpu);
  });

  it('does nothing to an empty tensor', () => {
    expect(tf.transpose(tf.zeros([3, 0, 2]), [2, 0, 1]).shape).toEqual([2, 3, 0]);
  });
});
