// @ts-check
/**
 * The file that a study's result goes to. It is tried before anything is computed, it is whole at any moment (a draft beside it, written
 * through to the disk, then renamed), and jobs that it has finished are never replaced by fewer.
 */
import { accessSync, constants, unlinkSync } from 'node:fs';
import { lstat, open, readFile, realpath, rename, stat, unlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Failure } from './failure.mjs';
import { codeOf, draftOf, freeName, isAlive, probe, reasonOf, refusal, removeDrafts, writeElsewhere, writeWhole } from './whole-file.mjs';

/** @typedef {import('../../src/study/records.ts').Result} Result */

export class OutputFile {
  /** As it was asked for. */
  #path;
  /** Where results go at present: the file itself, or one beside it. */
  #target;
  /** Jobs that what is there has finished. */
  #finished;
  #lock;

  /**
   * @param {string} path
   * @param {{ target: string, finished: number }} there
   * @param {string} lock
   */
  constructor(path, { target, finished }, lock) {
    this.#path = path;
    this.#target = target;
    this.#finished = finished;
    this.#lock = lock;
  }

  /**
   * @param {string} path absolute
   * @throws Failure if a result could not be written there, or should not be; nothing there has been touched
   */
  static async open(path) {
    const there = await checkedTarget(path);
    const { target } = there;
    const lock = await takeLock(target);
    try {
      await probe(target);
      await removeDrafts(dirname(target));
    } catch (error) {
      await unlink(lock).catch(() => undefined);
      throw refusal(`The result cannot be written to ${path}: ${reasonOf(error)}. Name another file with --out.`, error);
    }
    return new OutputFile(path, there, lock);
  }

  /**
   * Writes a result in place of an earlier one. Where the file has more finished jobs, the result goes beside it.
   * @param {Result} result
   * @returns {Promise<string>} where it is
   */
  async write(result) {
    const finished = finishedOf(result);
    if (this.#finished > finished) this.#target = await freeName(this.#target);
    await writeWhole(this.#target, `${JSON.stringify(result)}\n`);
    this.#finished = finished;
    return this.#target;
  }

  /**
   * As `write`, for the end of a study: where that fails, the result goes somewhere else rather than nowhere.
   * @param {Result} result
   * @returns {Promise<{ path: string | null, failure: string | null }>} no path if it could be written nowhere
   */
  async writeAtLast(result) {
    try {
      return { path: await this.write(result), failure: null };
    } catch (error) {
      const failure = `The result could not be written to ${this.#path}: ${reasonOf(error)}.`;
      return { path: await writeElsewhere(this.#path, `${JSON.stringify(result)}\n`), failure };
    }
  }

  /** Lets others write there. */
  close() {
    try {
      unlinkSync(this.#lock);
    } catch {
      // Somebody has tidied up.
    }
  }
}

/**
 * The file that a path leads to, looked at without touching it.
 * @param {string} path
 * @returns {Promise<{ target: string, finished: number }>}
 */
async function checkedTarget(path) {
  const cannot = `The result cannot be written to ${path}`;
  let target = path;
  try {
    const link = await lstat(path);
    if (link.isSymbolicLink()) target = await realpath(path);
    const entry = await stat(target);
    if (entry.isDirectory()) throw refusal(`${cannot}: it is a folder. Name a file in it, such as ${join(path, 'result.json')}.`);
    if (!entry.isFile()) throw refusal(`${cannot}: it is no ordinary file. Name one that ends in .json.`);
    // The superuser may write to it all the same, and whoever has made it read-only does not want that.
    if ((entry.mode & 0o222) === 0) throw refusal(`${cannot}: the file is read-only. Name another file, or make it writable.`);
    accessSync(target, constants.W_OK);
  } catch (error) {
    if (error instanceof Failure) throw error;
    if (codeOf(error) === 'ENOENT' && target === path && !(await isDangling(path))) return checkedFolder(path);
    const what = (await isDangling(path)) ? 'it is a link to nothing' : reasonOf(error);
    throw refusal(`${cannot}: ${what}. Name another file with --out.`, error);
  }
  const finished = await finishedIn(target);
  if (finished === null && (await stat(target)).size > 0)
    throw refusal(`${path} is there and is no result of Parsimony, so it is not replaced. Name another file with --out.`);
  return { target, finished: finished ?? 0 };
}

/** @param {string} path */
const isDangling = async (path) => (await lstat(path).catch(() => null))?.isSymbolicLink() ?? false;

/** @param {string} path of a file that is not there */
async function checkedFolder(path) {
  const folder = dirname(path);
  if ((await stat(folder).catch(() => null))?.isDirectory()) return { target: path, finished: 0 };
  throw refusal(`The result cannot be written to ${path}: there is no folder ${folder}. Make it first, or name another file with --out.`);
}

/**
 * One command a file: of two that write to one, the first to end would lose its jobs.
 * @param {string} target
 * @returns {Promise<string>} the lock's path
 */
async function takeLock(target) {
  const path = join(dirname(target), `.${basename(target).slice(0, 100)}.lock`);
  const own = JSON.stringify({ host: hostname(), process: process.pid });
  for (let attempt = 0; ; attempt++) {
    try {
      const file = await open(path, 'wx');
      await file.writeFile(own);
      await file.close();
      return path;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST')
        throw refusal(`The result cannot be written to ${target}: ${reasonOf(error)}. Name another file with --out.`, error);
      const holder = await readLock(path);
      if (attempt > 0 || holder === null || isAlive(holder))
        throw refusal(
          `Another command writes to ${target}${holder ? ` (process ${holder.process} on ${holder.host})` : ''}. Wait for its end, or name another file with --out; if there is none any more, delete ${path}.`,
        );
      await removeDead(path);
    }
  }
}

/**
 * Removes the lock of a command that has died without a word. It is taken away under another name first: another command may have done the
 * same at this moment and put its own in place.
 * @param {string} path
 */
async function removeDead(path) {
  const aside = draftOf(path);
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  const holder = await readLock(aside);
  if (holder && isAlive(holder)) await rename(aside, path);
  else await unlink(aside);
}

/**
 * @param {string} path
 * @returns {Promise<{ host: string, process: number } | null>}
 */
async function readLock(path) {
  try {
    const { host, process: id } = JSON.parse(await readFile(path, 'utf8'));
    return typeof host === 'string' && Number.isSafeInteger(id) ? { host, process: id } : null;
  } catch {
    // It is being written, or is not ours.
    return null;
  }
}

/**
 * How many jobs a result file has finished.
 * @param {string} path
 * @returns {Promise<number | null>} null if it is no result file, or none is there
 */
async function finishedIn(path) {
  try {
    const { study, records } = JSON.parse(await readFile(path, 'utf8'));
    return study && Array.isArray(records) ? finishedOf({ records }) : null;
  } catch {
    // Not there, or not JSON.
    return null;
  }
}

/** @param {{ readonly records: readonly { readonly status: string }[] }} result */
const finishedOf = ({ records }) => records.filter(({ status }) => status === 'finished').length;
