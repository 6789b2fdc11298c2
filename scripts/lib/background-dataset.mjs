// @ts-check
/** Preparing datasets beside a running server. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectDir } from './paths.mjs';

/**
 * Prepares datasets one after another, each in a process of its own, since decoding it would hold up the server, and says how that went. The
 * server goes on without those that fail.
 *
 * @param {readonly string[]} names
 * @param {(line: string) => void} log
 */
export async function prepareInBackground(names, log) {
  for (const name of names) await prepared(name, log);
}

/**
 * Settles when the dataset is ready or has failed.
 *
 * @param {string} name
 * @param {(line: string) => void} log
 * @returns {Promise<void>}
 */
function prepared(name, log) {
  const child = spawn(process.execPath, [join(projectDir, 'scripts', 'datasets.mjs'), name], {
    cwd: projectDir,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
  return new Promise((settled) => {
    child.once('error', (error) => {
      log(`${name} could not be prepared: ${error.message}`);
      settled();
    });
    child.once('close', (code) => {
      if (code === 0) log(`The dataset ${name} is ready.`);
      else if (code !== null) log(`The lab runs without the dataset ${name}. ${stderr.trim()}`);
      settled();
    });
  });
}
