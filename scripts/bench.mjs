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
import { parseArguments } from './lib/arguments.mjs';
import { runAsCommand, usageFailure } from './lib/failure.mjs';
import { ensureDataset, ensureInstalled, ensureKernels } from './lib/steps.mjs';
import { textTable } from './lib/table.mjs';
import { importTypeScript } from './lib/typescript.mjs';

/** @typedef {import('../test/bench/bench.ts').BenchRow} BenchRow */

const usage = 'npm run bench [-- --only NAME] [--full] [--out file.json]';

/** @param {string[]} args */
async function main(args) {
  const { values } = parseArguments(
    args,
    { only: { type: 'string' }, full: { type: 'boolean' }, out: { type: 'string' } },
    { usage },
  );
  const log = console.error;
  await ensureInstalled(log);
  const { benches, chosenBenches, isNamed } = await import('../test/bench/registry.mjs');
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
  for (const bench of chosen) {
    log(`Measuring ${bench.names.join(', ')} …`);
    const measured = (await bench.run(log)).map(rowOf);
    rows.push(...measured.filter(({ name }) => values.only === undefined || isNamed(name, values.only)));
  }
  console.log(benchTable(rows));
  if (values.out) await writeFile(values.out, `${JSON.stringify(rows, null, 2)}\n`);
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
