import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Throttle } from '../../../src/study/throttle.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function counted() {
  const times: number[] = [];
  const began = performance.now();
  const throttle = new Throttle(100, () => times.push(performance.now() - began));
  return { throttle, times };
}

test('what is asked for often is done at once, and then at most every 100 ms, the last time included', async () => {
  const { throttle, times } = counted();
  for (let ms = 0; ms < 250; ms += 10) {
    throttle.ask();
    await vi.advanceTimersByTimeAsync(10);
  }
  await vi.advanceTimersByTimeAsync(1000);
  expect(times).toEqual([0, 100, 200, 300]);
});

test('what is done now takes what was asked for along, and the next one waits for its time', async () => {
  const { throttle, times } = counted();
  throttle.now();
  expect(throttle.isDue).toBe(false);
  await vi.advanceTimersByTimeAsync(50);
  throttle.ask();
  throttle.now();
  expect(times).toEqual([0, 50]);
  throttle.ask();
  await vi.advanceTimersByTimeAsync(99);
  expect(times).toEqual([0, 50]);
  await vi.advanceTimersByTimeAsync(1);
  expect(times).toEqual([0, 50, 150]);
  await vi.advanceTimersByTimeAsync(100);
  expect(throttle.isDue).toBe(true);
});

test('what is stopped is not done', async () => {
  const { throttle, times } = counted();
  throttle.ask();
  throttle.stop();
  await vi.advanceTimersByTimeAsync(1000);
  expect(times).toEqual([]);
});
