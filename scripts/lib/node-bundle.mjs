// @ts-check
/**
 * The lab and its workers as programs for Node, bundled once and kept in .cache/node/ until a source changes.
 *
 * Loading the sources one by one instead (Vite's module runner) takes some 1.5 s of processor time in every thread, this bundle 0.2 s;
 * making it takes some 3 s. It is not minified, which gains nothing here, so that stacks can be read.
 */
import { mkdir, mkdtemp, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './failure.mjs';
import { projectDir } from './paths.mjs';
import { digestOf } from './source-digest.mjs';
import { buildForNode, nodeBanner } from './vite.mjs';

/** What the bundle is made from. */
const sources = ['src', 'workers', 'package-lock.json', 'scripts/lib/node-bundle.mjs', 'scripts/lib/vite.mjs'];

/** By the names of the programs. */
const entries = { lab: 'src/node/lab.ts', job: 'workers/job.node.ts', 'compare-kernel': 'workers/compare-kernel.node.ts' };

const workshop = join(projectDir, '.cache', 'node');

/** A bundle of other sources that nobody has used for so long is taken away when a new one is made. */
const KEPT_MS = 7 * 24 * 3600 * 1000;

/**
 * The folder of the programs, `lab.mjs` and others, made if there is none of the sources as they are.
 *
 * @param {(line: string) => void} log
 * @returns {Promise<string>}
 * @throws {Failure} if the bundler refuses
 */
export async function ensureNodeBundle(log) {
  const folder = join(workshop, await digestOf(sources));
  if (existsSync(folder)) {
    await utimes(folder, new Date(), new Date());
    return folder;
  }
  log('Bundling the lab for Node …');
  await mkdir(workshop, { recursive: true });
  await removeOld();
  const draft = await mkdtemp(join(workshop, 'draft-'));
  try {
    await bundle(draft);
    // Another process may have been quicker: its bundle is the same.
    await rename(draft, folder).catch((error) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return folder;
}

/** @param {string} outDir */
async function bundle(outDir) {
  await buildForNode({
    ssr: true,
    outDir,
    minify: false,
    sourcemap: true,
    rollupOptions: { input: entries, output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs', banner: nodeBanner } },
  }).catch((cause) => {
    throw new Failure(`The lab could not be bundled for Node: ${cause instanceof Error ? cause.message : cause}`, { cause });
  });
}

async function removeOld() {
  for (const name of await readdir(workshop)) {
    const path = join(workshop, name);
    // Gone already if another process cleans up as well.
    const { mtimeMs } = (await stat(path).catch(() => null)) ?? { mtimeMs: Date.now() };
    if (Date.now() - mtimeMs > KEPT_MS) await rm(path, { recursive: true, force: true });
  }
}
