/** Much is written in slices, so that the page goes on meanwhile; that IndexedDB keeps its transaction open is seen in the browser tests. */
import { expect, it } from 'vitest';
import { inSlices } from '../../../src/lab/archive/slices.ts';

/** Holds up the thread, as copying a record does. */
function busy(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('lets others go on between requests, in their order, however many there are', async () => {
  const order: number[] = [];
  let turns = 0;
  const others = setInterval(() => turns++, 1);
  await inSlices(
    Array.from({ length: 40 }, (_, index) => () => {
      order.push(index);
      busy(4);
      return settled();
    }),
  );
  clearInterval(others);
  expect(order).toEqual(Array.from({ length: 40 }, (_, index) => index));
  // 160 ms in tasks of 12 ms and one request.
  expect(turns).toBeGreaterThanOrEqual(5);
});

it('stops at the first that fails, and makes no more', async () => {
  let made = 0;
  const failing = inSlices(
    Array.from({ length: 20 }, (_, index) => async () => {
      made++;
      busy(13);
      await settled();
      if (index === 3) throw new RangeError('full');
    }),
  );
  await expect(failing).rejects.toThrow('full');
  expect(made).toBe(4);
});
