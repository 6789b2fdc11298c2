/** Starting tfjs backends and serving the prepared data sets in Node. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, normalize } from 'node:path';
import type { BackendAssets } from '../../../src/nn/backend.ts';

const distribution = join(import.meta.dirname, '../../../node_modules/@tensorflow/tfjs-backend-wasm/dist/');

export const nodeAssets: BackendAssets = {
  tfjsWasm: {
    'tfjs-backend-wasm.wasm': `${distribution}tfjs-backend-wasm.wasm`,
    'tfjs-backend-wasm-simd.wasm': `${distribution}tfjs-backend-wasm-simd.wasm`,
  },
  kernels: () => readFile(join(import.meta.dirname, '../../../src/nn/kernels/wasm/build/kernels.wasm')),
};

export interface DataServer {
  /** Folder of the data sets, ending in a slash. */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves public/data, as a static host would. */
export async function serveData(): Promise<DataServer> {
  const root = join(import.meta.dirname, '../../../public/data');
  const server = createServer((request, response) => {
    readFile(join(root, normalize(decodeURIComponent((request.url ?? '/').split('?')[0])))).then(
      (body) => response.end(body),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
