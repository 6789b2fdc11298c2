// @ts-check
/**
 * What a command needs before it can do its own work, each made only where it is missing. Nothing in this file or below it may import a
 * package statically: on a fresh clone there is none.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from './failure.mjs';
import { npm } from './npm.mjs';
import { projectDir } from './paths.mjs';

/** @typedef {(line: string) => void} Log receives what is being done, line by line */

const oldestNode = [20, 19];

/**
 * Refuses a Node that the tools of the project do not run on.
 * @param {string} [version]
 */
export function checkNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldestNode;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new Failure(
    `Parsimony needs Node ${oldestNode.join('.')} or newer; this is Node ${version}. Install a newer one from https://nodejs.org.`,
  );
}

/**
 * Installs the packages that package-lock.json names, unless they are there.
 * @param {Log} log
 */
export async function ensureInstalled(log) {
  checkNode();
  const wanted = await readJson(join(projectDir, 'package-lock.json'));
  const present = await readJson(join(projectDir, 'node_modules', '.package-lock.json'));
  if (!wanted) throw new Failure(`${join(projectDir, 'package-lock.json')} is missing or damaged. Check the project out again.`);
  if (present && isInstalled(wanted, present)) return;
  log('Installing packages …');
  // The tools that build and test are development packages, which NODE_ENV=production would leave out.
  await npm(['ci', '--include=dev', '--no-progress', '--loglevel=error'], 'install the packages');
}

/**
 * Whether every package that a lock file asks for is installed. Packages for other platforms are optional and left out of the question.
 *
 * @param {{ packages?: Record<string, { version?: string, optional?: boolean, devOptional?: boolean }> }} wanted package-lock.json
 * @param {{ packages?: Record<string, { version?: string }> }} present npm's own list, which it writes when an installation is complete
 */
export function isInstalled(wanted, present) {
  return Object.entries(wanted.packages ?? {}).every(
    ([path, { version, optional, devOptional }]) => path === '' || optional || devOptional || present.packages?.[path]?.version === version,
  );
}

/** @param {string} path */
async function readJson(path) {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    // A missing or torn file is the same to the callers: what it lists cannot be relied on.
    if (error instanceof SyntaxError || (error instanceof Error && 'code' in error && error.code === 'ENOENT')) return undefined;
    throw error;
  }
}

/**
 * Compiles our WebAssembly kernels unless they are there and current.
 * @param {Log} log
 */
export async function ensureKernels(log) {
  const { buildKernels } = await import('../kernels.mjs');
  const { compiled } = await buildKernels();
  if (compiled) log('The WebAssembly kernels are compiled.');
}

/** The datasets that are fetched in seconds, so that the lab, and its tests, can begin with them. */
const smallDatasets = ['mnist', 'moby-dick'];
/** The others, from the smallest on. */
export const largeDatasets = ['state-of-the-union', 'cifar-10'];

/**
 * Prepares the small datasets unless they are there.
 * @param {Log} log
 */
export async function ensureSmallDatasets(log) {
  for (const name of smallDatasets) await ensureDataset(name, log);
}

/**
 * Prepares a dataset unless it is there.
 * @param {string} name
 * @param {Log} log
 */
export async function ensureDataset(name, log) {
  const { prepareDataset } = await import('../datasets.mjs');
  await prepareDataset(name, { log });
}

/**
 * Data sets that a study needs and that can be prepared; others are generated, or a person's own.
 * @param {import('../../src/study/schema.ts').Study} study
 */
export async function datasetsOf(study) {
  // It needs packages, which a fresh clone does not have before the first step.
  const { datasetNames } = await import('../datasets.mjs');
  const axis = study.axes.find(({ path }) => path === 'data.name');
  const beside = study.beside?.flatMap((own) => own['data.name'] ?? []) ?? [];
  const names = new Set(/** @type {readonly string[]} */ ([...(axis?.values ?? [study.job.data.name]), ...beside]));
  return [...names].filter((name) => datasetNames.includes(name));
}
