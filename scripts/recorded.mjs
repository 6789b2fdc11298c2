// @ts-check
/**
 * Puts a result file among the recorded runs that come with the page, packed. How it was made stands in it: its study, its engine, and when.
 *
 *     npm run study -- text-online --out /tmp/text-online.json
 *     npm run recorded -- text-online /tmp/text-online.json
 *
 * With `--without-losses` the training losses of single batches are left out, which figures over epochs do not read: of a student of 20,000
 * epochs they are five sixths of all bytes.
 *
 * A study that takes longer than a sitting is kept with `--unfinished`, beside the recorded runs and not among them, and gone on with later:
 *
 *     npm run recorded -- text-moby /tmp/text-moby.json --unfinished
 *     gunzip -c recorded/unfinished/text-moby.result > /tmp/text-moby.json
 *     npm run study -- text-moby --set seed=1 --out /tmp/text-moby.json
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parseArguments } from './lib/arguments.mjs';
import { runAsCommand, usageFailure } from './lib/failure.mjs';
import { projectDir } from './lib/paths.mjs';
import { ensureInstalled } from './lib/steps.mjs';
import { importTypeScript } from './lib/typescript.mjs';

const usage = 'npm run recorded -- NAME RESULT.json [--without-losses] [--unfinished]';

const options = /** @type {const} */ ({ 'without-losses': { type: 'boolean' }, unfinished: { type: 'boolean' } });

/** @param {import('../src/study/records.ts').JobRecord} record */
const withoutLosses = (record) => ({ ...record, losses: [] });

await runAsCommand(import.meta.url, async (args) => {
  const { values, positionals } = parseArguments(args, options, { usage, positionals: 2 });
  const [name, file] = positionals;
  if (name === undefined || file === undefined) throw usageFailure(`A name and a result file are needed. Usage: ${usage}`);
  if (!/^[a-z0-9-]{1,60}$/.test(name)) throw usageFailure(`“${name}” is no name of a recorded run: take small letters, digits and “-”.`);
  await ensureInstalled(console.log);
  const { parseResult, resultText } = await importTypeScript('src/lab/result-file.ts');
  const result = parseResult(await readFile(file, 'utf8'), file);
  const unfinished = result.records.filter((/** @type {{ status: string }} */ { status }) => status !== 'finished').length;
  if (unfinished > 0 && !values.unfinished) {
    throw usageFailure(
      `${unfinished} of ${result.records.length} jobs of ${file} have not finished: run the study to its end first, or keep it with --unfinished.`,
    );
  }
  const kept = values['without-losses'] ? { ...result, records: result.records.map(withoutLosses) } : result;
  const packed = gzipSync(resultText(kept), { level: 9 });
  const folder = values.unfinished ? join('recorded', 'unfinished') : 'recorded';
  await mkdir(join(projectDir, folder), { recursive: true });
  await writeFile(join(projectDir, folder, `${name}.result`), packed);
  console.log(`${folder}/${name}.result: ${result.records.length - unfinished} of ${result.records.length} jobs, ${packed.length} bytes.`);
});
