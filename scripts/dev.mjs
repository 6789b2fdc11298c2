// @ts-check
/**
 * Serves the sources with live reload, for work on the lab.
 *
 *     npm run dev [-- --port 5173]
 */
import { parseArguments, wholeNumber } from './lib/arguments.mjs';
import { prepareInBackground } from './lib/background-dataset.mjs';
import { runAsCommand } from './lib/failure.mjs';
import { ensureInstalled, ensureKernels, ensureSmallDatasets, largeDatasets } from './lib/steps.mjs';
import { serveSources } from './lib/vite.mjs';

await runAsCommand(import.meta.url, async (args) => {
  const { values } = parseArguments(args, { port: { type: 'string' } }, { usage: 'npm run dev [-- --port N]' });
  const port = wholeNumber(values.port, 'port', { min: 0, max: 65_535, fallback: 5173 });
  const log = console.log;
  await ensureInstalled(log);
  await ensureKernels(log);
  await ensureSmallDatasets(log);
  const address = await serveSources(port);
  log(`\nThe sources of Parsimony are served at ${address}\nCtrl-C stops it.\n`);
  void prepareInBackground(largeDatasets, log);
});
