// @ts-check
/**
 * Runs a study with the very lab and worker code of the page: in worker threads of Node, or with `--browser` in headless Chromium, which
 * gives the same records.
 *
 *     npm run study -- <preset | study.json | result link> [--set path=value …] [--out result.json] [--backend NAME]
 *                      [--text FILE] [--jobs N] [--quiet] [--fresh] [--browser] [--reference-kernels NAME,…]
 *     npm run study -- --list
 *     npm run study -- plan … | run DIR | merge DIR | submit DIR    sweeps on many machines, see docs/sweeps.md
 *     npm run study -- compress FILE --network FILE.parsimony-net | --study … [--set path=value …] [--bits 32|16|8] --out FILE.parsimony-text
 *     npm run study -- expand FILE.parsimony-text --out FILE
 *
 * `--text` puts the text of a file in place of the study's data; of a study on somebody's own text it gives the text.
 * A result file with `--set` is extended: jobs that it has finished are taken as they are, unless `--fresh` runs them again.
 * Progress goes to standard error, the table to standard output. The file of --out is tried before anything is computed, is written as jobs
 * finish, and is never replaced by a result that has finished fewer. Exit code 1 if a job failed or the result could not be written, 2 for
 * bad input; after Ctrl-C, TERM or HUP, which stop the study and keep what there is, 130, 143 or 129.
 */
