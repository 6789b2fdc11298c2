import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { noCache } from '../../../src/data/cache.ts';
import { openDataset, type Dataset } from '../../../src/data/dataset.ts';
import { DatasetError, type DatasetErrorKind } from '../../../src/data/errors.ts';
import { forgetDatasets } from '../../../src/data/stored-dataset.ts';
import {
  faults,
  serveDatasets,
  setManifest,
  sha256,
  tinyDataset,
  type DatasetServer,
  type Fault,
  type TinyManifest,
} from './dataset-server.ts';

/** The waits between attempts and for bytes are hundredths of what they are: those of fetch stay. */
function hurry(): void {
  const own = setTimeout;
  const ownInterval = setInterval;
  vi.stubGlobal('setInterval', (call: () => void, milliseconds: number) => ownInterval(call, milliseconds === 1000 ? 10 : milliseconds));
  const hurried = (call: (...given: unknown[]) => void, milliseconds = 0, ...given: unknown[]) =>
    own(call, milliseconds === 200 || milliseconds === 800 ? milliseconds / 100 : milliseconds, ...given);
  vi.stubGlobal('setTimeout', hurried);
}

const shard = 'train-images-001.bin';

let server: DatasetServer;
let manifest: TinyManifest;
beforeEach(async () => {
  hurry();
  const tiny = tinyDataset();
  manifest = tiny.manifest;
  server = await serveDatasets(tiny.files);
});
afterEach(async () => {
  vi.unstubAllGlobals();
  forgetDatasets();
  await server.close();
});

const open = (signal?: AbortSignal): Promise<Dataset> =>
  openDataset({ baseUrl: server.baseUrl, name: 'tiny', cache: noCache, ...(signal && { signal }) });

async function failureOf(promise: Promise<unknown>): Promise<DatasetError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DatasetError);
  return error as DatasetError;
}

const requestsFor = (file: string): number => server.requests.filter((name) => name === file).length;

/** Replaces a shard's content and writes what fits it into the manifest. */
function replaceShard(content: Buffer): void {
  const entry = manifest.splits.train.images[1];
  if (!entry) throw new Error('the tiny dataset has a second training shard');
  Object.assign(entry, { bytes: content.length, sha256: sha256(content) });
  server.files.set(`tiny/${shard}`, content);
  setManifest(server.files, manifest);
}

describe('a shard that stays bad', () => {
  it.each<[string, Fault, DatasetErrorKind, number, RegExp]>([
    ['is missing', faults.status(404), 'missing', 1, /no file .*HTTP 404.*datasets\.mjs/],
    ['is answered by the start page', faults.startPage, 'missing', 1, /answers with a web page/],
    ['comes truncated', faults.truncated, 'truncated', 3, /incomplete: \d+ of \d+ bytes/],
    ['is damaged', faults.damaged, 'corrupt', 3, /SHA-256 is [0-9a-f]{64}, expected [0-9a-f]{64}/],
    ['is too long', faults.longer, 'corrupt', 3, /longer than/],
    ['breaks off', faults.reset, 'network', 3, /broke off after [\d,]+ bytes/],
    ['stops in its midst', faults.silent, 'network', 3, /broke off after [\d,]+ bytes: the server has sent nothing for 30 s/],
    ['meets a failing server', faults.status(503), 'network', 3, /HTTP 503/],
  ])('%s: every waiter gets the one error, and retry mends it', async (_, fault, kind, attempts, message) => {
    server.fail(shard, fault, attempts);
    const dataset = await open();
    const waiters = [dataset.splits.train.batch(4, 3), dataset.splits.train.batch(6, 1), dataset.splits.train.batch(0, 18)];
    const errors = await Promise.all([...waiters, dataset.ready].map(failureOf));
    const [error] = errors;
    expect(error?.kind).toBe(kind);
    expect(error?.file).toBe(`${server.baseUrl}tiny/${shard}`);
    expect(error?.message).toMatch(message);
    expect(error?.message).toContain(shard);
    for (const other of errors) expect(other).toBe(error);
    expect(requestsFor(shard)).toBe(attempts);
    // What did load is not offered as if it were a dataset.
    expect(await failureOf(dataset.splits.train.batch(0, 1))).toBe(error);

    await dataset.retry();
    await dataset.ready;
    expect((await dataset.splits.train.batch(0, 18)).labels).toHaveLength(18);
    expect(dataset.loadedBytes).toBe(dataset.totalBytes);
    expect(requestsFor(shard)).toBe(attempts + 1);
    expect(requestsFor('train-images-000.bin')).toBe(1);
  });
});

