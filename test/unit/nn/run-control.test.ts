import { expect, test } from 'vitest';
import { Cancelled, RunControl } from '../../../src/nn/run-control.ts';

test('a checkpoint passes while nothing was asked', async () => {
  await expect(new RunControl().checkpoint()).resolves.toBeUndefined();
});

test('a pause holds the loop until it is resumed, and says so', async () => {
  const told: boolean[] = [];
  const control = new RunControl((paused) => told.push(paused));
  control.pause();
  let passed = false;
  const loop = control.checkpoint().then(() => {
    passed = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(passed).toBe(false);
  expect(told).toEqual([true]);
  control.resume();
  await loop;
  expect(told).toEqual([true, false]);
  expect(control.pausedMs).toBeGreaterThan(0);
});

test('a cancel ends a running loop and a paused one', async () => {
  const running = new RunControl();
  running.cancel();
  await expect(running.checkpoint()).rejects.toThrow(Cancelled);

  const paused = new RunControl();
  paused.pause();
  const loop = paused.checkpoint();
  await new Promise((resolve) => setTimeout(resolve, 10));
  paused.cancel();
  await expect(loop).rejects.toThrow(Cancelled);
});

test('messages get in between two checkpoints', async () => {
  const control = new RunControl();
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => control.cancel();
  port2.postMessage('cancel');
  await expect(
    (async () => {
      for (let i = 0; i < 1000; i++) await control.checkpoint();
    })(),
  ).rejects.toThrow(Cancelled);
  port1.close();
});
