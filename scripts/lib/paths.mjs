// @ts-check
/** Where things lie in the project. */
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectDir = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** The production build. */
export const distDir = join(projectDir, 'dist');

/** The datasets as `scripts/datasets.mjs` prepares them, one folder each. */
export const dataDir = join(projectDir, 'public', 'data');
