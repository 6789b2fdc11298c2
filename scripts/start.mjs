// @ts-check
/**
 * Brings the lab up from whatever there is, a fresh clone included, and prints its address.
 *
 *     npm start [-- --port 4173] [--host 127.0.0.1]
 */
import { ensureBuilt } from './build.mjs';
import { parseArguments, wholeNumber } from './lib/arguments.mjs';
import { prepareInBackground } from './lib/background-dataset.mjs';
import { runAsCommand } from './lib/failure.mjs';
import { dataDir, distDir } from './lib/paths.mjs';
import { ensureInstalled, ensureKernels, ensureSmallDatasets, largeDatasets } from './lib/steps.mjs';
import { DEFAULT_PORT, serve } from './serve.mjs';

await runAsCommand(import.meta.url, async (args) => {
  const usage = 'npm start [-- --port N] [--host ADDRESS]';
  const { values } = parseArguments(args, { port: { type: 'string' }, host: { type: 'string' } }, { usage });
  const port = wholeNumber(values.port, 'port', { min: 0, max: 65_535, fallback: DEFAULT_PORT });
  const log = console.log;
  await ensureInstalled(log);
  await ensureKernels(log);
  await ensureSmallDatasets(log);
  await ensureBuilt(log);
  const { url } = await serve({
    root: distDir,
    dataRoot: dataDir,
    port,
    nextFreePort: true,
    ...(values.host && { host: values.host }),
  });
  log(`\nParsimony is at ${url}\nCtrl-C stops it.\n`);
  void prepareInBackground(largeDatasets, log);
});
