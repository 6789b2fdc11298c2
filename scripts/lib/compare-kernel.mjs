// @ts-check
/** `npm run kernels -- compare`: one kernel on every backend beside its reference. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArguments, wholeNumber } from './arguments.mjs';
import { EXIT_FAILED, Failure, usageFailure } from './failure.mjs';
import { projectDir } from './paths.mjs';
import { textTable } from './table.mjs';

/** @typedef {import('../../src/nn/compare-kernel.ts').Comparison} Comparison */
/** @typedef {import('../../src/nn/models/registry.ts').ModelName} ModelName */
/** @typedef {ReturnType<typeof parseCompareArguments>} CompareOptions */
/** @typedef {'wasm' | 'wasm-relaxed' | 'webgpu'} Backend where kernels of our own compute on whole tensors */

export const compareUsage = 'npm run kernels -- compare NAME [--model NAME] [--batch N] [--backend NAME,…] [--software-gpu]';

/** @type {readonly Backend[]} */
const backends = ['wasm', 'wasm-relaxed', 'webgpu'];

/** @param {string[]} args */
export function parseCompareArguments(args) {
  const { values, positionals } = parseArguments(
    args,
    {
      model: { type: 'string' },
      batch: { type: 'string' },
      backend: { type: 'string' },
      'software-gpu': { type: 'boolean' },
    },
    { usage: compareUsage, positionals: 1 },
  );
  const [name] = positionals;
  if (name === undefined) throw usageFailure(`Name a kernel, such as DenseLayer. Usage: ${compareUsage}.`);
  const wanted = values.backend?.split(',') ?? backends;
  const unknown = wanted.find((backend) => !backends.some((own) => own === backend));
  if (unknown !== undefined) throw usageFailure(`There are no kernels of the lab’s own on “${unknown}”, but on ${backends.join(', ')}.`);
  return {
    name,
    model: values.model ?? 'lenet-5',
    batch: wholeNumber(values.batch, 'batch', { min: 1, max: 4096, fallback: 16 }),
    backends: /** @type {readonly Backend[]} */ (wanted),
    softwareGpu: values['software-gpu'] ?? false,
  };
}

/**
 * Prints a table for each backend. Resolves to the exit code: 1 if a kernel differs from its reference by more than rounding.
 *
 * @param {CompareOptions} options
 * @param {(line: string) => void} log
 * @returns {Promise<number>}
 */
export async function compareKernels(options, log) {
  if (options.softwareGpu) return await inSoftware(options);
  const { importLab } = await import('./study-in-node.mjs');
  const { comparerThread, folder } = await importLab(log);
  let wrong = 0;
  let compared = 0;
  /** @type {Set<string>} */
  const names = new Set();
  for (const backend of options.backends) {
    const thread = comparerThread(projectDir, join(folder, 'compare-kernel.mjs'));
    try {
      const started = await thread.start(backend);
      if ('refusal' in started) {
        console.log(`${backend}: ${started.refusal}`);
        continue;
      }
      if (!started.models.includes(options.model))
        throw usageFailure(`There is no model “${options.model}”. The models are ${started.models.join(', ')}.`);
      for (const name of started.names) names.add(name);
      if (!started.names.includes(options.name)) {
        console.log(`${backend} (${started.device}): it has no kernel ${options.name} of the lab’s own.`);
        continue;
      }
      const comparisons = await thread.compare(options.name, /** @type {ModelName} */ (options.model), options.batch);
      compared += comparisons.length;
      wrong += comparisons.filter(({ first }) => first !== null).length;
      const what = comparisons.length > 0 ? `\n${comparisonTable(comparisons)}\n` : ` ${options.model} does not call ${options.name}.`;
      console.log(`${backend} (${started.device}):${what}`);
    } finally {
      thread.end();
    }
  }
  if (names.size > 0 && !names.has(options.name))
    throw usageFailure(`There is no kernel “${options.name}” of the lab’s own here. There are ${[...names].sort().join(', ')}.`);
  if (wrong > 0) log(`${wrong} of ${compared} comparisons differ by more than rounding.`);
  return wrong > 0 ? EXIT_FAILED : 0;
}

/**
 * @param {readonly Comparison[]} comparisons
 * @returns {string}
 */
export function comparisonTable(comparisons) {
  return textTable(
    ['inputs', 'calls', 'values', 'first difference (ours, reference)', 'largest', 'of', 'ms', 'reference ms'],
    comparisons.map(({ inputs, attrs, calls, values, first, largest, scale, ms, referenceMs }) => [
      comparisons.filter((other) => other.inputs === inputs).length > 1 ? `${inputs}, ${attrs}` : inputs,
      String(calls),
      String(values),
      first ? `${first.output}: [${first.index}] (${first.ours}, ${first.reference})` : 'none beyond rounding',
      largest.toExponential(1),
      scale.toPrecision(3),
      ms.toFixed(3),
      referenceMs.toFixed(1),
    ]),
  );
}

/**
 * Runs the command again in a process that finds the software adapter of WebGPU: where Vulkan's drivers lie is read when a process starts.
 *
 * @param {CompareOptions} options
 * @returns {Promise<number>}
 */
async function inSoftware({ name, model, batch, backends: wanted }) {
  const { DRIVER, softwareGpuFolder, withSoftwareGpu } = await import('./software-gpu.mjs');
  const folder = await softwareGpuFolder();
  if (folder === undefined) throw new Failure('There is no software adapter: it comes with Chromium (SwiftShader), and none is here.');
  const args = [name, '--model', model, '--batch', String(batch), '--backend', wanted.join(',')];
  const child = spawn(process.execPath, [join(projectDir, 'scripts', 'kernels.mjs'), 'compare', ...args], {
    stdio: 'inherit',
    env: { ...(await withSoftwareGpu()), VK_ICD_FILENAMES: join(folder, DRIVER) },
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? EXIT_FAILED));
  });
}
