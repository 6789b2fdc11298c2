/** Choosing the next symbol: probabilities against the plain expression, draws against their frequencies. */
import { expect, test } from 'vitest';
import { stream } from '../../../src/math/random.ts';
import { drawSymbol, probabilitiesOf } from '../../../src/nn/sampling.ts';

const logits = [1.5, -2, 0.25, 1.5, 3];
const at = (uniform: number) => ({ uniform: () => uniform });

test.each([0.25, 1, 1.7])('probabilities at temperature %d are exp(z/t) over their sum', (temperature) => {
  const shares = logits.map((logit) => Math.exp(logit / temperature));
  const sum = shares.reduce((total, share) => total + share, 0);
  for (const [symbol, share] of probabilitiesOf(logits, temperature).entries()) expect(share).toBeCloseTo(shares[symbol] / sum, 12);
});

test('large logits do not overflow, and at temperature 0 the first of the likeliest is sure', () => {
  expect([...probabilitiesOf([1000, 998, -1000])].map((share) => share.toFixed(6))).toEqual(['0.880797', '0.119203', '0.000000']);
  expect([...probabilitiesOf([2, 5, 5], 0)]).toEqual([0, 1, 0]);
});

test('symbols are drawn as often as they are probable, and never one of probability 0', () => {
  const random = stream(3, 'test');
  const probabilities = [0, 0.5, 0, 0.2, 0.3, 0];
  const counts = probabilities.map(() => 0);
  const draws = 20_000;
  for (let i = 0; i < draws; i++) counts[drawSymbol(probabilities, random)]++;
  for (const [symbol, share] of probabilities.entries()) {
    // Five standard deviations.
    expect(Math.abs(counts[symbol] - draws * share)).toBeLessThanOrEqual(5 * Math.sqrt(draws * share * (1 - share)));
  }
  expect([0, 0.499, 0.5, 0.699, 0.701, 1 - 2 ** -53].map((uniform) => drawSymbol(probabilities, at(uniform)))).toEqual([1, 1, 3, 3, 4, 4]);
  // What rounding leaves of 1 goes to the last that is possible.
  expect(drawSymbol([0.1, 0.2, 0], at(0.9))).toBe(1);
});
