import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { download } from '../../../src/data/download.ts';
import { offerFiles } from '../../../src/node/file-fetch.ts';
import { serveData, type DataServer } from '../support/backends.ts';

let folder: string;
let server: DataServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fetch-'));
  await writeFile(join(folder, 'ä b.bin'), new Uint8Array([1, 2, 3]));
  server = await serveData();
  offerFiles();
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const addressOf = (name: string) => pathToFileURL(join(folder, name)).href;

describe('fetch of a file', () => {
  test('gives its bytes, whatever its name', async () => {
    for (const input of [addressOf('ä b.bin'), new URL(addressOf('ä b.bin')), new Request(addressOf('ä b.bin'))]) {
      const response = await fetch(input);
      expect([response.ok, ...new Uint8Array(await response.arrayBuffer())]).toEqual([true, 1, 2, 3]);
    }
  });

  test('answers 404 where there is none, as a server does', async () => {
    expect((await fetch(addressOf('none.bin'))).status).toBe(404);
  });

  test('fails with the system’s reason where it cannot be read', async () => {
    await expect(fetch(pathToFileURL(folder).href)).rejects.toThrow(/EISDIR/);
  });

  test('can be stopped', async () => {
    await expect(fetch(addressOf('ä b.bin'), { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
  });
});

test('other addresses are fetched as before', async () => {
  const response = await fetch(`${server.url}mnist/manifest.json`);
  expect(await response.json()).toMatchObject({ name: 'mnist' });
});

test('the checks of a download hold for files: too long, and missing', async () => {
  await expect(download({ url: addressOf('ä b.bin'), maxBytes: 2 })).rejects.toMatchObject({ kind: 'corrupt' });
  await expect(download({ url: addressOf('none.bin'), maxBytes: 2 })).rejects.toMatchObject({ kind: 'missing' });
  expect([...(await download({ url: addressOf('ä b.bin'), maxBytes: 3 }))]).toEqual([1, 2, 3]);
});
