import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serve } from '../../../scripts/serve.mjs';

let folder: string;
let server: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'serve-'));
  await mkdir(join(folder, 'dist', 'assets'), { recursive: true });
  await mkdir(join(folder, 'dist', 'data', 'old'), { recursive: true });
  await mkdir(join(folder, 'data', 'mnist'), { recursive: true });
  await mkdir(join(folder, 'data', 'old'), { recursive: true });
  const files = {
    'secret.txt': 'outside',
    'dist/index.html': '<!doctype html>',
    'dist/.sources': 'hidden',
    'dist/empty.txt': '',
    'dist/with space.txt': 'spaced',
    'dist/assets/lab-abc123.js': 'export {};',
    'dist/assets/kernels-abc123.wasm': '\0asm',
    'dist/data/old/manifest.json': '"from the build"',
    'dist/data/old/only-built.bin': 'built',
    'data/old/manifest.json': '"prepared later"',
    'data/mnist/manifest.json': '{}',
    'data/mnist/train.bin': 'shard',
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  server = await serve({ root: join(folder, 'dist'), dataRoot: join(folder, 'data'), port: 0 });
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

/** The answer to a path sent as it is; fetch() would tidy it up first. */
function raw(path: string, method = 'GET'): Promise<string> {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () => {
      socket.write(`${method} ${path} HTTP/1.1\r\nHost: ${hostname}\r\nConnection: close\r\n\r\n`);
    });
    socket.setEncoding('utf8').on('data', (text) => (answer += text));
    socket.on('error', reject).on('close', () => resolve(answer));
  });
}

test.each([
  ['', 'text/html; charset=utf-8', 'no-cache'],
  ['index.html?x=1', 'text/html; charset=utf-8', 'no-cache'],
  ['assets/lab-abc123.js', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
  ['assets/kernels-abc123.wasm', 'application/wasm', 'public, max-age=31536000, immutable'],
  ['data/mnist/manifest.json', 'application/json; charset=utf-8', 'no-cache'],
  ['data/mnist/train.bin', 'application/octet-stream', 'no-cache'],
  ['with%20space.txt', 'text/plain; charset=utf-8', 'no-cache'],
])('/%s is %s, %s', async (path, type, caching) => {
  const response = await fetch(server.url + path);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe(type);
  expect(response.headers.get('cache-control')).toBe(caching);
});

test('every answer carries a policy that lets no text run as code', async () => {
  for (const path of ['', 'assets/lab-abc123.js', 'data/mnist/train.bin', 'missing.html']) {
    const { headers } = await fetch(server.url + path);
    const policy = headers.get('content-security-policy') ?? '';
    const scripts = policy.split('; ').find((directive) => directive.startsWith('script-src '));
    expect(scripts, path).toBe("script-src 'self' 'wasm-unsafe-eval'");
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toContain("'unsafe-eval'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  }
});

test('data prepared after the build comes first, the rest from the build', async () => {
  expect(await (await fetch(`${server.url}data/old/manifest.json`)).text()).toBe('"prepared later"');
  expect(await (await fetch(`${server.url}data/old/only-built.bin`)).text()).toBe('built');
});

test.each([
  '/../secret.txt',
  '/assets/../../secret.txt',
  '/%2e%2e/secret.txt',
  '/..%2fsecret.txt',
  '/..%5csecret.txt',
  '/data/../../secret.txt',
  '/data/%2e%2e%2fsecret.txt',
  '//secret.txt',
  '/./index.html',
  '/.sources',
  '/assets/',
  '/assets',
  '/C:/secret.txt',
  '/index.html%00.js',
  '/%zz',
  'http://elsewhere.invalid/index.html',
])('%s is not there', async (path) => {
  const answer = await raw(path);
  expect(answer).toMatch(/^HTTP\/1\.1 404 /);
  expect(answer).not.toContain('outside');
});

test('an unchanged file is not sent twice', async () => {
  const url = `${server.url}data/mnist/train.bin`;
  const first = await fetch(url);
  const etag = first.headers.get('etag') ?? '';
  expect(await first.text()).toBe('shard');
  expect((await fetch(url, { headers: { 'if-none-match': `"other", W/${etag}` } })).status).toBe(304);
  await writeFile(join(folder, 'data', 'mnist', 'train.bin'), 'longer shard');
  const changed = await fetch(url, { headers: { 'if-none-match': etag } });
  expect([changed.status, await changed.text()]).toEqual([200, 'longer shard']);
});

test('HEAD has the headers only, empty files are files, and nothing can be written', async () => {
  const head = await raw('/assets/lab-abc123.js', 'HEAD');
  expect(head).toMatch(/^HTTP\/1\.1 200 [^]*content-length: 10\r\n[^]*\r\n\r\n$/i);
  expect(await (await fetch(`${server.url}empty.txt`)).text()).toBe('');
  for (const method of ['POST', 'PUT', 'DELETE']) {
    const response = await fetch(server.url, { method });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  }
});

test('a folder under which it serves', async () => {
  const below = await serve({ root: join(folder, 'dist'), port: 0, basePath: '/some/folder/' });
  try {
    expect(below.url).toMatch(/\/some\/folder\/$/);
    expect((await fetch(below.url)).status).toBe(200);
    expect((await fetch(new URL('/index.html', below.url))).status).toBe(404);
  } finally {
    await below.close();
  }
});

test('a taken port is named, or the next one is used', async () => {
  const root = join(folder, 'dist');
  const port = Number(new URL(server.url).port);
  await expect(serve({ root, port })).rejects.toThrow(`Port ${port} is taken`);
  const next = await serve({ root, port, nextFreePort: true });
  expect(Number(new URL(next.url).port)).toBeGreaterThan(port);
  await next.close();
});
