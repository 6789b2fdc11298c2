import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { noCache, openShardCache, type DatasetNotice, type ShardCache } from '../../../src/data/cache.ts';
import { openDataset, type Dataset, type DatasetProgress } from '../../../src/data/dataset.ts';
import type { Bytes } from '../../../src/data/download.ts';
import { forgetDatasets } from '../../../src/data/stored-dataset.ts';
import { serveDatasets, tinyDataset, tinyLabel, tinyPixel, tinyShape, type DatasetServer } from './dataset-server.ts';

const imageBytes = tinyShape[0] * tinyShape[1] * tinyShape[2];

let server: DatasetServer;
beforeEach(async () => {
  server = await serveDatasets(tinyDataset().files);
});
afterEach(async () => {
  forgetDatasets();
  await server.close();
});

function open(options: Partial<Parameters<typeof openDataset>[0]> = {}): Promise<Dataset> {
  return openDataset({ baseUrl: server.baseUrl, name: 'tiny', cache: noCache, ...options });
}

async function expectBatch(dataset: Dataset, split: 'train' | 'test', start: number, count: number): Promise<void> {
  const { images, labels } = await dataset.splits[split].batch(start, count);
  const expected = Array.from({ length: count * imageBytes }, (_, at) =>
    tinyPixel(split, start + Math.floor(at / imageBytes), at % imageBytes),
  );
  expect([...images]).toEqual(expected);
  expect([...labels]).toEqual(Array.from({ length: count }, (_, i) => tinyLabel(start + i)));
}

/** A store of our own: what a second visit finds. */
function memoryCache(): ShardCache & { readonly kept: Map<string, Bytes> } {
  const kept = new Map<string, Bytes>();
  return {
    kept,
    get: (url, content) => Promise.resolve(kept.get(`${url} ${content}`)),
    put: (url, content, bytes) => Promise.resolve(void kept.set(`${url} ${content}`, bytes)),
    delete: (url, content) => Promise.resolve(void kept.delete(`${url} ${content}`)),
  };
}

describe('batches of a dataset', () => {
  it('are the images and labels in file order, across shards, to the last one', async () => {
    const dataset = await open();
    await expectBatch(dataset, 'train', 0, 18);
    await expectBatch(dataset, 'train', 4, 7);
    await expectBatch(dataset, 'train', 17, 1);
    await expectBatch(dataset, 'test', 0, 7);
    await dataset.ready;
    expect(dataset.manifest.title).toBe('Tiny');
  });

  it('are refused outside of the split', async () => {
    const dataset = await open();
    for (const [start, count] of [
      [-1, 2],
      [0, 0],
      [17, 2],
      [0.5, 1],
      [0, 19],
    ] as const) {
      await expect(dataset.splits.train.batch(start, count)).rejects.toThrow(RangeError);
    }
  });

  it('come as soon as their own shards are there', async () => {
    const release = server.hold('train-images-002.bin');
    const dataset = await open();
    await expectBatch(dataset, 'train', 0, 10);
    let late = false;
    const waiting = expectBatch(dataset, 'train', 8, 4).then(() => {
      late = true;
    });
    await expectBatch(dataset, 'test', 0, 7);
    expect(late).toBe(false);
    release();
    await waiting;
    await dataset.ready;
  });

  it('load two at a time, training first, unless a batch waits for others', async () => {
    const releases = ['train-labels-000.bin', 'train-images-000.bin'].map((file) => server.hold(file));
    const dataset = await open();
    await vi.waitFor(() => expect(server.open.now).toBe(2));
    const evaluation = dataset.splits.test.batch(5, 2);
    for (const release of releases) release();
    await evaluation;
    await dataset.ready;
    // Two connections race, so within a pair either may come first.
    expect(server.requests.slice(1, 3).toSorted()).toEqual(['train-images-000.bin', 'train-labels-000.bin']);
    expect(server.requests.slice(3, 5).toSorted()).toEqual(['test-images-001.bin', 'test-labels-000.bin']);
    expect(server.requests.slice(5).toSorted()).toEqual([
      'test-images-000.bin',
      'train-images-001.bin',
      'train-images-002.bin',
      'train-images-003.bin',
    ]);
    expect(server.open.most).toBe(2);
  });

  it('need only the shards within the limits', async () => {
    const dataset = await open({ limits: { train: 6, test: 2 } });
    await dataset.ready;
    expect(dataset.splits.train.count).toBe(6);
    expect(dataset.splits.test.count).toBe(2);
    await expectBatch(dataset, 'train', 3, 3);
    await expect(dataset.splits.train.batch(6, 1)).rejects.toThrow(RangeError);
    expect(server.requests.filter((file) => file.includes('images')).toSorted()).toEqual([
      'test-images-000.bin',
      'train-images-000.bin',
      'train-images-001.bin',
    ]);
    expect(dataset.loadedBytes).toBe(dataset.totalBytes);
    // A later job without limits fetches the rest and nothing twice.
    const whole = await open({ limits: { train: 60_000 } });
    await expectBatch(whole, 'train', 0, 18);
    await whole.ready;
    expect(new Set(server.requests).size).toBe(server.requests.length);
    expect(server.requests).toHaveLength(9);
  });

  it.each([0, -3, 1.5, Number.NaN])('refuse the limit %s', async (limit) => {
    await expect(open({ limits: { train: limit } })).rejects.toThrow(RangeError);
  });
});

