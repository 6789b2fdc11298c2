// @ts-check
/**
 * Texts to archives and back, on the command line: `npm run study -- compress …` and `… expand …`. The file of --out is tried before anything
 * is computed, and is there whole or not at all.
 */
import { lstat, readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseArguments } from './arguments.mjs';
import { EXIT_USAGE, Failure, usageFailure } from './failure.mjs';
import { onInterrupt } from './interrupt.mjs';
import { projectDir } from './paths.mjs';
import { ProgressLine } from './progress.mjs';
import { ensureDataset, ensureInstalled, ensureKernels } from './steps.mjs';
import { importLab } from './study-in-node.mjs';
import { duration } from './table.mjs';
import { probe, reasonOf, refusal, writeWhole } from './whole-file.mjs';

/** @typedef {import('../../src/data/text-archive/facts.ts').ArchiveFacts} ArchiveFacts */
/** @typedef {import('../../src/data/text-archive/facts.ts').CodingProgress} CodingProgress */

const compressUsage =
  'npm run study -- compress FILE (--network FILE.parsimony-net | --study PRESET or STUDY.json [--set path=value …]) [--bits 32|16|8] --out FILE.parsimony-text [--quiet]';
const expandUsage = 'npm run study -- expand FILE.parsimony-text --out FILE [--quiet]';

/** Milliseconds after which signals are looked at. */
const PAUSE_MS = 50;

const stages = { encode: 'encoding', check: 'decoding it again to compare', decode: 'decoding' };

/**
 * @param {string[]} args
 * @param {(spec: string, changes: string[], log: (line: string) => void) => Promise<{ study: import('../../src/study/schema.ts').Study }>} resolveStudy
 * @returns {Promise<number>} the exit code
 */
export async function compressCommand(args, resolveStudy) {
  const { values, positionals } = parseArguments(
    args,
    {
      network: { type: 'string' },
      study: { type: 'string' },
      set: { type: 'string', multiple: true },
      bits: { type: 'string' },
      out: { type: 'string' },
      quiet: { type: 'boolean' },
    },
    { usage: compressUsage, positionals: 1 },
  );
  const [path] = positionals;
  const { study: spec, network: networkPath } = values;
  if (path === undefined || values.out === undefined || (spec === undefined) === (networkPath === undefined))
    throw usageFailure(`Give a file, --out, and either --network or --study. Usage: ${compressUsage}`);
  const bits = /** @type {8 | 16 | 32 | undefined} */ ([8, 16, 32].find((allowed) => String(allowed) === (values.bits ?? '8')));
  if (bits === undefined) throw usageFailure(`--bits takes 32, 16 or 8; “${values.bits}” is none of them.`);
  const log = values.quiet ? () => undefined : console.error;
  const text = await contentOf(path);
  const given = networkPath === undefined ? null : await contentOf(networkPath);
  const out = await checkedOutput(resolve(values.out));
  await ensureInstalled(log);
  const { compressText } = await importLab(log);
  // The whole text trains, unless told otherwise.
  const changes = ['data.split=none', ...(values.set ?? [])];
  const network = given ?? (await trainedOn(text, (await resolveStudy(spec ?? '', changes, log)).study, log));
  return await coded(values.quiet ?? false, async (onCoded) => {
    const { file, facts } = await compressText(projectDir, text, network, bits, onCoded);
    await written(out, file);
    console.log(`${factsText(facts)}\nThe archive is in ${out}. It was decoded again and is the very text.`);
  });
}

/**
 * The network file of a study's job, trained here; the job has to be about the very text.
 * @param {Uint8Array} text
 * @param {import('../../src/study/schema.ts').Study} study
 * @param {(line: string) => void} log
 */
async function trainedOn(text, { job, axes }, log) {
  if (axes.length > 0)
    throw refusal(
      `The study has several jobs: choose one, such as with --set ${axes.map(({ path, values }) => `${path}=${String(values[0])}`).join(' --set ')}.`,
    );
  await ensureKernels(log);
  await ensureDataset(job.data.name, log);
  const { requireTextOf, trainedNetwork, folder } = await importLab(log);
  try {
    await requireTextOf(projectDir, job, text);
  } catch (error) {
    throw refusal(error instanceof Error ? error.message : String(error), error);
  }
  log('Training the network …');
  let steps = 0;
  const report = () => log(`${++steps} ${steps === 1 ? 'step is' : 'steps are'} measured.`);
  const options = { root: projectDir, program: join(folder, 'job.mjs'), job, backend: /** @type {const} */ ('wasm'), report };
  return await trainedNetwork({ ...options, stage: 'final' });
}

