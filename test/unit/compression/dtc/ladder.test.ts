import { expect, test } from 'vitest';
import { keptNeurons, ladder } from '../../../../src/compression/dtc/ladder.ts';
import { measurementCount } from '../../../../src/compression/neurons/measurement.ts';
import published from '../../../reference/dtc-published-series.json' with { type: 'json' };
import vectors from '../../../reference/dtc-test-vectors.json' with { type: 'json' };

test.each(vectors.measurements)('of $m neurons $keep are kept and $n measurements are taken', ({ m, n, keep }) => {
  expect(keptNeurons(m, 0.1)).toBe(keep);
  expect(measurementCount(m, 0.1)).toBe(n);
});

test('the ladder from 512 is the published one', () => {
  const rungs = ladder([512], 0.1, 10);
  expect(rungs.map(([width]) => width)).toEqual(published.ladder.map(({ m }) => m));
  expect(keptNeurons(rungs[33][0], 0.1)).toBe(published.ladder[33].keep);
});

test('with several layers, those that are narrow enough rest until all are', () => {
  const rungs = ladder([30, 12], 0.5, 10);
  // ceil((m − 1)/2): 30 → 15 → 7 and 12 → 6.
  expect(rungs).toEqual([
    [30, 12],
    [15, 6],
  ]);
});

test('a measurement for every neuron where the share is 1', () => {
  expect(measurementCount(37, 1)).toBe(37);
});
