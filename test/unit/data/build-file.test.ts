/** Files of the build that are not there say why, whatever the host answers with. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { readBuildFile } from '../../../src/data/build-file.ts';

async function addressOf(answer: (response: ServerResponse) => void) {
  const server = createServer((_, response) => answer(response)).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  return { server, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/engine.wasm` };
}

test('one that is there is read', async () => {
  const { address } = await addressOf((response) => response.end(Buffer.from([1, 2, 3])));
  expect([...new Uint8Array(await readBuildFile(address))]).toEqual([1, 2, 3]);
});

test.each([
  ['a status', (response: ServerResponse) => response.writeHead(404).end(), /engine\.wasm could not be fetched: .*status 404\. Reload/u],
  [
    'the start page of an application',
    (response: ServerResponse) => response.setHeader('content-type', 'text/html; charset=utf-8').end('<!doctype html>'),
    /a web page in its place/u,
  ],
  [
    'half of it',
    (response: ServerResponse) => {
      response.setHeader('content-length', '100').write('half', () => response.destroy());
    },
    /no connection to the server\. Try again/u,
  ],
] as const)('%s in its place is told', async (_, answer, said) => {
  const { address } = await addressOf(answer);
  await expect(readBuildFile(address)).rejects.toThrow(said);
});

test('without a server that is told, as the error and of the thing that is asked for', async () => {
  const { server, address } = await addressOf((response) => response.end());
  await new Promise((resolve) => server.close(resolve));
  const failure = (message: string) => new RangeError(message);
  const reading = readBuildFile(address, { what: 'The network', failure });
  await expect(reading).rejects.toThrow(RangeError);
  await expect(reading).rejects.toThrow(/^The network could not be fetched .*no connection/u);
});

test('nothing fetches a file by itself and leaves what goes wrong to the browser’s words', () => {
  const root = new URL('../../../src/', import.meta.url).pathname;
  // Each of these tells its own failures, or has none to tell.
  const allowed = new Set([
    'app/offline.ts',
    'data/build-file.ts',
    'data/download.ts',
    'data/load-part.ts',
    'nn/browser-assets.ts',
    'ui/chart/picture-font.ts',
  ]);
  const fetching = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/u.test(file))
    .filter((file) => /\bfetch\(/u.test(readFileSync(root + file, 'utf8')));
  expect(fetching.filter((file) => !allowed.has(file))).toEqual([]);
});