/**
 * @param {string[]} args
 * @returns {Promise<number>} the exit code
 */
export async function expandCommand(args) {
  const { values, positionals } = parseArguments(
    args,
    { out: { type: 'string' }, quiet: { type: 'boolean' } },
    { usage: expandUsage, positionals: 1 },
  );
  const [path] = positionals;
  if (path === undefined || values.out === undefined) throw usageFailure(`Give an archive and --out. Usage: ${expandUsage}`);
  const log = values.quiet ? () => undefined : console.error;
  const archive = await contentOf(path);
  const out = await checkedOutput(resolve(values.out));
  await ensureInstalled(log);
  const { expandText } = await importLab(log);
  return await coded(values.quiet ?? false, async (onCoded) => {
    const { text, facts } = await expandText(projectDir, archive, onCoded);
    await written(out, text);
    console.log(`${factsText(facts)}\nThe text is in ${out}. SHA-256 ${facts.digest}.`);
  });
}

/** @param {string} path */
async function contentOf(path) {
  try {
    return new Uint8Array(await readFile(path));
  } catch (error) {
    throw refusal(`${path} cannot be read: ${reasonOf(error)}.`, error);
  }
}

/**
 * Where something new can be written: nothing that is there is replaced.
 * @param {string} path absolute
 */
async function checkedOutput(path) {
  const there = await lstat(path).catch(() => null);
  if (there) throw refusal(`${path} is there already, and is not replaced. Name another file with --out.`);
  const folder = dirname(path);
  if (!(await stat(folder).catch(() => null))?.isDirectory())
    throw refusal(`There is no folder ${folder}. Make it first, or name another file with --out.`);
  try {
    await probe(path);
  } catch (error) {
    throw refusal(`Nothing can be written to ${path}: ${reasonOf(error)}. Name another file with --out.`, error);
  }
  return path;
}

/** @param {string} path @param {Uint8Array} content */
async function written(path, content) {
  try {
    await writeWhole(path, content);
  } catch (error) {
    throw new Failure(`Nothing could be written to ${path}: ${reasonOf(error)}.`, { cause: error });
  }
}

/** Thrown in the midst of coding when the command is asked to stop. */
class Stopped extends Error {}

/**
 * Codes with a line that says how far it is, until it is done or the command is asked to stop.
 * @param {boolean} quiet
 * @param {(onCoded: (progress: CodingProgress) => void | Promise<void>) => Promise<void>} work
 * @returns {Promise<number>} the exit code
 */
async function coded(quiet, work) {
  const line = new ProgressLine(process.stderr, quiet);
  let interrupted = 0;
  const release = onInterrupt((code) => (interrupted = code));
  let pausedAt = performance.now();
  let [stage, since, from] = ['', 0, 0];
  try {
    await work(async (progress) => {
      const now = performance.now();
      if (progress.stage !== stage) [stage, since, from] = [progress.stage, now, 0];
      if (now - pausedAt < PAUSE_MS) return;
      pausedAt = now;
      line.show(progressText(progress, (now - since) / 1000, from));
      await new Promise((done) => {
        setImmediate(done);
      });
      if (interrupted > 0) throw new Stopped();
    });
    return 0;
  } catch (error) {
    if (error instanceof Stopped) return interrupted;
    // What is wrong with a file or a network says so itself.
    if (error instanceof Error && (error.name === 'CodingError' || error instanceof RangeError))
      throw new Failure(error.message, { exitCode: EXIT_USAGE, cause: error });
    throw error;
  } finally {
    line.end();
    release();
  }
}

/** @param {CodingProgress} progress @param {number} seconds of this stage so far @param {number} from bytes at its start */
function progressText({ stage, done, all }, seconds, from) {
  const left = done > from && seconds > 1 ? ` · ${duration((seconds * (all - done)) / (done - from))} left` : '';
  return `${String(Math.floor((100 * done) / all)).padStart(3)} % · ${stages[stage]}${left}`;
}

/** @param {ArchiveFacts} facts */
function factsText({ bytes, sizes, idealBytes, nonzero, parameters, bits }) {
  const count = (/** @type {number} */ value) => Math.round(value).toLocaleString('en');
  return [
    `${count(bytes)} bytes of text, ${count(sizes.file)} bytes of archive: ${((8 * sizes.file) / bytes).toFixed(3)} bits a byte`,
    `    network ${count(sizes.network)} (${count(nonzero)} of ${count(parameters)} numbers, ${bits} bits each)`,
    `    code    ${count(sizes.code)} (ideal ${idealBytes.toFixed(1)})`,
    `    header  ${count(sizes.header)}, check sums of groups ${count(sizes.hashes)}`,
  ].join('\n');
}
