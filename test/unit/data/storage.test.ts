/** Any kind of data that says what its files hold is streamed, checked and kept as images are; texts stand for it here. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noCache } from '../../../src/data/cache.ts';
import { isOfImages, openDataset, openStored } from '../../../src/data/dataset.ts';
import { DatasetError } from '../../../src/data/errors.ts';
import { storageOf } from '../../../src/data/storage.ts';
import { forgetDatasets } from '../../../src/data/stored-dataset.ts';
import { z } from '../../../src/data/zod.ts';
import { serveDatasets, tinyDataset, type DatasetServer } from './dataset-server.ts';

/** Sequences of letters, each with the number of the chapter that it is from: two bytes. */
const texts = storageOf({
  kind: 'texts',
  manifest: { length: z.int().min(1).max(512), letters: z.int().min(2).max(256) },
  parts: ['symbols', 'chapter'],
  bytesOf: (part, { length }) => (part === 'symbols' ? length : 2),
  complaints: ({ length, letters }) => (length < letters ? [] : [[['length'], 'leaves no letter unused']]),
  check(part, content, { letters }, file) {
    if (part === 'symbols' && content.some((symbol) => symbol >= letters)) {
      throw new DatasetError('corrupt', file, `${file} holds a symbol beyond its ${letters} letters.`);
    }
  },
});

const LENGTH = 5;
const symbolAt = (i: number): number => (3 * i) % 20;

function textFiles(letters = 20): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  const shard = (file: string, count: number, raw: Buffer) => {
    const packed = gzipSync(raw);
    files.set(`novel/${file}`, packed);
    return { file, count, bytes: packed.length, rawBytes: raw.length, sha256: createHash('sha256').update(packed).digest('hex') };
  };
  const bytes = (count: number, value: (i: number) => number) => Buffer.from(Array.from({ length: count }, (_, i) => value(i)));
  const split = (name: string, counts: readonly number[]) => ({
    count: counts.reduce((sum, count) => sum + count, 0),
    symbols: counts.map((count, index) =>
      shard(
        `${name}-symbols-${index}.bin`,
        count,
        bytes(count * LENGTH, (i) => symbolAt(i + LENGTH * counts.slice(0, index).reduce((a, b) => a + b, 0))),
      ),
    ),
    chapter: [
      shard(
        `${name}-chapter.bin`,
        counts.reduce((a, b) => a + b, 0),
        bytes(2 * counts.reduce((a, b) => a + b, 0), (i) => i % 7),
      ),
    ],
  });
  const manifest = {
    format: 'parsimony/dataset',
    version: 1,
    kind: 'texts',
    name: 'novel',
    title: 'A novel',
    length: LENGTH,
    letters,
    source: { title: 'made up', url: '', package: '', integrity: '' },
    licence: '',
    credit: '',
    splits: { train: split('train', [4, 6]), test: split('test', [3]) },
  };
  files.set('novel/manifest.json', Buffer.from(JSON.stringify(manifest)));
  return files;
}

let server: DatasetServer;
beforeEach(async () => {
  server = await serveDatasets(new Map([...tinyDataset().files, ...textFiles()]));
});
afterEach(async () => {
  forgetDatasets();
  await server.close();
});

const options = (name: string) => ({ baseUrl: server.baseUrl, name, cache: noCache });

describe('texts', () => {
  it('stream in as images do: views of every part, across shards', async () => {
    const novel = await openStored(texts, options('novel'));
    expect(novel.manifest).toMatchObject({ kind: 'texts', length: LENGTH });
    const { symbols, chapter } = await novel.splits.train.batch(2, 5);
    expect([...symbols]).toEqual(Array.from({ length: 5 * LENGTH }, (_, i) => symbolAt(i + 2 * LENGTH)));
    expect([...chapter]).toEqual(Array.from({ length: 10 }, (_, i) => (i + 4) % 7));
    await novel.ready;
    expect(novel.loadedBytes).toBe(novel.totalBytes);
    expect(isOfImages(novel)).toBe(false);
  });

  it('with few wanted, only the shards that hold them are asked for', async () => {
    const novel = await openStored(texts, { ...options('novel'), limits: { train: 3, test: 1 } });
    await novel.ready;
    expect(novel.splits.train.count).toBe(3);
    expect(server.requests.filter((file) => file.startsWith('train-symbols'))).toEqual(['train-symbols-0.bin']);
  });

  it('are refused by what their kind knows of their content', async () => {
    server.files.clear();
    for (const [name, content] of textFiles(10)) server.files.set(name, content);
    const novel = await openStored(texts, options('novel'));
    await expect(novel.ready).rejects.toMatchObject({ kind: 'corrupt', message: expect.stringContaining('beyond its 10 letters') });
  });

  it('are refused where their manifest contradicts itself', async () => {
    const manifest = JSON.parse(server.files.get('novel/manifest.json')!.toString()) as {
      letters: number;
      splits: { train: { count: number } };
    };
    manifest.letters = 5;
    manifest.splits.train.count = 11;
    server.files.set('novel/manifest.json', Buffer.from(JSON.stringify(manifest)));
    const error = await openStored(texts, options('novel')).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ kind: 'manifest' });
    expect((error as Error).message).toMatch(/“length” leaves no letter unused.*“splits\.train\.symbols” does not add up to 11/su);
  });
});

it('what is of one kind is not opened as another', async () => {
  await expect(openDataset(options('novel'))).rejects.toMatchObject({ kind: 'manifest', message: expect.stringMatching(/“kind” /u) });
  await expect(openStored(texts, options('tiny'))).rejects.toMatchObject({ kind: 'manifest', message: expect.stringMatching(/“kind” /u) });
  expect(isOfImages(await openDataset(options('tiny')))).toBe(true);
  // Nor where it is there already.
  await expect(openStored(texts, options('tiny'))).rejects.toMatchObject({ kind: 'manifest', message: expect.stringContaining('images') });
});
