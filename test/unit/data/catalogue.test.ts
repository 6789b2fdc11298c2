import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { availableDatasets } from '../../../src/data/catalogue.ts';

const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

/** A host with one file, `index.json`, or with none. */
async function host(index: string | null): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (request.url === '/index.json' && index !== null) response.end(index);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, asked };
}

test('a data set that the server does not list is not asked for', async () => {
  const { url, asked } = await host(JSON.stringify({ format: 'parsimony/datasets', datasets: ['mnist'] }));
  const found = await availableDatasets(url);
  expect(found.map(({ name, error }) => [name, error?.kind])).toEqual([
    ['mnist', 'missing'],
    ['cifar-10', 'missing'],
    ['moby-dick', 'missing'],
    ['state-of-the-union', 'missing'],
  ]);
  expect(asked.some((path) => path.includes('cifar-10'))).toBe(false);
  expect(asked).toContain('/mnist/manifest.json');
});

test.each([
  ['has no list', null],
  ['answers with a page', '<!doctype html>'],
])('where the server %s, every manifest is asked for', async (_name, index) => {
  const { url, asked } = await host(index);
  await availableDatasets(url);
  expect(asked).toEqual(expect.arrayContaining(['/mnist/manifest.json', '/cifar-10/manifest.json']));
});
