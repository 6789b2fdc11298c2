import { describe, expect, it } from 'vitest';
import { log2Binomial, logGamma } from '../../../src/math/log-gamma.ts';

describe('logGamma', () => {
  it('is the logarithm of factorials and of √π at ½', () => {
    let factorial = 1;
    for (let n = 1; n <= 20; n++) {
      expect(Math.abs(logGamma(n) - Math.log(factorial))).toBeLessThan(1e-13);
      factorial *= n;
    }
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 13);
  });
});

describe('log2Binomial', () => {
  it('is the exact binomial coefficient, by Pascal’s rule in integers', () => {
    let row = [1n];
    for (let n = 0; n <= 100; n++) {
      row.forEach((entry, k) => expect(log2Binomial(n, k)).toBeCloseTo(Math.log2(Number(entry)), 9));
      row = Array.from({ length: n + 2 }, (_, k) => (row[k - 1] ?? 0n) + (row[k] ?? 0n));
    }
  });

  it('holds for whole networks: Σ log₂((n − i)/(i + 1)), summed', () => {
    const [n, k] = [15_253_578, 30_000];
    let sum = 0;
    for (let i = 0; i < k; i++) sum += Math.log2((n - i) / (i + 1));
    expect(log2Binomial(n, k) / sum).toBeCloseTo(1, 10);
  });

  it('refuses what is no subset', () => {
    for (const [n, k] of [
      [3, 4],
      [3, -1],
      [2.5, 1],
    ])
      expect(() => log2Binomial(n, k)).toThrow(/no binomial coefficient/);
  });
});
