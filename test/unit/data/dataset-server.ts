/** A real HTTP server with a small dataset, whose files can be made to fail in the ways servers and networks do. */
import { createHash } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

/** Answers one request for a file instead of the server. */
export type Fault = (response: ServerResponse, content: Buffer) => void;

export interface DatasetServer {
  readonly baseUrl: string;
  /** Content of each file by its path, such as `tiny/manifest.json`; change it to change what is served. */
  readonly files: Map<string, Buffer>;
  /** File names asked for, in order. */
  readonly requests: string[];
  /** Requests in progress, and the most there ever were. */
  readonly open: { now: number; most: number };
  /** Answers the next `times` requests for a file by a fault. */
  fail(file: string, fault: Fault, times?: number): void;
  /** Holds every answer for a file back until the returned function is called. */
  hold(file: string): () => void;
  close(): Promise<void>;
}

export async function serveDatasets(files: Map<string, Buffer>): Promise<DatasetServer> {
  const requests: string[] = [];
  const open = { now: 0, most: 0 };
  const faults = new Map<string, Fault[]>();
  const held = new Map<string, Promise<unknown>>();
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '').slice('/data/'.length);
    const file = path.split('/').at(-1) ?? '';
    requests.push(file);
    open.now += 1;
    open.most = Math.max(open.most, open.now);
    response.on('close', () => {
      open.now -= 1;
    });
    await held.get(file);
    const content = files.get(path);
    const fault = faults.get(file)?.shift();
    if (fault && content) fault(response, content);
    else if (content) response.end(content);
    else response.writeHead(404).end();
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/data/`,
    files,
    requests,
    open,
    fail(file, fault, times = 1) {
      faults.set(
        file,
        Array.from({ length: times }, () => fault),
      );
    },
    hold(file) {
      const gate = new EventEmitter();
      held.set(file, once(gate, 'open'));
      return () => {
        held.delete(file);
        gate.emit('open');
      };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export const faults = {
  status:
    (status: number): Fault =>
    (response) =>
      response.writeHead(status).end(),
  /** What hosts of single-page applications answer for an address they do not know. */
  startPage: ((response) => response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<!doctype html>')) as Fault,
  truncated: ((response, content) => response.end(content.subarray(0, content.length - 3))) as Fault,
  damaged: ((response, content) => {
    const damaged = Buffer.from(content);
    damaged[12] = (damaged[12] ?? 0) ^ 0x10;
    response.end(damaged);
  }) as Fault,
  longer: ((response, content) => response.end(Buffer.concat([content, Buffer.alloc(1)]))) as Fault,
  /** Announces the whole file, sends half and cuts the connection. */
  reset: ((response, content) => {
    response.writeHead(200, { 'content-length': content.length });
    response.write(content.subarray(0, content.length >> 1), () => response.destroy());
  }) as Fault,
  /** Sends half of the file, and then nothing, with the connection open. */
  silent: ((response, content) => {
    response.writeHead(200, { 'content-length': content.length });
    response.write(content.subarray(0, content.length >> 1));
  }) as Fault,
};

export const tinyShape = [3, 4, 2] as const;
const imageBytes = 24;
const perShard = 5;

/** Pixel `position` of image `index` of the tiny dataset; no two images of a split are alike. */
export const tinyPixel = (split: string, index: number, position: number): number =>
  (index * 31 + position * 7 + (split === 'test' ? 101 : 0)) % 256;
export const tinyLabel = (index: number): number => (index * index + 1) % 3;

/** A dataset of 18 training images in four shards and 7 test images in two. */
export function tinyDataset(): { files: Map<string, Buffer>; manifest: TinyManifest } {
  const files = new Map<string, Buffer>();
  const shard = (file: string, raw: Uint8Array, count: number): TinyShard => {
    const content = gzipSync(raw);
    files.set(`tiny/${file}`, content);
    return { file, count, bytes: content.length, rawBytes: raw.length, sha256: sha256(content) };
  };
  const split = (name: 'train' | 'test', count: number): TinySplit => ({
    count,
    images: Array.from({ length: Math.ceil(count / perShard) }, (_, i) => {
      const start = i * perShard;
      const images = Math.min(perShard, count - start);
      const raw = Uint8Array.from({ length: images * imageBytes }, (__, at) =>
        tinyPixel(name, start + Math.floor(at / imageBytes), at % imageBytes),
      );
      return shard(`${name}-images-00${i}.bin`, raw, images);
    }),
    labels: [
      shard(
        `${name}-labels-000.bin`,
        Uint8Array.from({ length: count }, (_, i) => tinyLabel(i)),
        count,
      ),
    ],
  });
  const manifest: TinyManifest = {
    format: 'parsimony/dataset',
    version: 1,
    name: 'tiny',
    title: 'Tiny',
    shape: [...tinyShape],
    classes: ['a', 'b', 'c'],
    normalisation: { mean: [0.5, 0.4], std: [0.2, 0.3] },
    source: { title: 'made by the test', url: '', package: '', integrity: '' },
    licence: 'MIT',
    credit: 'the test',
    splits: { train: split('train', 18), test: split('test', 7) },
  };
  setManifest(files, manifest);
  return { files, manifest };
}

export function setManifest(files: Map<string, Buffer>, manifest: unknown): void {
  files.set('tiny/manifest.json', Buffer.from(JSON.stringify(manifest)));
}

export const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

export interface TinyShard {
  file: string;
  count: number;
  bytes: number;
  rawBytes: number;
  sha256: string;
}
interface TinySplit {
  count: number;
  images: TinyShard[];
  labels: TinyShard[];
}
export interface TinyManifest {
  [field: string]: unknown;
  shape: number[];
  normalisation: { mean: number[]; std: number[] };
  splits: { train: TinySplit; test: TinySplit };
}
