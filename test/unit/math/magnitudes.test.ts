import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countMagnitudes, MAGNITUDE_CLASSES, MAGNITUDE_EDGES } from '../../../src/math/magnitudes.ts';

const counted = (values: readonly number[]): number[] => {
  const counts = Array.from({ length: MAGNITUDE_CLASSES }, () => 0);
  countMagnitudes(Float32Array.from(values), counts);
  return counts;
};

test('the edges are half decades from a millionth to one', () => {
  expect(MAGNITUDE_EDGES).toHaveLength(13);
  for (const [index, edge] of MAGNITUDE_EDGES.entries()) expect(Math.log10(edge)).toBeCloseTo(-6 + index / 2, 4);
});

test('numbers are in the class that their logarithm says, whatever their sign; zeros are in none', () => {
  fc.assert(
    fc.property(fc.array(fc.float({ noNaN: true, noDefaultInfinity: true })), (values) => {
      const plain = Array.from({ length: MAGNITUDE_CLASSES }, () => 0);
      for (const value of values) if (value !== 0) plain[MAGNITUDE_EDGES.filter((edge) => Math.abs(value) >= edge).length]++;
      expect(counted(values)).toEqual(plain);
    }),
  );
  expect(counted([0, -0, 1e-7, -2e-6, 0.5, -0.5, 1, 30])).toEqual([1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2]);
});
