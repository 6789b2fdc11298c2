// @ts-check
/**
 * Runs every check, from whatever there is, a fresh clone included; stops at the first that fails.
 *
 *     npm test [-- --only unit,e2e]
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureBrowser } from './browser.mjs';
import { ensureBuilt } from './build.mjs';
import { parseArguments } from './lib/arguments.mjs';
import { Failure, runAsCommand, usageFailure } from './lib/failure.mjs';
import { projectDir } from './lib/paths.mjs';
import { softwareGpuFolder, withSoftwareGpu } from './lib/software-gpu.mjs';
import { ensureDataset, ensureInstalled, ensureKernels } from './lib/steps.mjs';
import { duration } from './lib/table.mjs';

const log = console.log;
const structureTest = 'test/unit/structure.test.ts';

/** What the checks need, and the checks, in the order in which they run: what fails quickest comes first. */
const steps = [
  { name: 'packages', preparation: true, run: () => ensureInstalled(log) },
  { name: 'kernels', preparation: true, run: () => ensureKernels(log) },
  { name: 'datasets', preparation: true, run: () => ensureDataset('mnist', log) },
  { name: 'browser', preparation: true, run: browser },
  { name: 'format', run: () => tool('oxfmt/bin/oxfmt', ['--check']) },
  { name: 'types', run: () => tool('typescript/bin/tsc', ['--noEmit']) },
  { name: 'lint', run: () => tool('oxlint/bin/oxlint', ['--deny-warnings']) },
  { name: 'structure', run: () => tool('vitest/vitest.mjs', ['run', structureTest]) },
  { name: 'unit', run: () => withSoftwareGpu().then((env) => tool('vitest/vitest.mjs', ['run', '--exclude', structureTest], env)) },
  { name: 'build', run: () => ensureBuilt(log) },
  { name: 'e2e', run: () => tool('@playwright/test/cli.js', ['test']) },
];
const checks = steps.filter((step) => !step.preparation).map((step) => step.name);

async function browser() {
  log(await ensureBrowser(log));
  if (!(await softwareGpuFolder()))
    log('It comes without SwiftShader, so the WebGPU tests in Node are skipped; those in the browser are not.');
}

/**
 * Runs a program of a package.
 *
 * @param {string} path below node_modules/
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<void>}
 */
function tool(path, args, env = process.env) {
  const name = path.split('/')[0]?.replace('@', '');
  const child = spawn(process.execPath, [join(projectDir, 'node_modules', path), ...args], { cwd: projectDir, stdio: 'inherit', env });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Failure(`${name} ended with ${signal ?? `exit code ${code}`}.`));
    });
  });
}

await runAsCommand(import.meta.url, async (args) => {
  const { values } = parseArguments(args, { only: { type: 'string' } }, { usage: `npm test [-- --only ${checks.join(',')}]` });
  const only = values.only?.split(',') ?? checks;
  const unknown = only.find((name) => !checks.includes(name));
  if (unknown !== undefined) throw usageFailure(`There is no check “${unknown}”. The checks are ${checks.join(', ')}.`);

  const began = performance.now();
  for (const step of steps) {
    if (!step.preparation && !only.includes(step.name)) continue;
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
  log(`\nAll checks passed in ${since(began)}.`);
});

/** @param {number} began */
function since(began) {
  return duration((performance.now() - began) / 1000);
}
