// @ts-check
/** Preparing a dataset beside a running server. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectDir } from './paths.mjs';

/**
 * Prepares a dataset in a process of its own, since decoding it would hold up the server, and says how that went. The server goes on
 * without it if it fails.
 *
 * @param {string} name
 * @param {(line: string) => void} log
 */
export function prepareInBackground(name, log) {
  const child = spawn(process.execPath, [join(projectDir, 'scripts', 'datasets.mjs'), name], {
    cwd: projectDir,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
  child.once('error', (error) => log(`${name} could not be prepared: ${error.message}`));
  child.once('close', (code) => {
    if (code === 0) log(`The dataset ${name} is ready.`);
    else if (code !== null) log(`The lab runs without the dataset ${name}. ${stderr.trim()}`);
  });
}