describe('a shard that is bad once or twice', () => {
  it.each<[string, Fault]>([
    ['truncated', faults.truncated],
    ['damaged', faults.damaged],
    ['cut off', faults.reset],
    ['refused by a busy server', faults.status(503)],
  ])('%s: is fetched again without a word', async (_, fault) => {
    server.fail(shard, fault, 2);
    const dataset = await open();
    await dataset.ready;
    expect(requestsFor(shard)).toBe(3);
    expect(dataset.loadedBytes).toBe(dataset.totalBytes);
  });
});

describe('a shard whose manifest entry lies', () => {
  it('decompresses to too much: is stopped early', async () => {
    // Without its last bytes: whoever decompresses it to the end meets "not gzip" instead.
    replaceShard(gzipSync(Buffer.alloc(1 << 26)).subarray(0, -8));
    const error = await failureOf((await open()).ready);
    expect(error.kind).toBe('corrupt');
    expect(error.message).toMatch(/decompresses to more than 120 bytes/);
  });

  it('decompresses to too little', async () => {
    replaceShard(gzipSync(Buffer.alloc(119)));
    expect((await failureOf((await open()).ready)).message).toMatch(/decompresses to 119 bytes, expected 120/);
  });

  it('is not gzip at all', async () => {
    replaceShard(Buffer.from('a plain text'));
    const error = await failureOf((await open()).ready);
    expect(error.kind).toBe('corrupt');
    expect(error.message).toMatch(/not gzip/);
  });

  it('holds a label without a class', async () => {
    const labels = Buffer.alloc(18);
    labels[11] = 3;
    const content = gzipSync(labels);
    Object.assign(manifest.splits.train.labels[0] ?? {}, { bytes: content.length, sha256: sha256(content) });
    server.files.set('tiny/train-labels-000.bin', content);
    setManifest(server.files, manifest);
    const error = await failureOf((await open()).ready);
    expect(error.kind).toBe('corrupt');
    expect(error.message).toMatch(/image 11 is of class 3, but its data set has 3 classes/);
  });
});

describe('no network', () => {
  it('says so for the manifest, and opening again works', async () => {
    const { baseUrl, files } = server;
    await server.close();
    const error = await failureOf(openDataset({ baseUrl, name: 'tiny', cache: noCache }));
    expect(error.kind).toBe('network');
    expect(error.message).toMatch(/manifest\.json could not be fetched: .*ECONNREFUSED.*try again/);
    server = await serveDatasets(files);
    await (
      await open()
    ).ready;
  });
});

describe('an abort', () => {
  it('stops the download, and a later job goes on from there', async () => {
    const release = server.hold(shard);
    const stop = new AbortController();
    const dataset = await open(stop.signal);
    await dataset.splits.train.batch(0, 5);
    const waiting = failureOf(dataset.splits.train.batch(5, 5));
    stop.abort(new Error('the person pressed Cancel'));
    const error = await waiting;
    expect(error.kind).toBe('aborted');
    expect(error.cause).toMatchObject({ message: 'the person pressed Cancel' });
    expect(await failureOf(dataset.ready)).toMatchObject({ kind: 'aborted' });
    release();
    await vi.waitFor(() => expect(server.open.now).toBe(0));

    const again = await open();
    await again.ready;
    expect(requestsFor('train-images-000.bin')).toBe(1);
  });

  it('ends the wait before another attempt', async () => {
    const stop = new AbortController();
    server.fail(shard, (response, content) => {
      faults.truncated(response, content);
      response.on('close', () => stop.abort());
    });
    const dataset = await open(stop.signal);
    expect((await failureOf(dataset.ready)).kind).toBe('aborted');
    expect(requestsFor(shard)).toBe(1);
  });

  it('that came before fetches nothing', async () => {
    expect((await failureOf(open(AbortSignal.abort()))).kind).toBe('aborted');
    expect(server.requests).toEqual([]);
  });
});

