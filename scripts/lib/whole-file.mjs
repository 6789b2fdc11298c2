// @ts-check
/** Files that are whole at any moment: a draft beside them, written through to the disk, then renamed. What stands in the way is told first. */
import { randomBytes } from 'node:crypto';
import { link, lstat, open, readdir, rename, stat, unlink } from 'node:fs/promises';
import { homedir, hostname, tmpdir } from 'node:os';
import { basename, dirname, extname, join } from 'node:path';
import { EXIT_USAGE, Failure } from './failure.mjs';

/** Bytes that have to fit beforehand: a small result. What a study comes to is not known. */
const PROBE_BYTES = 256 * 1024;
/** Names that are tried for a file that may not go where it was wanted. */
const MOST_NAMES = 1000;
/** Age of a draft that nobody is writing any more. */
const OLD_DRAFT_MS = 3_600_000;
/** @param {string} message @param {unknown} [cause] */
export const refusal = (message, cause) => new Failure(message, { exitCode: EXIT_USAGE, cause });

/** @param {unknown} error */
export const codeOf = (error) => (error instanceof Error && 'code' in error ? String(error.code) : '');

/** What stands in the way, by the code of the system's error. */
const reasons = /** @type {Record<string, string>} */ ({
  ENOSPC: 'there is no room left on its disk',
  EDQUOT: 'your share of its disk is used up',
  EROFS: 'its disk is read-only',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  ENAMETOOLONG: 'its name is too long',
  ENOENT: 'there is no such folder',
  ENOTDIR: 'a part of its path is no folder',
  EFBIG: 'the file would be larger than is allowed here',
  ELOOP: 'its links lead in a circle',
});

/** @param {unknown} error */
export const reasonOf = (error) => reasons[codeOf(error)] ?? (error instanceof Error ? error.message : String(error));

/** @param {{ host: string, process: number }} holder */
export function isAlive({ host, process: id }) {
  if (host !== hostname()) return true;
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/**
 * Fails as a result would fail.
 * @param {string} target
 */
export async function probe(target) {
  await lstat(target).catch((error) => {
    if (codeOf(error) !== 'ENOENT') throw error;
  });
  const draft = draftOf(target);
  try {
    await writeThrough(draft, new Uint8Array(PROBE_BYTES));
  } finally {
    await unlink(draft).catch(() => undefined);
  }
}

/** @param {string} path a name beside it that nobody else has, however long its own */
export const draftOf = (path) => join(dirname(path), `.parsimony-${process.pid}-${randomBytes(6).toString('hex')}.part`);

/**
 * Removes drafts of commands that were killed. Numbers of processes are used again, and other machines may write here: only old ones go.
 * @param {string} folder
 */
export async function removeDrafts(folder) {
  for (const name of await readdir(folder).catch(() => [])) {
    const id = /^\.parsimony-(?<id>\d+)-[0-9a-f]{12}\.part$/u.exec(name)?.groups?.id;
    if (id === undefined || isAlive({ host: hostname(), process: Number(id) })) continue;
    const path = join(folder, name);
    const { mtimeMs } = (await stat(path).catch(() => null)) ?? { mtimeMs: Number.POSITIVE_INFINITY };
    if (mtimeMs < Date.now() - OLD_DRAFT_MS) await unlink(path).catch(() => undefined);
  }
}

/**
 * @param {string} path
 * @param {string | Uint8Array} text
 */
export async function writeWhole(path, text) {
  const draft = draftOf(path);
  try {
    await writeThrough(draft, text);
    await rename(draft, path);
  } catch (error) {
    await unlink(draft).catch(() => undefined);
    throw error;
  }
  await syncFolder(path);
}

/**
 * A name is on the disk only once its folder is; not every system lets a folder be opened for that.
 * @param {string} path
 */
async function syncFolder(path) {
  const folder = await open(dirname(path), 'r').catch(() => null);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}

/**
 * As `writeWhole`, of something new: what has come to that name meanwhile is left, and the next free one taken.
 * @param {string} path
 * @param {string | Uint8Array} content
 * @returns {Promise<string>} where it is
 */
export async function writeNew(path, content) {
  const draft = draftOf(path);
  try {
    await writeThrough(draft, content);
    let target = path;
    while (!(await takesName(draft, target))) target = await freeName(path);
    await syncFolder(path);
    return target;
  } finally {
    await unlink(draft).catch(() => undefined);
  }
}

/**
 * Gives a file a name unless that is there, which a renaming would take.
 * @param {string} file
 * @param {string} name
 */
async function takesName(file, name) {
  try {
    await link(file, name);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    // Disks of cameras, and some in a network, let no file have two names.
    if ((await lstat(name).catch(() => null)) !== null) return false;
    await rename(file, name);
    return true;
  }
}

/**
 * Somewhere rather than nowhere: in a folder for what is passing, at home, or where one is.
 * @param {string} path where it was wanted
 * @param {string | Uint8Array} content
 * @returns {Promise<string | null>} where it is; null if it could be written nowhere
 */
export async function writeElsewhere(path, content) {
  for (const folder of [tmpdir(), homedir(), process.cwd()]) {
    try {
      return await writeNew(join(folder, `parsimony-${basename(path)}`), content);
    } catch {
      // The next place may do.
    }
  }
  return null;
}

/**
 * The first of “result-2.json”, “result-3.json”, … that is not there.
 * @param {string} path
 */
export async function freeName(path) {
  const extension = extname(path);
  const stem = path.slice(0, path.length - extension.length);
  for (let number = 2; number < MOST_NAMES; number++) {
    const name = `${stem}-${number}${extension}`;
    if ((await lstat(name).catch(() => null)) === null) return name;
  }
  throw new Failure(`There are ${MOST_NAMES} files beside ${path} already: move them away.`);
}

/**
 * @param {string} path
 * @param {string | Uint8Array} content
 */
async function writeThrough(path, content) {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}
