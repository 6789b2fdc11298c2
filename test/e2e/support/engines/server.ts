/** Serves the built lab with one page more, which runs studies and sends back what came out. */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { distDir } from '../../../../scripts/lib/paths.mjs';
import type { JobRecord } from '../../../../src/study/records.ts';
import type { Study } from '../../../../src/study/schema.ts';
import type { Computed } from './computed.ts';

export interface Outcome {
  readonly records: readonly (readonly JobRecord[])[];
  readonly computed: Computed;
}

export interface EngineServer {
  /** Address of the page. */
  readonly url: string;
  /** What the next page sends. @throws what went wrong on it */
  outcome(): Promise<Outcome>;
  close(): Promise<void>;
}

/**
 * @param labUrl where the built lab is served, with data sets
 * @param scripts folder of the page's own scripts
 */
export async function serveEngines(labUrl: string, scripts: string, studies: readonly Study[]): Promise<EngineServer> {
  const { promise, resolve, reject } = deferred();
  let waiting = { resolve, reject };
  let next = promise;
  const page = (await readFile(join(distDir, 'headless.html'), 'utf8')).replace(
    '</body>',
    '<script type="module" src="./engines/page.js"></script></body>',
  );

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname.slice(1);
    if (path === 'engines.html') return void response.setHeader('content-type', 'text/html; charset=utf-8').end(page);
    if (path === 'studies.json') return void response.setHeader('content-type', 'application/json').end(JSON.stringify(studies));
    if (path === 'outcome') {
      const sent = JSON.parse(await text(request)) as Outcome | { readonly failed: string };
      if ('failed' in sent) waiting.reject(new Error(sent.failed));
      else waiting.resolve(sent);
      return void response.end();
    }
    const own = path.startsWith('engines/');
    const { body, type } = own ? await ownFile(join(scripts, path.slice('engines/'.length))) : await fromLab(new URL(path, labUrl));
    response.statusCode = body ? 200 : 404;
    response.setHeader('content-type', type).end(body ?? '');
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      waiting.reject(error);
      response.destroy();
    });
  });
  await new Promise<void>((ready) => {
    server.listen(0, '127.0.0.1', ready);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/engines.html`,
    outcome: async () => {
      const outcome = await next;
      const { promise: following, ...others } = deferred();
      [next, waiting] = [following, others];
      return outcome;
    },
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

function deferred() {
  let [resolve, reject] = [(_outcome: Outcome): void => undefined, (_error: unknown): void => undefined];
  const promise = new Promise<Outcome>((onOutcome, onError) => {
    [resolve, reject] = [onOutcome, onError];
  });
  // It matters only to those who wait for it.
  promise.catch(() => undefined);
  return { promise, resolve, reject };
}

interface Found {
  readonly body: Buffer | null;
  readonly type: string;
}

async function ownFile(path: string): Promise<Found> {
  return { body: await readFile(path), type: path.endsWith('.wasm') ? 'application/wasm' : 'text/javascript; charset=utf-8' };
}

async function fromLab(url: URL): Promise<Found> {
  const response = await fetch(url);
  return {
    body: response.ok ? Buffer.from(await response.arrayBuffer()) : null,
    type: response.headers.get('content-type') ?? 'application/octet-stream',
  };
}
