/** What grows is kept as it grows, without taking the time of what makes it grow. */
import { setTimeout as after } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Keeper } from '../../../scripts/lib/keeper.mjs';

test('what is written is the newest, one at a time, and what takes long is written seldom', async () => {
  let state = 0;
  let writing = 0;
  const written: number[] = [];
  const keeper = new Keeper(
    async () => {
      expect(++writing).toBe(1);
      const taken = state;
      await after(40);
      written.push(taken);
      writing--;
    },
    () => undefined,
  );
  for (state = 1; state <= 20; state++) {
    keeper.ask();
    await after(5);
  }
  // 40 ms of writing ask for two seconds of rest: in the tenth of a second of this there was one.
  await keeper.end();
  expect(written).toEqual([1]);
});

test('what is quick to write is written each time, and its end waits for what is being written', async () => {
  let state = 0;
  const written: number[] = [];
  const keeper = new Keeper(
    async () => void written.push(state),
    () => undefined,
  );
  for (state = 1; state <= 3; state++) {
    keeper.ask();
    await expect.poll(() => written.at(-1)).toBe(state);
  }
  await keeper.end();
  expect(written).toEqual([1, 2, 3]);
});

test('what goes wrong is told, and tried again', async () => {
  const told: string[] = [];
  let times = 0;
  const keeper = new Keeper(
    async () => {
      if (++times === 1) throw new Error('no room');
    },
    (error) => told.push(error.message),
  );
  keeper.ask();
  await expect.poll(() => times).toBe(1);
  keeper.ask();
  await expect.poll(() => times).toBe(2);
  await keeper.end();
  expect([times, told]).toEqual([2, ['no room']]);
});
