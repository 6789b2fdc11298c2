/** Recorded runs: those in the tree are whole, and what is damaged, missing or too large is told. */
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { fetchRecorded, readRecorded, unpackRecorded } from '../../../src/lab/recorded.ts';
import { parseResult } from '../../../src/lab/result-file.ts';

const folder = new URL('../../../recorded/', import.meta.url);
/** What is not yet run to its end lies beside them, and does not come with the page. */
const UNFINISHED = 'unfinished';
const files = readdirSync(folder).filter((name) => name !== UNFINISHED);
const names = files.map((name) => name.replace(/\.result$/u, ''));
const packed = (name: string) => new Blob([readFileSync(new URL(`${name}.result`, folder))]);

test('there are some, each under the ending by which the build finds it', () => {
  expect(names.length).toBeGreaterThan(0);
  expect(files.filter((name) => !name.endsWith('.result'))).toEqual([]);
});

test.each(names)('%s has ended in all its jobs, and says with what', async (name) => {
  const file = await unpackRecorded(packed(name), name);
  const { records, environment } = parseResult(await file.text(), file.name);
  expect(records.filter(({ status }) => status !== 'finished')).toEqual([]);
  expect(environment?.engine).toMatch(/^\d+\.\d+\.\d+$/u);
  // Of the machine on which it was made nothing is told but what it computes with.
  expect(JSON.stringify(records)).not.toMatch(/\/(?:home|root|work|tmp|Users)\//u);
});

test('one that a host has unpacked on its way is the same', async () => {
  const [name] = names as [string];
  const file = await unpackRecorded(packed(name), name);
  expect(await (await unpackRecorded(file, name)).text()).toBe(await file.text());
});

test('one that was cut off is refused', async () => {
  const [name] = names as [string];
  const blob = packed(name);
  await expect(unpackRecorded(blob.slice(0, 5000), name)).rejects.toThrow(/^The recorded run “.*” is damaged: .*Open it again/u);
});

test('one that would fill the memory is not unpacked', async () => {
  await expect(unpackRecorded(new Blob([gzipSync(new Uint8Array(30_000_000))]), 'bomb')).rejects.toThrow(/more than 20 MB/u);
});

test('what is not there is told: no such name, no server, no file', async () => {
  await expect(fetchRecorded('nothing', null)).rejects.toThrow(/^There is no recorded run “nothing”/u);
  const server = createServer((_, response) => response.writeHead(404).end()).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/one.result`;
  await expect(readRecorded('one', address)).rejects.toThrow(/the server answers with status 404/u);
  await new Promise((resolve) => server.close(resolve));
  await expect(readRecorded('one', address)).rejects.toThrow(/there is no connection to the server/u);
});
