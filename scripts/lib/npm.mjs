// @ts-check
/** Calling npm from a script, with its refusals made readable. */
import { spawn } from 'node:child_process';
import { Failure } from './failure.mjs';
import { projectDir } from './paths.mjs';

/**
 * Runs npm in the project and resolves with what it printed.
 *
 * @param {string[]} args
 * @param {string} purpose what it is needed for, as in "install the packages"
 * @returns {Promise<string>}
 * @throws {Failure} if there is no npm, no network, no space, or npm refuses for another reason
 */
export async function npm(args, purpose) {
  // Inside an npm script npm says where it is; that also spares Windows the shell that npm.cmd would need.
  const npmCli = process.env.npm_execpath;
  const child = npmCli?.endsWith('npm-cli.js')
    ? spawn(process.execPath, [npmCli, ...args], { cwd: projectDir, stdio: ['ignore', 'pipe', 'pipe'] })
    : spawn('npm', args, { cwd: projectDir, stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
  const code = await new Promise((resolve, reject) => {
    child.once('error', (cause) =>
      reject(new Failure(`npm was not found, and it is needed to ${purpose}. It comes with Node: https://nodejs.org.`, { cause })),
    );
    child.once('close', resolve);
  });
  if (code === 0) return stdout;
  throw new Failure(explain(purpose, stderr));
}

/**
 * @param {string} purpose
 * @param {string} stderr
 */
function explain(purpose, stderr) {
  const said = stderr
    .split('\n')
    .filter((line) => /^npm (error|ERR!)/.test(line) && !/complete log|debug-\d/.test(line))
    .slice(0, 8)
    .join('\n');
  let advice = `npm could not ${purpose}.`;
  if (/ENOSPC|no space left/i.test(stderr)) {
    advice += ' The disk is full: free some space and run the command again.';
  } else if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network/i.test(stderr)) {
    advice += ' Its registry cannot be reached: connect to the network (or set npm’s proxy) and run the command again.';
  } else if (/EACCES|EPERM|EROFS/.test(stderr)) {
    advice += ' The project folder must be writable for this user.';
  }
  return said ? `${advice}\n${said}` : advice;
}
