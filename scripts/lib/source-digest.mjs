// @ts-check
/** Telling whether something was made from the sources as they are. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { dataDir, projectDir } from './paths.mjs';

/**
 * SHA-256 over the names and contents of files; the data sets are none of them.
 *
 * @param {readonly string[]} sources files and folders, from the project's root; one that is not there counts as empty
 * @returns {Promise<string>} in hexadecimal digits
 */
export async function digestOf(sources) {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const path of (await filesBelow(join(projectDir, source))).sort()) {
      hash
        .update(`${relative(projectDir, path)}\0`)
        .update(await readFile(path))
        .update('\0');
    }
  }
  return hash.digest('hex');
}

/**
 * The files of a folder and its folders, or the file itself; none if there is no such thing.
 * @param {string} path
 * @returns {Promise<string[]>}
 */
async function filesBelow(path) {
  if (path === dataDir) return [];
  try {
    const entries = await readdir(path, { withFileTypes: true });
    const nested = entries.map(async (entry) => {
      const inside = path + sep + entry.name;
      // What a link leads to is found out by going there.
      return entry.isFile() ? [inside] : await filesBelow(inside);
    });
    return (await Promise.all(nested)).flat();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOTDIR') return [path];
    if (code === 'ENOENT') return [];
    throw error;
  }
}