import { readFile, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { parseArguments, wholeNumber } from './lib/arguments.mjs';
import { EXIT_FAILED, EXIT_USAGE, Failure, runAsCommand, usageFailure } from './lib/failure.mjs';
import { onInterrupt } from './lib/interrupt.mjs';
import { Keeper } from './lib/keeper.mjs';
import { OutputFile } from './lib/output-file.mjs';
import { withTextOf } from './lib/own-text.mjs';
import { mergeCommand, planCommand, runCommand } from './lib/plan/commands.mjs';
import { submitCommand } from './lib/plan/slurm.mjs';
import { ProgressLine, progressText } from './lib/progress.mjs';
import { datasetsOf, ensureDataset, ensureInstalled, ensureKernels } from './lib/steps.mjs';
import { compressCommand, expandCommand } from './lib/text-archive.mjs';
import { studyInChromium } from './lib/study-in-chromium.mjs';
import { importLab, studyInNode } from './lib/study-in-node.mjs';
import { duration, fixed, textTable } from './lib/table.mjs';

/**
 * @typedef {import('../src/study/schema.ts').Study} Study
 * @typedef {import('../src/study/records.ts').Result} Result
 * @typedef {import('../src/lab/read-study.ts').StudySource} StudySource
 * @typedef {import('../src/node/own-text.ts').TextFile} TextFile
 */

const usage =
  'npm run study -- <preset | study.json | result link> [--set path=value …] [--out FILE] [--backend NAME] [--text FILE] [--jobs N] [--quiet] [--fresh] [--browser] [--reference-kernels NAME,…], or --list';
const backends = ['auto', 'webgpu', 'wasm', 'wasm-relaxed', 'cpu'];

/** @param {string[]} args */
export function parseStudyArguments(args) {
  const { values, positionals } = parseArguments(
    args,
    {
      set: { type: 'string', multiple: true },
      out: { type: 'string' },
      backend: { type: 'string' },
      text: { type: 'string' },
      jobs: { type: 'string' },
      quiet: { type: 'boolean' },
      fresh: { type: 'boolean' },
      browser: { type: 'boolean' },
      'reference-kernels': { type: 'string' },
      list: { type: 'boolean' },
    },
    { usage, positionals: 1 },
  );
  const [spec] = positionals;
  if (!values.list && spec === undefined) throw usageFailure(`Name a study to run. Usage: ${usage}.`);
  const backend = values.backend ?? 'auto';
  if (values.text !== undefined && values.browser)
    throw usageFailure('--text reads a file in Node, and not in a browser: leave out --browser.');
  if (!backends.includes(backend)) throw usageFailure(`There is no backend “${backend}”. The backends are ${backends.join(', ')}.`);
  return {
    spec: spec ?? '',
    list: values.list ?? false,
    changes: values.set ?? [],
    out: values.out === undefined ? undefined : resolve(values.out),
    backend: /** @type {import('../src/study/events.ts').BackendChoice} */ (backend),
    /** A file whose text the study is about. */
    text: values.text,
    /** 0 lets the lab choose. */
    jobs: wholeNumber(values.jobs, 'jobs', { min: 1, max: 64, fallback: 0 }),
    quiet: values.quiet ?? false,
    /** Whether jobs that a result file has finished are run again. */
    fresh: values.fresh ?? false,
    /** Whether it runs in Chromium in place of Node. */
    browser: values.browser ?? false,
    /** Kernels in whose place their references compute, to find a wrong one. */
    references: values['reference-kernels']?.split(',') ?? [],
  };
}

/**
 * Where the study is: a link has a fragment, a file ends in .json or is there, everything else is the name of a preset.
 *
 * @param {string} spec
 * @param {(file: { name: string, size: number }) => void} [checkSize] throws where a file is too large to be read
 * @returns {Promise<StudySource>}
 */
export async function studySource(spec, checkSize) {
  const link = /(?:^|#|%(?:25)*23|&#35;)r(?:=|%(?:25)*3d|&#61;)/iu.exec(spec);
  if (link) return { kind: 'link', fragment: spec.slice(link.index) };
  const file = await stat(spec).catch(() => undefined);
  if (!file?.isFile() && !spec.endsWith('.json')) return { kind: 'preset', name: spec };
  if (!file?.isFile()) throw usageFailure(`There is no file ${spec}.`);
  checkSize?.({ name: basename(spec), size: file.size });
  return { kind: 'file', name: basename(spec), text: await readFile(spec, 'utf8') };
}

/**
 * @param {string} spec
 * @param {string[]} changes
 * @param {(line: string) => void} log
 * @returns {Promise<import('../src/lab/read-study.ts').ResolvedStudy>}
 */
export async function resolveStudy(spec, changes, log) {
  const lab = await importLab(log);
  try {
    return await lab.resolveStudy(await studySource(spec, lab.checkSize), changes);
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(error instanceof Error ? error.message : String(error), { exitCode: EXIT_USAGE, cause: error });
  }
}

/** @param {(line: string) => void} log */
async function listPresets(log) {
  const { presets } = await importLab(log);
  console.log(
    presets()
      .map(({ name, title, help }) => `${name}\n    ${title}. ${help}`)
      .join('\n'),
  );
}

/**
 * Runs the study and returns what was recorded, also if it was interrupted.
 *
 * @param {Study} study
 * @param {Pick<ReturnType<typeof parseStudyArguments>, 'backend' | 'jobs' | 'quiet' | 'browser' | 'references'>} options
 * @param {(line: string) => void} log
 * @param {{ earlier?: Result | null, out?: OutputFile | null, textFile?: TextFile | null }} [files] a result whose finished jobs are taken as they are, where it goes, and a text of one's own
 * @returns {Promise<{ result: Result, interrupted: number }>} the exit code of what has interrupted it, 0 if nothing has
 */
export async function runStudy(
  study,
  { backend, jobs, quiet, browser, references },
  log,
  { earlier = null, out = null, textFile = null } = {},
) {
  const line = new ProgressLine(process.stderr, quiet);
  const runner = await (browser ? studyInChromium(log) : studyInNode(log, textFile));
  let interrupted = 0;
  const release = onInterrupt((code) => {
    interrupted = code;
    line.end();
    log('Stopping … Once more ends it at once.');
    runner.cancel().catch((error) => log(`The study could not be stopped: ${error.message}`));
  });
  // Jobs that are done are on disk even if what runs them dies later.
  let hasComplained = false;
  const keeper = new Keeper(
    async () => void (await out?.write(await runner.result())),
    (error) => {
      if (!hasComplained) log(`${error.message} The study goes on, and its result is written again at its end.`);
      hasComplained = true;
    },
  );
  try {
    let finishedJobs = 0;
    const report = (/** @type {import('../src/lab/headless-lab.ts').Progress} */ progress) => {
      if (interrupted > 0) return;
      line.show(progressText(progress), progress.finishedJobs > finishedJobs);
      if (progress.finishedJobs > finishedJobs) keeper.ask();
      finishedJobs = progress.finishedJobs;
    };
    const refusal = await runner.run(study, { backend, workers: jobs, references }, report, earlier);
    line.end();
    if (refusal !== null) throw new Failure(refusal, { exitCode: EXIT_USAGE });
    await keeper.end();
    return { result: await runner.result(), interrupted };
  } finally {
    line.end();
    release();
    await keeper.end();
    await runner.close();
  }
}

/**
 * The table that ends a study.
 * @param {Result} result
 * @param {(line: string) => void} log
 */
async function tableText(result, log) {
  const { familyOf } = await importLab(log);
  const { study, records } = result;
  const { columns, rows, empty } = familyOf(study.job).table(study, records);
  if (rows.length === 0) return empty;
  return textTable(
    columns.map(({ title }) => title),
    rows.map((row) => row.map((cell, column) => (typeof cell === 'string' ? cell : fixed(cell, columns[column].digits ?? 0)))),
  );
}

/** What the first word may ask for beside a study. */
const commands = /** @type {Record<string, (args: string[]) => Promise<number>>} */ ({
  compress: (args) => compressCommand(args, resolveStudy),
  expand: expandCommand,
  plan: (args) => planCommand(args, resolveStudy),
  run: runCommand,
  merge: mergeCommand,
  submit: submitCommand,
});

/** @param {string[]} args */
async function main(args) {
  const [first, ...rest] = args;
  if (Object.hasOwn(commands, first ?? '')) return await commands[first](rest);
  const options = parseStudyArguments(args);
  const log = options.quiet ? () => undefined : (/** @type {string} */ line) => console.error(line);
  await ensureInstalled(log);
  if (options.list) return await listPresets(log);

  const { study: asked, result: given } = await resolveStudy(options.spec, options.changes, log);
  const { study, textFile } = await withTextOf(await importLab(log), asked, options.text, log);
  const out = options.out === undefined ? null : await OutputFile.open(options.out);
  try {
    // A result that is named alone is run again, whole: whoever names it wants to see whether it comes out the same.
    const isReproduction = given !== null && options.changes.length === 0;
    const earlier = options.fresh || isReproduction ? null : await takenFrom(study, { given, out: options.out }, log);
    return await computed(study, options, log, { earlier, out, textFile });
  } finally {
    out?.close();
  }
}

/**
 * Runs the study, prints its table, and writes its result.
 *
 * @param {Study} study
 * @param {ReturnType<typeof parseStudyArguments>} options
 * @param {(line: string) => void} log
 * @param {{ earlier: Result | null, out: OutputFile | null, textFile: TextFile | null }} files
 */
async function computed(study, options, log, { earlier, out, textFile }) {
  await ensureKernels(log);
  for (const name of await datasetsOf(study)) await ensureDataset(name, log);
  const began = performance.now();
  const { result, interrupted } = await runStudy(study, options, log, { earlier, out, textFile });
  const seconds = (performance.now() - began) / 1000;
  const written = (await out?.writeAtLast(result)) ?? { path: null, failure: null };

  console.log(await tableText(result, log));
  const { familyOf } = await importLab(log);
  const finished = result.records.filter((record) => record.status === 'finished').length;
  const { environment } = result;
  log(
    `${finished} of ${result.records.length} jobs finished in ${duration(seconds)}` +
      (environment ? ` on ${environment.backend} (${environment.device}).` : '.') +
      (written.path && !written.failure ? ` The result is in ${written.path}.` : ''),
  );
  if (written.path && written.path !== options.out && !written.failure)
    console.error(`${options.out} was left as it is: it has more finished jobs than this result, which is in ${written.path}.`);
  if (written.failure) {
    console.error(`${written.failure} ${written.path ? `It is in ${written.path} instead.` : 'It follows on standard output.'}`);
    if (!written.path) console.log(JSON.stringify(result));
  }
  for (const { job, error } of result.records) {
    if (!error) continue;
    console.error(`Failed: ${job.compression.method}, seed ${job.seed}: ${error.message}`);
    if (error.stack) console.error(error.stack);
  }
  for (const record of result.records) {
    const family = familyOf(record.job);
    const nothing = family.measuredNothing(family.runOf(record));
    if (nothing !== null) console.error(`Measured nothing: ${record.job.compression.method}, seed ${record.job.seed}: ${nothing}.`);
  }
  return exitCodeOf(result, interrupted, written.failure !== null);
}

/**
 * Of the result that was named and the one that is in the file of `--out`, that which has finished more jobs of the study: a command that was
 * ended, given again, goes on.
 *
 * @param {Study} study
 * @param {{ given: Result | null, out: string | undefined }} results
 * @param {(line: string) => void} log
 * @returns {Promise<Result | null>} null if neither has finished any
 */
async function takenFrom(study, { given, out }, log) {
  const { overlapOf } = await importLab(log);
  // What is there may be of a version that this one does not read, or of another study: it then is written beside.
  const there = out === undefined ? null : await resolveStudy(out, [], () => undefined).catch(() => null);
  let [most, place] = [/** @type {Result | null} */ (null), ''];
  let finished = 0;
  for (const [result, where] of /** @type {const} */ ([
    [given, 'the result file'],
    [there?.result ?? null, `${out}`],
  ])) {
    const overlap = result ? overlapOf(study, result.records).finished : 0;
    if (overlap > finished) [most, place, finished] = [result, where, overlap];
  }
  if (most)
    log(`${finished} of ${overlapOf(study, []).jobs} jobs are finished in ${place} and are taken as they are; --fresh runs them again.`);
  return most;
}

/**
 * @param {Result} result
 * @param {number} interrupted the exit code of what has interrupted it, 0 if nothing has
 * @param {boolean} [isLost] whether the result could not be written where it was wanted
 */
export function exitCodeOf(result, interrupted, isLost = false) {
  if (interrupted > 0) return interrupted;
  return !isLost && result.records.every((record) => record.status === 'finished') ? 0 : EXIT_FAILED;
}

await runAsCommand(import.meta.url, main);
