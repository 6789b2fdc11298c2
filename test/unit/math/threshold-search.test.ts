import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { searchThreshold } from '../../../src/math/threshold-search.ts';
import vectors from '../../reference/l0-test-vectors.json';

const { weights, cases } = vectors.tamade;
const pruned = (threshold: number): number[] => weights.filter((w) => Math.abs(w) < threshold);
const lossAt = (threshold: number): number => 1 + pruned(threshold).reduce((sum, w) => sum + w * w, 0);
const high = 2 * Math.max(...weights.map(Math.abs));

describe('searchThreshold', () => {
  const searches = [
    searchThreshold(lossAt, { target: lossAt(0), tolerance: cases[0].tol!, high }),
    searchThreshold((threshold) => 0.002 * pruned(threshold).length, { target: cases[1].acc_tol!, tolerance: 0, high }),
    searchThreshold(lossAt, { target: lossAt(0), tolerance: cases[2].tol!, high: 0.8, maxSteps: 50 }),
    searchThreshold(() => 1, { target: 1, tolerance: cases[3].tol!, high }),
  ];
  it.each(cases.map((vector, i) => ({ ...vector, search: searches[i] })))('finds $thr: $mode', async (vector) => {
    const { threshold, steps } = await vector.search;
    expect(threshold).toBeGreaterThan(vector.thr - 1e-7);
    expect(threshold).toBeLessThanOrEqual(vector.thr + 1e-9);
    expect(steps).toHaveLength(vector.steps);
    expect(pruned(threshold)).toHaveLength(vector.pruned);
  });

  it('is within the resolution of any sharp limit, and says what it tried', async () => {
    await fc.assert(
      fc.asyncProperty(fc.double({ min: 0, max: 1, noNaN: true }), async (limit) => {
        const { threshold, steps } = await searchThreshold((t) => Promise.resolve(t <= limit ? 1 : Number.NaN), {
          target: 1,
          tolerance: 0,
          high: 1,
        });
        expect(threshold).toBeLessThanOrEqual(limit);
        expect(limit - threshold).toBeLessThanOrEqual(1e-7);
        for (const step of steps) expect(step.accepted).toBe(step.threshold <= limit);
      }),
      { seed: 1 },
    );
  });

  it('ends without evaluations in an empty bracket, after maxSteps, and at neighbouring doubles', async () => {
    const search = (options: { high: number; maxSteps?: number; resolution?: number; low?: number }) =>
      searchThreshold(() => 1, { target: 1, tolerance: 0, ...options });
    expect(await search({ high: 0 })).toEqual({ threshold: 0, steps: [] });
    expect((await search({ high: 1, maxSteps: 3 })).steps.map((step) => step.threshold)).toEqual([0.5, 0.75, 0.875]);
    expect(await search({ low: 1, high: 1 + Number.EPSILON, resolution: 1e-30 })).toEqual({ threshold: 1, steps: [] });
  });

  it('refuses brackets and targets that make no sense', async () => {
    const search = (options: object) => searchThreshold(() => 1, { target: 1, tolerance: 0, high: 1, ...options });
    await expect(search({ high: Number.NaN })).rejects.toThrow(/from 0 to NaN/);
    await expect(search({ low: 2 })).rejects.toThrow(/from 2 to 1/);
    await expect(search({ resolution: 0 })).rejects.toThrow(/resolution of 0/);
    await expect(search({ target: Number.NaN })).rejects.toThrow(/finite target/);
  });
});
