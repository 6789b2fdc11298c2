/** The page's end of the worker that opens networks, against real threads that fail, hang and end. */
import * as Comlink from 'comlink';
import { afterEach, expect, test } from 'vitest';
import { NetworkClient } from '../../../src/lab/network-client.ts';
import type { WorkerDied } from '../../../src/lab/worker-life.ts';
import { endThreads, spawnThread } from './job-threads.ts';

afterEach(endThreads);

const file = (text: string) => new TextEncoder().encode(text);

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
    client.ask((remote) =>
      remote.check(
        { backend: 'cpu', dataUrl: '' },
        Comlink.proxy(() => undefined),
      ),
    ),
  ).rejects.toThrow('out of bounds');
  expect(client.isUsable).toBe(false);
  expect(await packed).toBe('tears');
  await thread.gone;
});

test('a worker that ends without a word, and one that is closed', async () => {
  const { client, thread } = begin();
  await client.ask((remote) => remote.open(file('a')));
  const packed = client.ask((remote) => remote.pack('values', 'none'));
  client.end();
  await expect(packed).rejects.toThrow('The network was closed.');
  await thread.gone;
});