describe('a page without https', () => {
  it('is told why shards cannot be checked', async () => {
    const dataset = await open();
    vi.stubGlobal('crypto', {});
    const error = await failureOf(dataset.ready);
    expect(error.kind).toBe('unsupported');
    expect(error.message).toMatch(/https.*localhost/);
  });
});

describe('a manifest', () => {
  it('that is missing is asked for once', async () => {
    server.files.delete('tiny/manifest.json');
    const error = await failureOf(open());
    expect(error.kind).toBe('missing');
    expect(requestsFor('manifest.json')).toBe(1);
  });

  it('beyond any size is not read to its end', async () => {
    server.files.set('tiny/manifest.json', Buffer.alloc(1 << 20, ' '));
    const error = await failureOf(open());
    expect(error.kind).toBe('corrupt');
    expect(error.message).toMatch(/longer than the 65,536 bytes/);
  });

  it('that is no JSON is refused', async () => {
    server.files.set('tiny/manifest.json', Buffer.from('{'));
    const error = await failureOf(open());
    expect(error.kind).toBe('manifest');
    expect(error.message).toMatch(/manifest\.json, which describes a data set, is not JSON/);
  });

  it.each<[string, (changed: TinyManifest) => void, RegExp]>([
    ['another format', (changed) => (changed.format = 'parsimony/result'), /format/],
    ['a later version', (changed) => (changed.version = 2), /version/],
    ['an unknown field', (changed) => (changed.onload = 'alert(1)'), /onload/],
    ['another dataset', (changed) => (changed.name = 'mnist'), /describes the data set “mnist”, not “tiny”/],
    ['a path for a file', (changed) => (firstShard(changed).file = '../x.bin'), /splits\.train\.images\.0\.file/],
    ['an address for a file', (changed) => (firstShard(changed).file = '//evil/x.bin'), /splits\.train\.images\.0\.file/],
    ['a digest that is none', (changed) => (firstShard(changed).sha256 = 'abc'), /sha256/],
    ['rawBytes that do not fit', (changed) => (firstShard(changed).rawBytes = 121), /splits\.train\.images.*rawBytes/],
    ['a shard too large', (changed) => (firstShard(changed).rawBytes = 2 ** 30), /rawBytes/],
    ['counts that do not add up', (changed) => (changed.splits.train.count = 19), /does not add up to 19/],
    ['a std of zero', (changed) => (changed.normalisation.std[0] = 0), /normalisation\.std\.0/],
    ['a channel too few', (changed) => changed.normalisation.mean.pop(), /each of the 2 channels/],
    ['no training split', (changed) => Object.assign(changed, { splits: { test: changed.splits.test } }), /splits\.train/],
  ])('with %s is refused', async (_, change, message) => {
    change(manifest);
    setManifest(server.files, manifest);
    const error = await failureOf(open());
    expect(error.kind).toBe('manifest');
    expect(error.file).toBe(`${server.baseUrl}tiny/manifest.json`);
    expect(error.message).toMatch(message);
    expect(server.requests).toEqual(['manifest.json']);
  });
});

function firstShard(changed: TinyManifest): TinyManifest['splits']['train']['images'][0] {
  const [first] = changed.splits.train.images;
  if (!first) throw new Error('the tiny dataset has a training shard');
  return first;
}
