// @ts-check
/**
 * Runs unit tests by Vitest with what they need: kernels, small data sets, a WebGPU in software where there is a Chromium. What follows `--` goes
 * to Vitest.
 *
 *     npm run unit [-- test/unit/math]                     once: all, or those below a path
 *     npm run unit -- test/unit/figures -u                 accepts the snapshots as they are now
 *     npm run watch -- test/unit/math/entropy.test.ts      again at every change of what the file reads
 */
import { runAsCommand } from './lib/failure.mjs';
import { withSoftwareGpu } from './lib/software-gpu.mjs';
import { ensureInstalled, ensureKernels, ensureSmallDatasets } from './lib/steps.mjs';
import { tool } from './lib/tool.mjs';

await runAsCommand(import.meta.url, async (args) => {
  const log = console.error;
  await ensureInstalled(log);
  await ensureKernels(log);
  await ensureSmallDatasets(log);
  await tool('vitest/vitest.mjs', args, await withSoftwareGpu());
});
