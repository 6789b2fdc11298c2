import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dtcMethodOf } from '../../../../src/compression/dtc/methods.ts';
import { keepAtRandom, keepByScore } from '../../../../src/compression/neurons/selection.ts';
import { applyDct } from '../../../../src/math/dct.ts';
import vectors from '../../../reference/dtc-test-vectors.json' with { type: 'json' };

const options = { seed: 42424242, cycle: 3, layer: 0 };

test('random pruning of 512 neurons keeps and prunes the published ones', () => {
  const kept = keepAtRandom(512, 460, options);
  expect(Array.from(kept).slice(0, 10)).toEqual(vectors.rng.choice512_keep460_first10);
  const pruned = Array.from({ length: 512 }, (_, i) => i).filter((i) => !kept.includes(i));
  expect(pruned).toEqual(vectors.rng.choice512_pruned_sorted);
});

test('the largest or the smallest scores go, the others stay in index order', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 60 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (values, share) => {
        const keep = Math.floor(share * values.length);
        for (const prune of ['largest', 'smallest'] as const) {
          const kept = [...keepByScore(Float64Array.from(values), keep, prune, options)];
          const sorted = values.toSorted((a, b) => (prune === 'largest' ? a - b : b - a));
          expect(kept).toEqual(kept.toSorted((a, b) => a - b));
          expect(new Set(kept.map((i) => values[i]))).toEqual(new Set(sorted.slice(0, keep)));
        }
      },
    ),
  );
});

test('ties are broken by the seed alone, and differently at every cycle', () => {
  const zeros = new Float64Array(200);
  const pick = (seed: number, cycle: number): string => keepByScore(zeros, 100, 'smallest', { seed, cycle, layer: 0 }).join();
  expect(pick(1, 0)).toBe(pick(1, 0));
  expect(new Set([pick(1, 0), pick(1, 1), pick(2, 0)]).size).toBe(3);
});

test('among equal scores every neuron is equally likely to stay', () => {
  const zeros = new Float64Array(20);
  const counts = Array.from({ length: 20 }, () => 0);
  for (let cycle = 0; cycle < 2000; cycle++) {
    for (const i of keepByScore(zeros, 10, 'largest', { seed: 5, cycle, layer: 0 })) counts[i]++;
  }
  // Binomial with 2000 draws of probability ½: standard deviation 22; five of them hold for 20 neurons at a fixed seed.
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(112);
});

test('scores are what each method says they are', () => {
  const scored = {
    previousSums: Float64Array.of(1, -2, 3),
    nextSums: Float64Array.of(-4, 0.5, 1),
    incomingNorms: Float64Array.of(1, 2, 3),
    outgoingNorms: Float64Array.of(4, 5, 6),
    ray: Float64Array.of(-1, 0, 2),
  };
  const of = (method: 'magnitude' | 'l2' | 'dtc' | 'random', rayDomain: 'coefficient' | 'neuron' = 'coefficient') => {
    const values = dtcMethodOf({ compression: { method } }).scores?.(scored, rayDomain) ?? null;
    return values && [...values];
  };
  expect(of('magnitude')).toEqual([3, 1.5, 4]);
  expect(of('l2')).toEqual([4, 10, 18]);
  expect(of('dtc')).toEqual([1, 0, 2]);
  expect(of('dtc', 'neuron')).toEqual([...applyDct([-1, 0, 2])].map(Math.abs));
  expect(of('random')).toBeNull();
});
