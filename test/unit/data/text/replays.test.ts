/** The order of replays: what is new comes once and in its order, and nothing is replayed before it has come. */
import { expect, test } from 'vitest';
import { replayed } from '../../../../src/data/text/replays.ts';
import { stream } from '../../../../src/math/random.ts';

const BATCH = 16;
const SAMPLES = 40 * BATCH + 5;
const first = stream(3, 'test').permutation(SAMPLES);

/** The new samples of an order, and those that are replayed, batch after batch. */
function taken(order: Uint32Array, replays: number) {
  const batches = Array.from({ length: Math.ceil(order.length / BATCH) }, (_, index) => order.slice(index * BATCH, (index + 1) * BATCH));
  const isNew = (_: unknown, index: number) => index % (1 + replays) === 0;
  return { fresh: batches.filter(isNew), old: batches.map((batch, index) => (isNew(batch, index) ? null : batch)) };
}

test.each([0, 1, 3])('with %i replays', (replays) => {
  const order = replayed(first, BATCH, replays, 7);
  expect(order).toHaveLength(SAMPLES + 40 * replays * BATCH);
  const { fresh, old } = taken(order, replays);
  expect(fresh.flatMap((batch) => [...batch])).toEqual([...first]);
  const place = new Map([...first].map((chunk, at) => [chunk, at]));
  const shares: number[] = [];
  for (const [index, batch] of old.entries()) {
    const come = BATCH * (Math.floor(index / (1 + replays)) + 1);
    for (const chunk of batch ?? []) {
      expect(place.get(chunk)).toBeLessThan(come);
      shares.push((place.get(chunk)! + 0.5) / come);
    }
  }
  if (replays === 0) return;
  // Uniform over all that has come: mean ½, with a standard deviation of 0.29 / √640 at least.
  expect(shares.reduce((sum, share) => sum + share, 0) / shares.length).toBeCloseTo(0.5, 1);
  expect(replayed(first, BATCH, replays, 7)).toEqual(order);
  expect(replayed(first, BATCH, replays, 8)).not.toEqual(order);
});
