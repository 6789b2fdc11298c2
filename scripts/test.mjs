// @ts-check
/**
 * Runs every check, from whatever there is, a fresh clone included; stops at the first that fails.
 *
 *     npm test [-- --only unit,e2e]
 *     npm run check      those that take seconds and need nothing but the packages
 */
import { ensureBrowser } from './browser.mjs';
import { ensureBuilt } from './build.mjs';
import { parseArguments } from './lib/arguments.mjs';
import { Failure, runAsCommand, usageFailure } from './lib/failure.mjs';
import { softwareGpuFolder, withSoftwareGpu } from './lib/software-gpu.mjs';
import { ensureInstalled, ensureKernels, ensureSmallDatasets } from './lib/steps.mjs';
import { duration } from './lib/table.mjs';
import { tool } from './lib/tool.mjs';

const log = console.log;

/** What checks need, each made only where it is missing. */
const preparations = [
  { name: 'packages', run: () => ensureInstalled(log) },
  { name: 'kernels', run: () => ensureKernels(log) },
  { name: 'datasets', run: () => ensureSmallDatasets(log) },
  { name: 'browser', run: browser },
];

/** In the order in which they run: what fails quickest comes first. */
const checks = [
  { name: 'format', needs: ['packages'], run: () => tool('oxfmt/bin/oxfmt', ['--check']) },
  { name: 'types', needs: ['packages'], run: () => tool('typescript/bin/tsc', ['--noEmit']) },
  { name: 'lint', needs: ['packages'], run: () => tool('oxlint/bin/oxlint', ['--deny-warnings']) },
  { name: 'exports', needs: ['packages'], run: unusedExports },
  { name: 'structure', needs: ['packages'], run: () => tool('vitest/vitest.mjs', ['run', '--project', 'structure']) },
  {
    name: 'unit',
    needs: ['packages', 'kernels', 'datasets', 'browser'],
    run: async () => tool('vitest/vitest.mjs', ['run', '--project', 'shared', '--project', 'own'], await withSoftwareGpu()),
  },
  { name: 'build', needs: ['packages', 'kernels', 'datasets'], run: () => ensureBuilt(log) },
  { name: 'e2e', needs: ['packages', 'kernels', 'datasets', 'browser'], run: () => tool('@playwright/test/cli.js', ['test']) },
];
const names = checks.map(({ name }) => name);

/** Of all sources, and of what is shipped without its tests. */
async function unusedExports() {
  for (const of of [[], ['--production']]) await tool('knip/bin/knip.js', ['--no-progress', '--no-tag-hints', ...of]);
}

async function browser() {
  log(await ensureBrowser(log));
  if (await softwareGpuFolder()) return;
  const missing = 'It comes without SwiftShader, which the WebGPU tests in Node compute on';
  if (process.env.CI) throw new Failure(`${missing}. Where CI is set they may not be skipped: install Debian’s chromium or Google Chrome.`);
  log(`${missing}: they are skipped; those in the browser are not.`);
}

await runAsCommand(import.meta.url, async (args) => {
  const { values } = parseArguments(args, { only: { type: 'string' } }, { usage: `npm test [-- --only ${names.join(',')}]` });
  const only = values.only?.split(',') ?? names;
  const unknown = only.find((name) => !names.includes(name));
  if (unknown !== undefined) throw usageFailure(`There is no check “${unknown}”. The checks are ${names.join(', ')}.`);

  const began = performance.now();
  const wanted = checks.filter(({ name }) => only.includes(name));
  const needed = preparations.filter(({ name }) => wanted.some(({ needs }) => needs.includes(name)));
  for (const step of [...needed, ...wanted]) {
    log(`\n── ${step.name} ──`);
    const stepBegan = performance.now();
    try {
      await step.run();
    } catch (error) {
      log(`── ${step.name} failed after ${since(stepBegan)} ──`);
      throw error;
    }
    log(`── ${step.name} passed in ${since(stepBegan)} ──`);
  }
  log(`\n${values.only === undefined ? 'All checks' : wanted.map(({ name }) => name).join(', ')} passed in ${since(began)}.`);
});

/** @param {number} began */
function since(began) {
  return duration((performance.now() - began) / 1000);
}
