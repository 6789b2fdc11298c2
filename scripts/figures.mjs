// @ts-check
/**
 * Serves a page that draws every figure that has a snapshot, in light and dark, and beside those that changed how they were.
 *
 *     npm run figures [-- --since COMMIT] [--port 5180]
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { promisify } from 'node:util';
import { parseArguments, wholeNumber } from './lib/arguments.mjs';
import { Failure, runAsCommand } from './lib/failure.mjs';
import { projectDir } from './lib/paths.mjs';
import { ensureInstalled } from './lib/steps.mjs';
import { serveSources } from './lib/vite.mjs';

const run = promisify(execFile);
const snapshotFolder = 'test/unit/figures/snapshots';
/** Below the project, so that its packages are found from there. */
const beforeFolder = '.cache/figures-before';

await runAsCommand(import.meta.url, async (args) => {
  const usage = 'npm run figures [-- --since COMMIT] [--port N]';
  const { values } = parseArguments(args, { since: { type: 'string' }, port: { type: 'string' } }, { usage });
  const port = wholeNumber(values.port, 'port', { min: 0, max: 65_535, fallback: 5180 });
  const since = values.since ?? 'HEAD';
  await ensureInstalled(console.log);
  await unpackCommit(since);
  const address = await serveSources(port, [
    {
      name: 'snapshots',
      configureServer: ({ middlewares }) =>
        void middlewares.use('/snapshots.json', (_request, response, next) => {
          readSnapshots(since).then((snapshots) => {
            response.setHeader('Content-Type', 'application/json');
            response.end(JSON.stringify(snapshots));
          }, next);
        }),
    },
  ]);
  console.log(`\nThe figures are drawn at ${address}test/figures/index.html\nCtrl-C stops it.\n`);
});

/**
 * Puts the sources of a commit beside those of today.
 * @param {string} commit
 */
async function unpackCommit(commit) {
  const folder = join(projectDir, beforeFolder);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await run('git', ['-c', 'core.quotePath=false', 'archive', '-o', join(folder, 'sources.tar'), commit, '--', 'src', 'test'], {
    cwd: projectDir,
  }).catch((cause) => {
    throw new Failure(`The figures of ${commit} cannot be had: ${cause.stderr ?? cause.message}`.trim(), { cause });
  });
  await run('tar', ['-xf', 'sources.tar'], { cwd: folder });
}

/**
 * @param {string} since
 * @returns {Promise<import('../test/figures/snapshots.ts').Snapshots>}
 */
async function readSnapshots(since) {
  const [committed, accepted] = await Promise.all([textsIn(join(projectDir, beforeFolder)), textsIn(projectDir)]);
  const names = [...new Set([...committed.keys(), ...accepted.keys()])];
  const cases = `${beforeFolder}/test/unit/figures/cases.ts`;
  return {
    since: since === 'HEAD' ? 'the last commit' : since,
    before: existsSync(join(projectDir, cases)) ? `/${cases}` : null,
    files: Object.fromEntries(
      names.map((name) => [name, { committed: committed.get(name) ?? null, accepted: accepted.get(name) ?? null }]),
    ),
  };
}

/**
 * The snapshots by their path.
 * @param {string} root of the sources
 */
async function textsIn(root) {
  const folder = join(root, snapshotFolder);
  const names = existsSync(folder) ? (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.txt')) : [];
  return new Map(
    await Promise.all(
      names.map(async (name) => /** @type {const} */ ([name.replaceAll(sep, '/'), await readFile(join(folder, name), 'utf8')])),
    ),
  );
}
