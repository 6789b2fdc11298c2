// @ts-check
/** Running the programs of packages. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Failure } from './failure.mjs';
import { projectDir } from './paths.mjs';

/**
 * Runs a program of a package in the project, with the terminal of this process.
 *
 * @param {string} path below node_modules/
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<void>}
 * @throws {Failure} if it ends with anything but 0
 */
export function tool(path, args, env = process.env) {
  const name = path.split('/')[0]?.replace('@', '');
  const child = spawn(process.execPath, [join(projectDir, 'node_modules', path), ...args], { cwd: projectDir, stdio: 'inherit', env });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Failure(`${name} ended with ${signal ?? `exit code ${code}`}.`));
    });
  });
}
