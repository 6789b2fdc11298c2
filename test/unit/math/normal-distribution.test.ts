import { describe, expect, it } from 'vitest';
import { erf, erfc, normalProbability } from '../../../src/math/normal-distribution.ts';
import { expectClose } from './close.ts';

/** From mpmath at 30 digits, rounded to doubles. */
const ERFC: [number, number][] = [
  [-2, 1.9953222650189528],
  [-0.3, 1.3286267594591274],
  [0, 1],
  [1e-8, 0.9999999887162083],
  [0.1, 0.887537083981715],
  [0.5, 0.4795001221869535],
  [1, 0.15729920705028513],
  [1.49, 0.03510213515679579],
  [1.5, 0.033894853524689274],
  [1.51, 0.03272325187128836],
  [2, 0.004677734981047266],
  [3, 2.209049699858544e-5],
  [5, 1.537459794428035e-12],
  [10, 2.088487583762545e-45],
  [20, 5.395865611607901e-176],
  [26, 5.663192408856143e-296],
];

describe('erfc', () => {
  it.each(ERFC)('of %d is accurate', (x, expected) => {
    // Far out the exponent x² itself is rounded: 26² leaves 26²·1e-16.
    expectClose([erfc(x)], [expected], 4e-15 + x * x * 2.3e-16, 0);
    expectClose([erf(x)], [1 - expected], 1e-15, Math.abs(x) < 0.01 ? 1 : 0);
  });

  it('is accurate near 0 as erf, and takes infinities and NaN', () => {
    expectClose([erf(1e-8), erf(-1e-8)], [1.1283791670955126e-8, -1.1283791670955126e-8], 1e-15, 0);
    expect([erfc(Number.POSITIVE_INFINITY), erfc(Number.NEGATIVE_INFINITY), erf(Number.NEGATIVE_INFINITY)]).toEqual([0, 2, -1]);
    expect(erfc(Number.NaN)).toBeNaN();
    expect(erf(Number.NaN)).toBeNaN();
  });
});

describe('normal distribution', () => {
  it('has the quantiles of the tables', () => {
    const below = (z: number): number => normalProbability(-Infinity, z);
    expectClose([below(0), below(1.959963984540054), below(-1.2815515655446004)], [0.5, 0.975, 0.1], 1e-15);
  });

  it('gives the same probability on either side of 0, and of an interval across it', () => {
    expect(normalProbability(9, 9.1)).toBe(normalProbability(-9.1, -9));
    expect(normalProbability(9, 9.1)).toBeGreaterThan(0);
    expect(normalProbability(2, 1)).toBe(-normalProbability(1, 2));
    expectClose([normalProbability(-1, 2)], [normalProbability(-1, 0) + normalProbability(0, 2)], 1e-15);
  });
});
