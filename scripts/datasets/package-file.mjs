// @ts-check
import { DatasetPreparationError } from './error.mjs';

// The tarball's digest is pinned, so a file that does not fit means that this script is wrong, not the download.
export const reportDefect = 'Its digest was right, so this is a defect of scripts/datasets: please report it.';

/**
 * @param {Map<string, Buffer>} files of a package
 * @param {string} path
 */
export function fileOf(files, path) {
  const file = files.get(path);
  if (!file) throw new DatasetPreparationError(`The dataset package holds no file ${path}. ${reportDefect}`);
  return file;
}
