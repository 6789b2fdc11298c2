import { expect } from 'vitest';

/** |actual − expected| ≤ tolerance · max(floor, |expected|), entry by entry; `floor` 1 where values cross zero. */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-10, floor = 1e-3): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs(actual[i] - expected[i]) / Math.max(floor, Math.abs(expected[i]));
    expect(error, `entry ${i}: ${actual[i]} for ${expected[i]}`).toBeLessThanOrEqual(tolerance);
  }
}
