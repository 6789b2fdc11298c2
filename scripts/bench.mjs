// @ts-check
/**
 * Measures, and prints one table.
 *
 *     npm run bench [-- --only NAME] [--full] [--out file.json]
 *
 * NAME is a row or the beginning of its path, as step/lenet-5; several are separated by commas. --full takes in what needs minutes. The
 * file holds [{ name, unit, ours, baseline, baselineName, ratio }]; a ratio over 1 means that ours is better by that factor.
 */
import { writeFile } from 'node:fs/promises';
import { cpus, loadavg, platform, release } from 'node:os';
import { parseArguments } from './lib/arguments.mjs';
import { browserArguments, ensureBrowser } from './browser.mjs';
import { EXIT_FAILED, runAsCommand, usageFailure } from './lib/failure.mjs';
import { ensureDataset, ensureInstalled, ensureKernels } from './lib/steps.mjs';
import { textTable } from './lib/table.mjs';
import { importTypeScript } from './lib/typescript.mjs';

/** @typedef {import('../test/bench/bench.ts').BenchRow} BenchRow */

const usage = 'npm run bench [-- --only NAME] [--full] [--out file.json]';

/** @param {string[]} args */
async function main(args) {
  const { values } = parseArguments(args, { only: { type: 'string' }, full: { type: 'boolean' }, out: { type: 'string' } }, { usage });
  const log = console.error;
  await ensureInstalled(log);
  const { benches, chosenBenches } = await import('../test/bench/registry.mjs');
  const chosen = chosenBenches(benches, values.only, values.full ?? false);
  if (chosen.length === 0) {
    throw usageFailure(`No bench is called “${values.only}”. There are ${benches.flatMap(({ names }) => names).join(', ')}.`);
  }
  await ensureKernels(log);
  await ensureDataset('mnist', log);

  /** @type {typeof import('../test/bench/bench.ts')} */
  const { rowOf } = await importTypeScript('test/bench/bench.ts');
  /** @type {BenchRow[]} */
  const rows = [];
  /** @type {string[]} */
  const failures = [];
  const before = loadavg()[0];
  for (const { bench, wanted } of chosen) {
    log(`Measuring ${wanted[0]}${wanted.length > 1 ? ` and ${wanted.length - 1} more` : ''} …`);
    try {
      const measured = (await bench.run(log, wanted)).map(rowOf);
      rows.push(...measured.filter(({ name }) => wanted.includes(name)));
    } catch (error) {
      // What the others measured took minutes.
      failures.push(`Not measured: ${wanted.join(', ')}. ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  console.log(`${await machine(log)}, load average ${before.toFixed(1)} before and ${loadavg()[0].toFixed(1)} after\n`);
  console.log(benchTable(rows));
  if (values.out) await writeFile(values.out, `${JSON.stringify(rows, null, 2)}\n`);
  for (const failure of failures) console.error(failure);
  return failures.length === 0 ? 0 : EXIT_FAILED;
}

/**
 * What the figures were measured on.
 * @param {(line: string) => void} log
 */
async function machine(log) {
  const cores = cpus();
  const { chromium } = await import('@playwright/test');
  const browser = await chromium.launch({ executablePath: await ensureBrowser(log), args: browserArguments() });
  const version = browser.version();
  await browser.close();
  return `${cores.length} cores (${cores[0]?.model.trim() ?? 'unknown'}), ${platform()} ${release()}, Node ${process.versions.node}, Chromium ${version}`;
}

/**
 * @param {readonly BenchRow[]} rows
 * @returns {string}
 */
export function benchTable(rows) {
  return textTable(
    ['figure', 'unit', 'ours', 'compared', 'with', 'ratio'],
    rows.map(({ name, unit, ours, baseline, baselineName, ratio }) => [
      name,
      unit,
      figures(ours),
      baseline === null ? '–' : figures(baseline),
      baselineName ?? '–',
      ratio === null ? '–' : `${figures(ratio)}×`,
    ]),
  );
}

/**
 * Three significant digits, whole numbers whole.
 * @param {number} value
 */
const figures = (value) => (Math.abs(value) >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3))));

await runAsCommand(import.meta.url, main);
