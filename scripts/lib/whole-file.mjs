// @ts-check
/** Files that are whole at any moment: a draft beside them, written through to the disk, then renamed. What stands in the way is told first. */
import { randomBytes } from 'node:crypto';
import { lstat, open, readdir, rename, stat, unlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { EXIT_USAGE, Failure } from './failure.mjs';

/** Bytes that have to fit beforehand: a small result. What a study comes to is not known. */
const PROBE_BYTES = 256 * 1024;
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
  // The name is on the disk only once its folder is; not every system lets a folder be opened for that.
  const folder = await open(dirname(path), 'r').catch(() => null);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
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
