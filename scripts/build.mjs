// @ts-check
/**
 * Builds the lab into dist/: a static site that works under any path of any static host, datasets included.
 *
 *     npm run build
 */
import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArguments } from './lib/arguments.mjs';
import { Failure, runAsCommand } from './lib/failure.mjs';
import { dataDir, distDir, projectDir } from './lib/paths.mjs';
import { digestOf } from './lib/source-digest.mjs';
import { ensureDataset, ensureInstalled, ensureKernels, ensureSmallDatasets, largeDatasets } from './lib/steps.mjs';

/** @typedef {import('./lib/steps.mjs').Log} Log */

/** What the build is made from; public/data is not part of it, since the server looks there itself. */
const sources = [
  'src',
  'workers',
  'public',
  'index.html',
  'headless.html',
  '404.html',
  'vite.config.ts',
  'LICENSE',
  'package-lock.json',
  'scripts/lib',
];

/** In dist/: the digest of the sources that it was built from. The bundler empties dist/, so the note never outlives its build. */
const stampName = '.sources';

/**
 * Builds the lab unless dist/ is there and was built from the sources as they are.
 * @param {Log} log
 */
export async function ensureBuilt(log) {
  const digest = await digestOf(sources);
  const stamp = await readFile(join(distDir, stampName), 'utf8').catch(() => '');
  if (stamp !== digest) await buildLab({ log });
}

/**
 * Builds into a new folder and puts it in the place of dist/, so that a failed build leaves the old one and nobody is served a half.
 *
 * @param {{ log: Log, withData?: boolean }} options `withData` copies the datasets as well
 * @throws {Failure} if the bundler refuses
 */
export async function buildLab({ log, withData = false }) {
  log('Building the lab …');
  const digest = await digestOf(sources);
  const workshop = join(projectDir, '.cache', 'build');
  await mkdir(workshop, { recursive: true });
  const room = await mkdtemp(join(workshop, 'build-'));
  const made = join(room, 'new');
  try {
    const { build } = await import('vite');
    await build({
      root: projectDir,
      configFile: join(projectDir, 'vite.config.ts'),
      logLevel: 'warn',
      build: { outDir: made, emptyOutDir: true, copyPublicDir: false },
    }).catch((cause) => {
      throw new Failure(`The lab could not be built: ${cause instanceof Error ? cause.message : cause}`, { cause });
    });
    await cp(join(projectDir, 'public'), made, {
      recursive: true,
      // The data sets may lie elsewhere, behind a link.
      dereference: true,
      filter: (path) => withData || path !== dataDir,
    });
    await writeFile(join(made, stampName), digest);
    await rename(distDir, join(room, 'old')).catch((error) => {
      if (error.code !== 'ENOENT') throw error;
    });
    await rename(made, distDir);
  } finally {
    await rm(room, { recursive: true, force: true });
  }
}

await runAsCommand(import.meta.url, async (args) => {
  parseArguments(args, {}, { usage: 'npm run build' });
  const log = console.log;
  await ensureInstalled(log);
  await ensureKernels(log);
  await ensureSmallDatasets(log);
  for (const name of largeDatasets) await ensureDataset(name, log);
  await buildLab({ log, withData: true });
  log(`The lab is ready in ${distDir}: put that folder on any static host, under any path.`);
});