describe('progress', () => {
  it('grows to the size of all shards', async () => {
    const seen: DatasetProgress[] = [];
    const dataset = await open({ onProgress: (progress) => seen.push(progress) });
    await dataset.ready;
    const loaded = seen.map(({ loadedBytes }) => loadedBytes);
    expect(loaded).toEqual(loaded.toSorted((a, b) => a - b));
    const size = [...server.files].reduce((sum, [path, file]) => sum + (path.endsWith('.bin') ? file.length : 0), 0);
    expect(seen.at(-1)).toMatchObject({ loadedBytes: size, totalBytes: size });
    expect(new Set(seen.map(({ file }) => file)).size).toBe(8);
  });
});

describe('jobs of one worker', () => {
  it('share what is loaded', async () => {
    const first = await open();
    await first.ready;
    const requests = server.requests.length;
    const second = await open();
    expect(second.loadedBytes).toBe(second.totalBytes);
    await second.ready;
    await expectBatch(second, 'train', 0, 18);
    expect(server.requests).toHaveLength(requests);
  });

  it('take over what an aborted job was loading', async () => {
    const release = server.hold('train-images-001.bin');
    const stop = new AbortController();
    const first = await open({ signal: stop.signal });
    await first.splits.train.batch(0, 5);
    const second = await open();
    const waiting = expectBatch(second, 'train', 5, 5);
    stop.abort();
    await expect(first.ready).rejects.toMatchObject({ kind: 'aborted' });
    release();
    await waiting;
    await second.ready;
    expect(server.requests.filter((file) => file === 'train-images-000.bin')).toHaveLength(1);
  });
});

describe('a second visit', () => {
  it('needs no network', async () => {
    const cache = memoryCache();
    await (
      await open({ cache })
    ).ready;
    expect(cache.kept.size).toBe(9);
    forgetDatasets();
    await server.close();
    const again = await open({ cache });
    await again.ready;
    await expectBatch(again, 'train', 0, 18);
    await expectBatch(again, 'test', 0, 7);
  });

  it('fetches afresh what the cache damaged', async () => {
    const cache = memoryCache();
    await (
      await open({ cache })
    ).ready;
    const sound = new Map(cache.kept);
    const [whole, short] = [...cache.kept.keys()].filter((key) => key.includes('train-images'));
    cache.kept.set(whole, new Uint8Array(sound.get(whole)?.length ?? 0));
    cache.kept.set(short, (sound.get(short) as Bytes).slice(0, 9));
    forgetDatasets();
    server.requests.length = 0;
    const again = await open({ cache });
    await again.ready;
    await expectBatch(again, 'train', 0, 18);
    expect(server.requests.toSorted()).toEqual(['manifest.json', 'train-images-000.bin', 'train-images-001.bin']);
    expect(cache.kept).toEqual(sound);
  });

  it('is told once that nothing can be kept where there is no Cache Storage', async () => {
    const notices: DatasetNotice[] = [];
    const cache = await openShardCache(undefined, (notice) => notices.push(notice));
    const dataset = await open({ cache });
    await dataset.ready;
    expect(notices.map(({ kind }) => kind)).toEqual(['cache-unavailable']);
    await expectBatch(dataset, 'train', 0, 18);
  });
});
