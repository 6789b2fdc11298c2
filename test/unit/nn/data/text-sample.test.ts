/** What networks make up: which symbols they are given, and how often they say what. */
import { expect, test } from 'vitest';
import { stream } from '../../../../src/math/random.ts';
import { madeUp } from '../../../../src/nn/data/text-sample.ts';
import type { Stepwise } from '../../../../src/nn/models/network.ts';

/** A network that holds one symbol for certain: the one after the one that it is given, of so many. Tells what it is given, chunk by chunk. */
function counting(symbols: number): { network: Stepwise; given: number[][] } {
  const given: number[][] = [];
  const network: Stepwise = {
    begin: () => void given.push([]),
    advance(symbol) {
      given[given.length - 1].push(symbol);
      return Float32Array.from({ length: symbols }, (_, next) => (next === (symbol + 1) % symbols ? 0 : -Infinity));
    },
  };
  return { network, given };
}

test.each([
  ['zero', [0, 1, 2, 3, 4, 5], [0, 4, 5, 6, 7, 8], [0, 7, 8, 9, 10]],
  ['carry', [0, 1, 2, 3, 4, 5], [4, 5, 6, 7, 8, 9], [8, 9, 10]],
] as const)('chunks begin as those that it learned from, with half of what was written before: %s', (start, ...chunks) => {
  const { network, given } = counting(50);
  const written = madeUp(network, { length: 6, start }, stream(1, 'test'), 11);
  expect([...written]).toEqual(Array.from({ length: 11 }, (_, at) => at + 1));
  expect(given).toEqual(chunks);
});

test('a chunk of two symbols of which the first is not predicted has one place', () => {
  const { network, given } = counting(9);
  expect([...madeUp(network, { length: 2, start: 'drop' }, stream(1, 'test'), 4)]).toEqual([1, 2, 3, 4]);
  expect(given).toEqual([[0], [1], [2], [3]]);
});

test('symbols are as frequent as they are probable, and the same for the same numbers', () => {
  const logits = Float32Array.from([1, 0, -1, 2], (value) => value + 80);
  const network: Stepwise = { begin: () => undefined, advance: () => logits };
  const count = 20_000;
  const draw = (seed: number): Uint8Array => madeUp(network, { length: 64, start: 'zero' }, stream(seed, 'test'), count);
  const found = draw(1);
  expect(draw(1)).toEqual(found);
  expect(draw(2)).not.toEqual(found);
  const sum = [1, 0, -1, 2].reduce((total, logit) => total + Math.exp(logit), 0);
  for (const [symbol, logit] of [1, 0, -1, 2].entries()) {
    const expected = Math.exp(logit) / sum;
    const share = found.filter((one) => one === symbol).length / count;
    // Five standard deviations.
    expect(Math.abs(share - expected)).toBeLessThan(5 * Math.sqrt((expected * (1 - expected)) / count));
  }
});

test('a network whose numbers are none writes something all the same', () => {
  const network: Stepwise = { begin: () => undefined, advance: () => new Float32Array(5).fill(NaN) };
  expect([...madeUp(network, { length: 8, start: 'zero' }, stream(1, 'test'), 3)]).toEqual([4, 4, 4]);
});
