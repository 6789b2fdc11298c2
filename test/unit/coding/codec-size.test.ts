import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CODECS, matrixBytes, modelBytes, SELF_CONTAINED, smallestCodec } from '../../../src/coding/codec-size.ts';
import { toMatrix } from '../../../src/coding/weight-matrix.ts';
import vectors from '../../reference/l0-test-vectors.json';

const vector = vectors.model_bytes;
const matrix = toMatrix({
  name: 'layer',
  shape: [2, 3],
  values: Float32Array.from(vector.matrix.flat()),
  bias: Float32Array.from(vector.bias),
});

describe('matrixBytes', () => {
  it.each([
    ['dense', vector.dense],
    ['values', vector.values_only],
    ['coo', vector.coo_int32],
    ['csr', vector.csr_int32],
    ['csc', vector.csc_int32],
    ['lil', vector.lil_int32],
    ['bitmask', vector.bitmask],
    ['entropy', vector.entropy_bytes],
    ['min', 1 + vector.entropy_bytes],
  ] as const)('of the reference layer in %s is %d', (codec, bytes) => {
    expect(matrix).toMatchObject({ rows: 2, columns: 4, nonzero: vector.nnz });
    expect(matrixBytes(codec, matrix)).toBeCloseTo(bytes, 9);
  });

  it('of min is no more than any codec that can be read back, plus the tag', () => {
    const sizes = fc
      .tuple(fc.nat(300), fc.nat(300), fc.double({ min: 0, max: 1, noNaN: true }))
      .map(([rows, columns, share]) => ({ rows, columns, nonzero: Math.round(share * rows * columns) }));
    fc.assert(
      fc.property(sizes, (size) => {
        for (const codec of SELF_CONTAINED) expect(matrixBytes('min', size)).toBeLessThanOrEqual(1 + matrixBytes(codec, size));
        expect(matrixBytes('min', size)).toBe(1 + matrixBytes(smallestCodec(size), size));
      }),
      { seed: 1 },
    );
  });

  it('refuses sizes that cannot be', () => {
    for (const [rows, columns, nonzero] of [
      [2, 2, 5],
      [-1, 2, 0],
      [1.5, 2, 1],
      [2, 2, Number.NaN],
    ]) {
      expect(() => matrixBytes('coo', { rows, columns, nonzero })).toThrow(/counts that fit/);
    }
  });
});

describe('modelBytes', () => {
  it('is four bytes per non-zero weight in the paper’s count, for any division into tensors', () => {
    const { nnz, model_bytes: bytes } = vectors.description_length.classification;
    const parts = [
      { rows: 300, columns: 785, nonzero: 2000 },
      { rows: 100, columns: 301, nonzero: 800 },
      { rows: 10, columns: 101, nonzero: nnz - 2800 },
    ];
    expect(modelBytes('values', parts)).toBe(bytes);
  });

  it('sums the matrices, and is 0 for a network without weights', () => {
    for (const codec of CODECS) {
      expect(modelBytes(codec, [matrix, matrix])).toBeCloseTo(2 * matrixBytes(codec, matrix), 12);
      expect(modelBytes(codec, [])).toBe(0);
    }
  });
});
