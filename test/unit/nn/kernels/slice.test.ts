import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import * as tf from '../../../../src/nn/tf.ts';
import { onBoth, startWithKernels, tensor } from './setup.ts';

beforeAll(async () => {
  await startWithKernels();
});

/** The definition: y[i] = x[begin + i]. */
function reference(x: ArrayLike<number>, shape: number[], begin: number[], size: number[]): number[] {
  const count = size.reduce((a, b) => a * b, 1);
  return Array.from({ length: count }, (_, index) => {
    let at = 0;
    let [rest, stride] = [index, 1];
    for (let i = shape.length - 1; i >= 0; i--) {
      at += (begin[i] + (rest % size[i])) * stride;
      rest = Math.floor(rest / size[i]);
      stride *= shape[i];
    }
    return x[at];
  });
}

const range = (length: number): fc.Arbitrary<[begin: number, size: number]> =>
  fc.integer({ min: 0, max: length - 1 }).chain((begin) => fc.tuple(fc.constant(begin), fc.integer({ min: 1, max: length - begin })));

const anySlice = fc
  .array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 6 })
  .chain((shape) => fc.record({ shape: fc.constant(shape), ranges: fc.tuple(...shape.map(range)) }));

describe('Slice', () => {
  it.each(['float32', 'int32', 'bool'] as const)('follows its definition for any %s tensor of rank 1 to 6', (dtype) => {
    fc.assert(
      fc.property(anySlice, ({ shape, ranges }) => {
        tf.tidy(() => {
          const [begin, size] = [ranges.map(([from]) => from), ranges.map(([, count]) => count)];
          const x = tf.cast(tf.floor(tf.mul(tensor(shape, 1), dtype === 'bool' ? 1.99 : 1000)), dtype);
          const y = tf.slice(x, begin, size);
          expect([y.shape, y.dtype]).toEqual([size, dtype]);
          expect(Array.from(y.dataSync())).toEqual(reference(x.dataSync(), shape, begin, size));
        });
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('gives nothing for a size of 0, and refuses what lies outside', () => {
    expect(tf.slice(tf.ones([3, 4]), [1, 2], [2, 0]).shape).toEqual([2, 0]);
    expect(() => tf.slice(tf.ones([3, 4]), [1, 2], [2, 3])).toThrow(/begin\[1\] \+ size\[1\]/);
  });

  it('has the gradient of tfjs on the cpu backend', async () => {
    const { cpu, wasm } = await onBoth(() =>
      tf.grad((x: tf.Tensor) => tf.slice(x, [1, 0, 2], [2, 3, 1]))(tensor([3, 4, 5], 1), tensor([2, 3, 1], 2)),
    );
    expect(wasm).toEqual(cpu);
  });
});

describe('SplitV', () => {
  it.each([
    [3, 0],
    [3, 1],
    [[1, 5], 1],
    [[2, -1, 1], 1],
    [2, -1],
  ] as [number | number[], number][])('into %j along %i equals tfjs on the cpu backend', async (parts, axis) => {
    const { cpu, wasm } = await onBoth(() => tf.split(tensor([3, 6, 4], 1), parts, axis));
    expect(wasm).toEqual(cpu);
  });
});
