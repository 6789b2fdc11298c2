/** The order in which a text is learned from while it is coded: each new batch, and after it some of what has come already. */
import { stream } from '../../math/random.ts';
import { batchCount, batchRange } from '../batches.ts';

/**
 * Batches one after the other, of which all but the last are full: each that is new, and after it `replays` whose samples are drawn
 * uniformly, with replacement, from all that have come. After the last there is nothing more to be paid for, and nothing is replayed.
 * @param first the samples in the order in which they come
 */
export function replayed(first: ArrayLike<number>, batchSize: number, replays: number, seed: number): Uint32Array {
  const samples = first.length;
  const batches = batchCount(samples, batchSize);
  const order = new Uint32Array(samples + (batches - 1) * replays * batchSize);
  let at = 0;
  for (let batch = 0; batch < batches; batch++) {
    const { start, count } = batchRange(samples, batchSize, batch);
    for (let place = start; place < start + count; place++) order[at++] = first[place];
    if (batch === batches - 1) break;
    const random = stream(seed, `replay/batch-${batch}`);
    for (let draw = 0; draw < replays * batchSize; draw++) order[at++] = first[random.integer(start + count)];
  }
  return order;
}
