import { expect, test } from 'vitest';
import { enqueue, withdraw } from '../../../src/ui/chart/queue.ts';

/** Resolves when everything that was asked for before is done, out of sight too. */
const allDone = (): Promise<void> =>
  new Promise((resolve) => {
    enqueue(resolve, false, resolve);
  });

test('what is in sight comes first, each in the order in which it was asked for', async () => {
  const done: string[] = [];
  enqueue('a', false, () => void done.push('a, out of sight'));
  enqueue('b', true, () => void done.push('b'));
  enqueue('c', false, () => void done.push('c, out of sight'));
  enqueue('d', true, () => void done.push('d'));
  await allDone();
  expect(done).toEqual(['b', 'd', 'a, out of sight', 'c, out of sight']);
});

test('slow work out of sight lets pass what is asked for in sight meanwhile', async () => {
  const done: string[] = [];
  await new Promise<void>((resolve) => {
    let pieces = 0;
    const slow = (): void => {
      done.push(`piece ${++pieces}`);
      if (pieces === 3) {
        resolve();
        return;
      }
      enqueue('slow', false, slow);
      if (pieces === 1) enqueue('seen', true, () => void done.push('seen'));
    };
    enqueue('slow', false, slow);
  });
  expect(done).toEqual(['piece 1', 'seen', 'piece 2', 'piece 3']);
});

test('work is done once: what is asked for again replaces it, in sight or not, and what is withdrawn is left', async () => {
  const done: string[] = [];
  enqueue('a', false, () => void done.push('a, out of sight'));
  enqueue('b', false, () => void done.push('b'));
  enqueue('a', true, () => void done.push('a, in sight'));
  enqueue('c', true, () => void done.push('c'));
  withdraw('c');
  await allDone();
  expect(done).toEqual(['a, in sight', 'b']);
});
