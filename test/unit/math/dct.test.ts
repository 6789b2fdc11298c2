import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyDct, dct1Matrix } from '../../../src/math/dct.ts';
import vectors from '../../reference/dtc-test-vectors.json';
import { expectClose } from './close.ts';

describe('DCT-I', () => {
  it.each(Object.entries(vectors.dct1))('has the reference matrix for m = %s', (m, matrix) => {
    expectClose(dct1Matrix(Number(m)), matrix.flat(), 1e-15, 1);
  });

  it('transforms the reference vector', () => {
    expectClose(applyDct([1, 2, 3, 4, 5]), vectors.dct1_of_1to5, 1e-14);
  });

  it('is its own inverse, symmetric, and what the matrix says', () => {
    const entries = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 2, maxLength: 60 });
    fc.assert(
      fc.property(entries, (vector) => {
        const m = vector.length;
        const matrix = dct1Matrix(m);
        const transformed = applyDct(vector);
        expectClose(applyDct(transformed), vector, 1e-11, 1);
        const product = vector.map((_, j) => vector.reduce((sum, value, k) => sum + matrix[j * m + k] * value, 0));
        expectClose(transformed, product, 1e-11, 1);
        expect(vector.every((_, j) => vector.every((__, k) => matrix[j * m + k] === matrix[k * m + j]))).toBe(true);
      }),
      { seed: 1 },
    );
  });

  it('stays orthonormal at the full width', () => {
    const vector = Array.from({ length: 512 }, (_, i) => Math.sin(i * i));
    expectClose(applyDct(applyDct(vector)), vector, 1e-12, 1);
  });

  it('needs two points', () => {
    for (const m of [0, 1, 2.5]) expect(() => dct1Matrix(m)).toThrow(/at least 2 points/);
    expect(() => applyDct([1])).toThrow(RangeError);
  });
});
