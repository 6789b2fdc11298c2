// @ts-check
/**
 * Trains the network of the first page anew, from the job beside it, and writes its file: the same bytes on every machine. Takes some
 * minutes of one core. Then picks the test digits that come with the page: one of each class, and some that the network gets wrong.
 *
 *     npm run network
 *     npm run network -- --digits     only picks the digits
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArguments } from './lib/arguments.mjs';
import { runAsCommand } from './lib/failure.mjs';
import { dataDir, projectDir } from './lib/paths.mjs';
import { ensureDataset, ensureInstalled, ensureKernels } from './lib/steps.mjs';

const folder = join(projectDir, 'src', 'ui', 'front', 'network');
const networkFile = join(folder, 'lenet-300-100.parsimony-net');

await runAsCommand(import.meta.url, async (args) => {
  const { values } = parseArguments(args, { digits: { type: 'boolean' } }, { usage: 'npm run network -- [--digits]' });
  const log = console.log;
  await ensureInstalled(log);
  await ensureKernels(log);
  const job = JSON.parse(await readFile(join(folder, 'job.json'), 'utf8'));
  await ensureDataset(job.data.name, log);
  const { importLab } = await import('./lib/study-in-node.mjs');
  const { trainedNetwork, frontDigits, folder: programs } = await importLab(log);
  if (!values.digits) {
    const options = { root: projectDir, program: join(programs, 'job.mjs'), job, backend: /** @type {const} */ ('wasm'), report: log };
    // As it was when training ended: the job then looks for a threshold, which the first page leaves to its visitor.
    await writeFile(networkFile, await trainedNetwork({ ...options, stage: 'unpruned' }));
  }
  const digits = await frontDigits(new Uint8Array(await readFile(networkFile)), pathToFileURL(dataDir + sep).href, job.data.name);
  await writeFile(join(folder, 'digits.json'), `${JSON.stringify(digits, null, 2)}\n`);
  log(`Digits: ${digits.map(({ index, label }) => `${label} (image ${index})`).join(', ')}`);
});
