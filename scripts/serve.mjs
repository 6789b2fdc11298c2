// @ts-check
/**
 * A small static server for the production build.
 *
 *     node scripts/serve.mjs [--port 4173] [--host 127.0.0.1]
 */
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArguments, wholeNumber } from './lib/arguments.mjs';
import { contentSecurityPolicy } from './lib/content-security-policy.mjs';
import { Failure, runAsCommand } from './lib/failure.mjs';
import { dataDir, distDir } from './lib/paths.mjs';

export const DEFAULT_PORT = 4173;

/** @type {Record<string, string>} */
const mimeTypes = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  // Streaming compilation insists on this one.
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.bin': 'application/octet-stream',
};

/**
 * @typedef {object} ServeOptions
 * @property {string} root folder of the build
 * @property {string} [dataRoot] what lies below data/ is looked for here first, so that datasets prepared after the build appear
 * @property {number} [port] 0 for any that is free
 * @property {string} [host]
 * @property {boolean} [nextFreePort] take one of the next ports if this one is taken
 * @property {string} [basePath] serve under this path, as `/some/where/`, instead of `/`
 */

/**
 * @param {ServeOptions} options
 * @returns {Promise<{ url: string, close: () => Promise<void> }>} the address, ending in a slash
 * @throws {Failure} if the port is taken
 */
export async function serve({ root, dataRoot, port = DEFAULT_PORT, host = '127.0.0.1', nextFreePort = false, basePath = '/' }) {
  const server = createServer((request, response) => {
    answer(request, response, { root, dataRoot, basePath }).catch((error) => {
      // The reader went away in the middle of a file, or the file did: there is nobody left to tell.
      if (response.headersSent) response.destroy();
      else refuse(response, 500, `The server failed on ${request.url}: ${error.message}`);
    });
  });
  for (let candidate = port; ; candidate++) {
    try {
      await listen(server, candidate, host);
      break;
    } catch (error) {
      const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      if (!taken) throw error;
      if (!nextFreePort || candidate >= port + 50 || candidate >= 65_535) {
        throw new Failure(`Port ${candidate} is taken. Choose another with --port.`, { cause: error });
      }
    }
  }
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error(`The server listens at ${address}, not at a port.`);
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return {
    url: `http://${name.includes(':') ? `[${name}]` : name}:${address.port}${basePath}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

/**
 * @param {import('node:http').Server} server
 * @param {number} port
 * @param {string} host
 * @returns {Promise<void>}
 */
function listen(server, port, host) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {{ root: string, dataRoot: string | undefined, basePath: string }} options
 */
async function answer(request, response, { root, dataRoot, basePath }) {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD');
    return refuse(response, 405, `This server only hands out files; it takes no ${request.method}.`);
  }
  const path = filePath(request.url ?? '/', basePath);
  const found = path === undefined ? undefined : await firstFile(candidates(path, root, dataRoot));
  if (path === undefined || !found) {
    // As published hosts do, which know of 404.html: its script sends a link on whose “#” was written as “%23”.
    const page = request.headers.accept?.includes('text/html')
      ? await readFile(join(root, '404.html'), 'utf8').catch(() => undefined)
      : undefined;
    return page === undefined ? refuse(response, 404, `There is no ${request.url} here.`) : refuse(response, 404, page, 'text/html');
  }

  const { file, size, mtimeMs } = found;
  const etag = `"${size.toString(36)}-${Math.round(mtimeMs).toString(36)}"`;
  setCommonHeaders(response);
  response.setHeader('etag', etag);
  // Names in assets/ carry a hash of the content. Everything else is asked for again, and mostly answered with “not modified”.
  response.setHeader('cache-control', path.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
  if (matches(request.headers['if-none-match'], etag)) {
    response.writeHead(304).end();
    return;
  }
  response.setHeader('content-type', mimeTypes[extname(file)] ?? 'application/octet-stream');
  response.setHeader('content-length', size);
  response.writeHead(200);
  if (request.method === 'HEAD' || size === 0) {
    response.end();
    return;
  }
  // Up to the size that was announced, even if the file grows meanwhile.
  await pipeline(createReadStream(file, { end: size - 1 }), response);
}

/**
 * The path of a file below the root, with slashes, or undefined for what no address may name: anything outside, hidden files, nonsense.
 *
 * @param {string} url as the request has it
 * @param {string} basePath
 */
function filePath(url, basePath) {
  let path;
  try {
    path = decodeURIComponent(url.split(/[?#]/, 1)[0] ?? '');
  } catch {
    return undefined;
  }
  if (!path.startsWith(basePath) || /[\0\\:]/.test(path)) return undefined;
  const parts = path.slice(basePath.length).split('/');
  if (parts.at(-1) === '') parts[parts.length - 1] = 'index.html';
  // Covers “..” and “.” as well.
  return parts.some((part) => part === '' || part.startsWith('.')) ? undefined : parts.join('/');
}

/**
 * @param {string} path
 * @param {string} root
 * @param {string | undefined} dataRoot
 */
function candidates(path, root, dataRoot) {
  const inRoot = join(root, path.replaceAll('/', sep));
  if (!dataRoot || !path.startsWith('data/')) return [inRoot];
  return [join(dataRoot, path.slice('data/'.length).replaceAll('/', sep)), inRoot];
}

/** @param {string[]} files */
async function firstFile(files) {
  for (const file of files) {
    const found = await stat(file).catch(() => undefined);
    if (found?.isFile()) return { file, size: found.size, mtimeMs: found.mtimeMs };
  }
  return undefined;
}

/**
 * @param {string | undefined} ifNoneMatch
 * @param {string} etag
 */
const matches = (ifNoneMatch, etag) => ifNoneMatch?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag) ?? false;

/** @param {import('node:http').ServerResponse} response */
function setCommonHeaders(response) {
  response.setHeader('content-security-policy', contentSecurityPolicy);
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'no-referrer');
}

/**
 * @param {import('node:http').ServerResponse} response
 * @param {number} status
 * @param {string} message
 */
function refuse(response, status, message, type = 'text/plain') {
  setCommonHeaders(response);
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' });
  response.end(`${message}\n`);
}

await runAsCommand(import.meta.url, async (args) => {
  const usage = 'node scripts/serve.mjs [--port N] [--host ADDRESS]';
  const { values } = parseArguments(args, { port: { type: 'string' }, host: { type: 'string' } }, { usage });
  const port = wholeNumber(values.port, 'port', { min: 0, max: 65_535, fallback: DEFAULT_PORT });
  const { url } = await serve({ root: distDir, dataRoot: dataDir, port, ...(values.host && { host: values.host }) });
  console.log(url);
});
