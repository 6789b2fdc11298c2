// @ts-check
/**
 * Texts to archives and back, on the command line: `npm run study -- compress …` and `… expand …`. The file of --out is tried before anything
 * is computed, and is there whole or not at all.
 */
import { lstat, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseArguments } from './arguments.mjs';
import { EXIT_USAGE, Failure, usageFailure } from './failure.mjs';
import { onInterrupt } from './interrupt.mjs';
import { contentOf, onTextFile, textFileAt } from './own-text.mjs';
import { projectDir } from './paths.mjs';
import { ProgressLine } from './progress.mjs';
import { ensureInstalled, ensureKernels } from './steps.mjs';
import { importLab } from './study-in-node.mjs';
import { duration } from './table.mjs';
import { probe, reasonOf, refusal, writeElsewhere, writeNew } from './whole-file.mjs';

/** @typedef {import('../../src/data/text-archive/facts.ts').ArchiveFacts} ArchiveFacts */
/** @typedef {import('../../src/data/text-archive/facts.ts').CodingProgress} CodingProgress */
/** @typedef {import('../../src/node/own-text.ts').TextFile} TextFile */

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
  const given = networkPath === undefined ? null : await contentOf(networkPath);
  await ensureInstalled(log);
  const lab = await importLab(log);
  const { bytes: text, ...textFile } = await textFileAt(lab, path);
  const out = await checkedOutput(resolve(values.out));
  const network =
    given ??
    (await trainedOn(textFile, await studyOf(textFile, spec ?? '', values.set ?? [], resolveStudy, log), values.quiet ?? false, log));
  if (typeof network === 'number') return network;
  return await coded(values.quiet ?? false, async (onCoded) => {
    const { file, facts } = await lab.compressText(projectDir, text, network, bits, onCoded);
    const where = await written(out, file, 'archive');
    console.log(`${factsText(facts)}\nThe archive is in ${where}. It was decoded again and is the very text.`);
  });
}

/**
 * A study on the text, all of which trains unless told otherwise.
 * @param {TextFile} textFile
 * @param {string} spec
 * @param {string[]} changes
 * @param {Parameters<typeof compressCommand>[1]} resolveStudy
 * @param {(line: string) => void} log
 */
async function studyOf(textFile, spec, changes, resolveStudy, log) {
  const lab = await importLab(log);
  const study = onTextFile(lab, (await resolveStudy(spec, changes, log)).study, textFile);
  return changes.some((change) => change.trim().startsWith('data.split')) ? study : lab.applyOverrides(study, ['data.split=none']);
}

/**
 * The network file of a study's job, trained here.
 * @param {TextFile} textFile
 * @param {import('../../src/study/schema.ts').Study} study
 * @param {boolean} quiet
 * @param {(line: string) => void} log
 * @returns {Promise<Uint8Array | number>} the exit code of what has interrupted it
 */
async function trainedOn(textFile, { job, axes }, quiet, log) {
  if (axes.length > 0)
    throw refusal(
      `The study has several jobs: choose one, such as with --set ${axes.map(({ path, values }) => `${path}=${String(values[0])}`).join(' --set ')}.`,
    );
  await ensureKernels(log);
  const { trainedNetwork, folder } = await importLab(log);
  const line = new ProgressLine(process.stderr, quiet);
  const stop = new AbortController();
  let interrupted = 0;
  const release = onInterrupt((code) => {
    interrupted = code;
    stop.abort();
  });
  try {
    return await trainedNetwork({
      root: projectDir,
      program: join(folder, 'job.mjs'),
      job,
      backend: 'wasm',
      stage: 'final',
      textFile,
      signal: stop.signal,
      onProgress: (progress) => line.show(trainingText(progress)),
    });
  } catch (error) {
    if (interrupted > 0) return interrupted;
    throw new Failure(`The network could not be trained. ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  } finally {
    line.end();
    release();
  }
}

/** @param {import('../../src/compression/method.ts').MethodProgress} progress */
function trainingText({ phase, done, total, stepsPerSecond, secondsLeft }) {
  const parts = [
    `${String(Math.floor((100 * done) / Math.max(1, total))).padStart(3)} %`,
    phase,
    ...(stepsPerSecond > 0 ? [`${Math.round(stepsPerSecond)} steps/s`] : []),
    ...(secondsLeft === null ? [] : [`${duration(secondsLeft)} left`]),
  ];
  return parts.join(' · ');
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
    const where = await written(out, text, 'text');
    console.log(`${factsText(facts)}\nThe text is in ${where}. SHA-256 ${facts.digest}.`);
  });
}

/**
 * Where something new can be written: nothing that is there is replaced.
 * @param {string} path absolute
 */
async function checkedOutput(path) {
  const there = await lstat(path).catch(() => null);
  if (there?.isDirectory()) throw refusal(`${path} is a folder. Name a file in it with --out.`);
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

/**
 * Computed for a long time, it goes somewhere rather than nowhere.
 * @param {string} path @param {Uint8Array} content
 * @param {string} what
 * @returns {Promise<string>} where it is
 */
async function written(path, content, what) {
  try {
    return await writeNew(path, content);
  } catch (error) {
    const where = await writeElsewhere(path, content);
    throw new Failure(
      `The ${what} could not be written to ${path}: ${reasonOf(error)}. ${where === null ? 'Nor could it be anywhere else: it is lost.' : `It is in ${where} instead.`}`,
      { cause: error },
    );
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
