import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { dataSources } from '../../../src/data/sources/index.ts';
import { createLab } from '../../../src/lab/create-lab.ts';
import { spawnThread, until } from './job-threads.ts';

const shard = (file: string, rawBytes: number) => ({ file, count: 1, bytes: 10, rawBytes, sha256: '0'.repeat(64) });
const split = { count: 1, images: [shard('images.bin', 4)], labels: [shard('labels.bin', 1)] };
const common = {
  format: 'parsimony/dataset',
  version: 1,
  source: { title: 't', url: 'u', package: 'p', integrity: 'i' },
  licence: 'l',
  credit: 'c',
};
const kinds: Readonly<Record<string, object>> = {
  images: {
    shape: [2, 2, 1],
    classes: ['a', 'b'],
    normalisation: { mean: [0.1], std: [0.3] },
    splits: { train: split, test: split },
  },
  tokens: {
    kind: 'text',
    sha256: '0'.repeat(64),
    values: 3,
    splits: { train: { count: 1, text: [shard('text.bin', 1)] }, test: { count: 0, text: [] } },
  },
};
const manifest = (name: string): string => JSON.stringify({ ...common, name, title: name, ...kinds[dataSources.get(name).kind.id] });

let server: Server | null = null;
afterEach(() => {
  vi.unstubAllGlobals();
  server?.close();
});

it('asks for data sets until all are there, and tells of trouble once', async () => {
  // It asks every three seconds, and here thirty times as often.
  const own = setTimeout;
  const hurried = (call: (...given: unknown[]) => void, milliseconds = 0, ...given: unknown[]) =>
    own(call, milliseconds === 3000 ? 100 : milliseconds, ...given);
  vi.stubGlobal('setTimeout', hurried);
  const files = new Map<string, string>([['/data/cifar-10/manifest.json', 'not JSON']]);
  let asked = 0;
  server = createServer((request, response) => {
    asked++;
    const text = files.get(request.url ?? '');
    response.writeHead(text === undefined ? 404 : 200, { 'Content-Type': 'application/json' }).end(text);
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const lab = createLab({
    spawn: spawnThread,
    cores: 1,
    storage: null,
    dataUrl: () => `http://127.0.0.1:${port}/data/`,
    pageUrl: () => 'http://localhost/',
    now: () => 0,
  });
  const ready = (): string[] => lab.store.getState().datasets.flatMap((dataset) => (dataset.ready ? [dataset.name] : []));
  const served = lab.store.getState().datasets.map(({ name }) => name);
  expect(served.length).toBeGreaterThan(1);
  expect(ready()).toEqual([]);
  const stop = lab.watchDatasets();
  await until(() => lab.store.getState().notices.length > 0, 'the broken manifest is told of');
  expect(lab.store.getState().notices[0]).toMatchObject({ kind: 'error', message: expect.stringContaining('is not JSON') });

  files.set('/data/mnist/manifest.json', manifest('mnist'));
  await until(() => ready().length === 1, 'MNIST is ready');
  expect(ready()).toEqual(['mnist']);
  expect(lab.store.getState().notices.length).toBe(1);

  for (const name of served) files.set(`/data/${name}/manifest.json`, manifest(name));
  await until(() => ready().length === served.length, 'all are ready');
  // All are there, so nothing is asked for any more.
  const before = asked;
  await new Promise((resolve) => own(resolve, 300));
  expect(asked).toBe(before);
  stop();
});
