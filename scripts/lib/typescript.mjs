// @ts-check
/** Using the lab's own TypeScript in Node, so that the commands say nothing twice. */
import { join } from 'node:path';
import { projectDir } from './paths.mjs';

/**
 * Loads a module of `src/` that needs no browser.
 *
 * @template Module
 * @param {string} path from the project's root
 * @returns {Promise<Module>}
 */
export async function importTypeScript(path) {
  const { runnerImport } = await import('vite');
  const { module } = await runnerImport(join(projectDir, path), { root: projectDir, configFile: false, logLevel: 'error' });
  return /** @type {Module} */ (module);
}
