// @ts-check
/** Running a bench in Node processes of its own: for what changes a process for good. */
import { fork } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from './failure.mjs';
import { projectDir } from './paths.mjs';
import { buildForNode, nodeBanner } from './vite.mjs';

/** @typedef {import('../../test/bench/bench.ts').Measurement} Measurement */

/**
 * Bundles a module, calls its default export in new processes, one after another, and returns what they give.
 *
 * @param {string} entry from the root of the project
 * @param {readonly (readonly string[])[]} groups rows that are wanted of each process, for the module
 * @returns {Promise<Measurement[]>}
 */
export async function measureInNode(entry, groups) {
  const workshop = join(projectDir, '.cache', 'bench');
  await mkdir(workshop, { recursive: true });
  const outDir = await mkdtemp(join(workshop, 'node-'));
  try {
    await buildForNode({
      ssr: join(projectDir, entry),
      outDir,
      minify: true,
      rollupOptions: { output: { entryFileNames: 'bench.mjs', banner: nodeBanner } },
    });
    const measured = [];
    for (const names of groups) measured.push(...(await inChild(join(outDir, 'bench.mjs'), names)));
    return measured;
  } finally {
    await rm(outDir, { recursive: true, force: true });
  }
}

/**
 * @param {string} bench the bundled module
 * @param {readonly string[]} names
 * @returns {Promise<Measurement[]>}
 */
function inChild(bench, names) {
  return new Promise((resolve, reject) => {
    const child = fork(join(projectDir, 'scripts', 'lib', 'bench-child.mjs'), [bench, ...names], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    child.once('message', (measured) => resolve(/** @type {Measurement[]} */ (measured)));
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(new Failure(`The process that measured ${names.join(', ')} ended with code ${code} before it gave its figures.`)),
    );
  });
}
