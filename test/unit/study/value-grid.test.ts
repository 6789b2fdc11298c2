import fc from 'fast-check';
import { expect, test } from 'vitest';
import { valueGrid } from '../../../src/study/value-grid.ts';

test.each([
  [1e-6, 1e-3, 4, [1e-6, 1e-5, 1e-4, 1e-3]],
  [1e-3, 1e-6, 4, [1e-3, 1e-4, 1e-5, 1e-6]],
  [0, 1, 5, [0, 0.25, 0.5, 0.75, 1]],
  [-2, 2, 5, [-2, -1, 0, 1, 2]],
  // Steps of 1000 beside values of 100,000: more than three digits.
  [100_000, 105_000, 6, [100_000, 101_000, 102_000, 103_000, 104_000, 105_000]],
])('from %d to %d in %i values', (from, to, count, values) => {
  expect(valueGrid(from, to, count)).toEqual(values);
});

test('has no value twice and runs one way, however dense', () => {
  const end = fc.double({ min: 1e-9, max: 1e9, noNaN: true });
  fc.assert(
    fc.property(
      end,
      fc.double({ min: 1.5, max: 1e6, noNaN: true }),
      fc.integer({ min: 2, max: 1024 }),
      fc.boolean(),
      (from, factor, count, down) => {
        const [first, last] = down ? [from * factor, from] : [from, from * factor];
        const grid = valueGrid(first, last, count);
        expect(grid).toHaveLength(count);
        for (let i = 1; i < count; i++) expect(Math.sign(grid[i] - grid[i - 1])).toBe(down ? -1 : 1);
      },
    ),
  );
});

test.each([0, 1, 1.5, 1025, 1e7, Number.NaN])('a grid of %d values is refused', (count) => {
  expect(() => valueGrid(0, 1, count)).toThrow(/give 2 to 1,024/u);
});
