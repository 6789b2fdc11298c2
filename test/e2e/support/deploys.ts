/** A static host on which versions of the lab are published one after another, and which may answer otherwise than it should. */
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { distDir } from '../../../scripts/lib/paths.mjs';

const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm' };

export interface Host {
  readonly url: string;
  /** Publishes the next version: files with other names and contents; those of the last are gone. */
  deploy(): void;
  /** Files below assets/ that begin so are answered with the page of the lab, as hosts of single-page applications do. */
  answerWithPage: string;
  readonly end: () => void;
}

/** It has no data sets. */
export async function hostOfDeploys(): Promise<Host> {
  const folder = mkdtempSync(join(tmpdir(), 'parsimony-deploys-'));
  const published = (version: number): string => join(folder, `${version}`);
  cpSync(distDir, published(1), { recursive: true, filter: (path) => path !== join(distDir, 'data') });
  let version = 1;
  const server = createServer((request, response) => {
    const path = new URL(request.url!, 'http://localhost/').pathname.slice(1) || 'index.html';
    // Asked for again at every visit, as on hosts that send no date of expiry.
    const headers = { 'cache-control': 'no-cache' };
    const isSwapped = host.answerWithPage !== '' && path.startsWith(`assets/${host.answerWithPage}`);
    try {
      const file = isSwapped ? 'index.html' : path;
      const body = readFileSync(join(published(version), file));
      response.writeHead(200, { ...headers, 'content-type': types[extname(file)] ?? 'application/octet-stream' }).end(body);
    } catch {
      response.writeHead(404, headers).end('nothing here');
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const host: Host = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    answerWithPage: '',
    deploy() {
      cpSync(published(version), published(version + 1), { recursive: true });
      version += 1;
      renameAll(published(version), version);
    },
    end() {
      server.close();
      server.closeAllConnections();
      rmSync(folder, { recursive: true });
    },
  };
  return host;
}

/** As after a change of every file: other contents, other names, and a service worker that knows them. */
function renameAll(folder: string, version: number): void {
  const assets = readdirSync(join(folder, 'assets')).filter((name) => /\.(?:js|css|wasm)$/.test(name));
  const renamed = assets.map((name) => [name, name.replace(/\.(?=\w+$)/, `v${version}.`)]);
  const withNewNames = (text: string): string => renamed.reduce((changed, [from, to]) => changed.replaceAll(from, to), text);
  const digests: [string, string][] = [];
  const rewrite = (from: string, to: string): void => {
    const before = readFileSync(join(folder, from));
    const isText = /\.(?:js|html)$/.test(from);
    const comment = from.endsWith('.js') ? `\n// Version ${version}` : '';
    writeFileSync(join(folder, from), isText ? withNewNames(before.toString()) + comment : before);
    renameSync(join(folder, from), join(folder, to));
    digests.push([sha256(before), sha256(readFileSync(join(folder, to)))]);
  };
  for (const [from, to] of renamed) rewrite(join('assets', from), join('assets', to));
  for (const page of ['index.html', 'headless.html']) rewrite(page, page);
  const worker = readFileSync(join(folder, 'offline.js'), 'utf8');
  writeFileSync(
    join(folder, 'offline.js'),
    digests.reduce((changed, [from, to]) => changed.replaceAll(from, to), withNewNames(worker)),
  );
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
