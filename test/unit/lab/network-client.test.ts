/** The page's end of the worker that opens networks, against real threads that fail, hang and end. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { NetworkClient } from '../../../src/lab/network-client.ts';
import type { WorkerDied } from '../../../src/lab/worker-life.ts';
import { endThreads, spawnThread } from './job-threads.ts';

afterEach(endThreads);

const file = (text: string) => new TextEncoder().encode(text);
const options = { backend: 'cpu', dataUrl: '' } as const;

function begin() {
  const deaths: WorkerDied[] = [];
  const thread = spawnThread(new URL('network-thread.mjs', import.meta.url));
  const client = new NetworkClient(thread, (death) => void deaths.push(death), 20);
  return { client, thread, deaths };
}

test('a worker that hangs is ended, and whoever waits is told what to do', async () => {
  const { client, deaths, thread } = begin();
  await expect(client.ask((remote) => remote.open(file('hang')))).rejects.toThrow(/no sign of life.*Open the network again/u);
  expect(deaths.map(({ reason }) => reason)).toEqual(['silent']);
  await thread.gone;
  expect(client.isUsable).toBe(false);
});

test('a worker that has failed is asked nothing more; what waits in it still comes', async () => {
  const { client, thread } = begin();
  await client.ask((remote) => remote.open(file('tears')));
  const packed = client.ask((remote) => remote.pack('values', 'none'));
  await expect(
    client.ask((remote, onTheWay) =>
      remote.check(
        options,
        onTheWay(() => undefined),
      ),
    ),
  ).rejects.toThrow('out of bounds');
  expect(client.isUsable).toBe(false);
  expect(await packed).toBe('tears');
  await thread.gone;
});

test.each(['answers', 'tears'])('what a worker that %s tells behind its answer is not heard any more', async (text) => {
  const { client } = begin();
  await client.ask((remote) => remote.open(file(text)));
  const told: number[] = [];
  const checked = client.ask((remote, onTheWay) =>
    remote.check(
      options,
      onTheWay(({ loadedBytes }) => told.push(loadedBytes)),
    ),
  );
  const waiting = client.ask((remote) => remote.pack('values', 'none'));
  await Promise.allSettled([checked]);
  await Promise.all([waiting, new Promise((resolve) => setTimeout(resolve, 100))]);
  expect(told).toEqual([1]);
});

test('no listener is handed to a worker in another way, but for the events of a job, which may come behind its answer', async () => {
  const source = join(import.meta.dirname, '../../../src');
  const files = (await readdir(source, { recursive: true })).filter((name) => /\.tsx?$/u.test(name));
  const proxying = await Promise.all(files.map(async (name) => /\bproxy\(/u.test(await readFile(join(source, name), 'utf8'))));
  expect(files.filter((_name, index) => proxying[index]).sort()).toEqual(['lab/job-client.ts', 'lab/worker-life.ts']);
});

test('a worker that ends without a word, and one that is closed', async () => {
  const { client, thread } = begin();
  await client.ask((remote) => remote.open(file('a')));
  const packed = client.ask((remote) => remote.pack('values', 'none'));
  client.end();
  await expect(packed).rejects.toThrow('The network was closed.');
  await thread.gone;
});
