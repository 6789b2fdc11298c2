/** Messages speak to who reads them: on the command line nobody can reload a page, and no browser keeps anything. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parseSync } from 'vite';
import { afterEach, describe, expect, it } from 'vitest';
import { openOwnDataset } from '../../../src/data/own/store.ts';
import { parseManifest } from '../../../src/data/manifest.ts';
import { reload, speakTo } from '../../../src/data/reader.ts';
import { unpackShard } from '../../../src/data/shard.ts';
import { imageStorage } from '../../../src/data/kinds/image-storage.ts';
import { HeadlessLab } from '../../../src/lab/headless-lab.ts';
import { WorkerLife, type WorkerLike } from '../../../src/lab/worker-life.ts';
import { JobRunner } from '../../../src/study/job-runner.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/** What only a person before a page can do or have. */
const ofThePage = /reload|in this browser|of this browser|this tab|this page|the page(?! Runs)/iu;

/** Programs of commands; see scripts/lib/node-bundle.mjs. */
const programs = ['src/node/lab.ts', 'workers/job.node.ts', 'workers/compare-kernel.node.ts', 'src/app/headless.ts', 'workers/job.ts'];

/** Parts that do nothing where runs, networks and images of one's own are not kept, which is so on the command line; and what is no message. */
const onlyOnThePage = [
  'src/data/own/',
  'src/lab/archive/',
  'src/lab/stored-',
  'src/lab/network-shelf.ts',
  'src/lab/networks.ts',
  'src/lab/own-data-slice.ts',
  'src/lab/run-owner.ts',
  'src/lab/dataset-watch.ts',
  'src/lab/storage.ts',
];

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** Every node below one, those of words for the page left out. */
function* nodesIn(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const one of value) yield* nodesIn(one);
  else if (typeof value === 'object' && value !== null && 'type' in value) {
    const node = value as Node;
    yield node;
    if (node.type === 'Property' && (node.key as { name?: string }).name === 'page') return;
    for (const key of Object.keys(node)) yield* nodesIn(node[key]);
  }
}

/** Files that a program is made of, types left out as far as they are imported as such. */
function reached(): Map<string, Node[]> {
  const found = new Map<string, Node[]>();
  const left = [...programs];
  for (let path = left.pop(); path !== undefined; path = left.pop()) {
    if (found.has(path)) continue;
    const nodes = [...nodesIn(parseSync(path, readFileSync(join(root, path), 'utf8')).program)];
    found.set(path, nodes);
    for (const { type, importKind, exportKind, source } of nodes) {
      if (!/^(Import|Export)/u.test(type) || importKind === 'type' || exportKind === 'type') continue;
      const specifier = (source as { value?: unknown } | null)?.value;
      if (typeof specifier !== 'string' || !specifier.startsWith('.')) continue;
      const target = relative(root, join(root, dirname(path), specifier));
      if (/\.[jt]sx?$/u.test(target) && existsSync(join(root, target))) left.push(target);
    }
  }
  return found;
}

describe('no message that a command can print', () => {
  it('speaks of a page, a tab or a browser', () => {
    const files = reached();
    expect([...files.keys()]).toEqual(
      expect.arrayContaining(['src/lab/pool.ts', 'src/nn/backend.ts', 'src/data/shard.ts', 'src/study/run-job.ts']),
    );
    const texts = [...files]
      .filter(([path]) => !onlyOnThePage.some((part) => path.startsWith(part)))
      .flatMap(([path, nodes]) =>
        nodes.flatMap(({ type, value }) => {
          const text = type === 'TemplateElement' ? (value as { cooked: string }).cooked : type === 'Literal' ? value : null;
          // One word is a name and no message.
          return typeof text === 'string' && /\s/u.test(text.trim()) && ofThePage.test(text) ? [`${path}: ${text}`] : [];
        }),
      );
    expect(texts).toEqual([]);
  });
});

describe('messages on the command line', () => {
  afterEach(() => speakTo('page'));

  const surroundings = {
    spawn: () => new EventTarget() as unknown as WorkerLike,
    cores: 1,
    storage: null,
    dataUrl: () => 'file:///data/',
    pageUrl: () => 'file:///',
    now: () => 0,
  };

  it('are those of a lab without a page, and of its workers', async () => {
    expect(reload()).toBe('reload the page');
    // What a command opens says so, in its process …
    void new HeadlessLab(surroundings);
    expect(reload()).toBe('run the command again');
    // … and in each of its workers.
    speakTo('page');
    const runner = new JobRunner({
      assets: { tfjsWasm: {} as never, kernels: () => Promise.reject(new Error('none')) },
      browser: 'Node',
      cores: 1,
    });
    await runner.run({}, { backend: 'wasm', dataUrl: '', reader: 'command' }, () => undefined).catch(() => undefined);
    expect(reload()).toBe('run the command again');
  });

  it.each<[string, () => unknown]>([
    ['a manifest', () => parseManifest('{', 'file:///data/mnist/manifest.json', 'mnist', imageStorage)],
    ['a shard', () => unpackShard(new Uint8Array(3), { file: 'a', count: 1, bytes: 3, rawBytes: 3, sha256: '0'.repeat(64) }, 'a')],
    [
      'own images',
      () => openOwnDataset('file:///', { name: 'leaves', sha256: '0'.repeat(64), shape: [2, 2, 1], classes: 2, train: 1, test: 1 }),
    ],
    [
      'a worker',
      () => {
        const worker = Object.assign(new EventTarget(), { terminate: () => undefined, postMessage: () => undefined });
        return new Promise((_resolve, reject) => {
          const options = { who: 'The worker', again: 'Run the job again', patience: 1, onDeath: reject };
          const life = new WorkerLife(worker, {} as never, options);
          worker.dispatchEvent(new Event('error'));
          life.end('');
        });
      },
    ],
  ])('say of %s what can be done there', async (_, fail) => {
    const messageFor = async (reader: 'page' | 'command'): Promise<string> => {
      speakTo(reader);
      const failed: unknown = await Promise.resolve()
        .then(fail)
        .catch((error: unknown) => error);
      return (failed as Error).message;
    };
    expect(await messageFor('page')).toMatch(/reload the page|in this browser/iu);
    expect(await messageFor('command')).not.toMatch(ofThePage);
  });
});
