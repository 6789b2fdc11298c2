// @ts-check
/** Files that commands are given: texts of one's own, and others. */
import { readFile, stat } from 'node:fs/promises';
import { codeOf, refusal } from './whole-file.mjs';

/** @typedef {import('../../src/study/schema.ts').Study} Study */
/** @typedef {import('./study-in-node.mjs').NodeLab} NodeLab */

/** What stands in the way of reading, by the code of the system's error. */
const reasons = /** @type {Record<string, string>} */ ({
  EACCES: 'this user may not read it',
  EPERM: 'this user may not read it',
  ENOTDIR: 'a part of its path is no folder',
  ENAMETOOLONG: 'its name is too long',
});

/** @param {string} path @param {unknown} error */
function unreadable(path, error) {
  if (codeOf(error) === 'ENOENT') return refusal(`There is no file ${path}.`, error);
  const reason = reasons[codeOf(error)] ?? (error instanceof Error ? error.message : String(error));
  return refusal(`${path} cannot be read: ${reason}.`, error);
}

/** @param {string} path */
export async function contentOf(path) {
  const isFile = await stat(path).then(
    (entry) => entry.isFile(),
    (error) => {
      throw unreadable(path, error);
    },
  );
  if (!isFile) throw refusal(`${path} is no file.`);
  try {
    return new Uint8Array(await readFile(path));
  } catch (error) {
    throw unreadable(path, error);
  }
}

/**
 * Looks into the file of a text.
 * @param {NodeLab} lab
 * @param {string} path
 */
export async function textFileAt({ readTextFile }, path) {
  try {
    return await readTextFile(path);
  } catch (error) {
    throw error instanceof Error && error.name === 'DatasetError' ? refusal(error.message, error) : unreadable(path, error);
  }
}

/**
 * A study on such a text, in place of what it is about.
 * @param {NodeLab} lab
 * @param {Study} study
 * @param {import('../../src/node/own-text.ts').TextFile} file
 * @returns {Study}
 */
export function onTextFile({ studyOnText }, study, file) {
  try {
    return studyOnText(study, file);
  } catch (error) {
    throw refusal(error instanceof Error ? error.message : String(error), error);
  }
}

/**
 * The study on the text of a file, if there is one.
 * @param {NodeLab} lab
 * @param {Study} study
 * @param {string | undefined} path
 * @param {(line: string) => void} log
 * @returns {Promise<{ study: Study, textFile: import('../../src/node/own-text.ts').TextFile | null }>}
 */
export async function withTextOf(lab, study, path, log) {
  if (path === undefined) return { study, textFile: null };
  const { text, warnings } = await textFileAt(lab, path);
  for (const warning of warnings) log(`${path}: ${warning}`);
  return { study: onTextFile(lab, study, { path, text }), textFile: { path, text } };
}
