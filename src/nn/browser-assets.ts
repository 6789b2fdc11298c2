/** Where the WebAssembly files are in a browser: addresses that Vite gives them. */
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { readBuildFile } from '../data/build-file.ts';
import { messageOf } from '../data/message-of.ts';
import { BackendError, type BackendAssets } from './backend.ts';
import relaxedKernels from './kernels/wasm/build/kernels-relaxed.wasm?url';
import kernels from './kernels/wasm/build/kernels.wasm?url';

export const browserAssets: BackendAssets = {
  tfjsWasm: { 'tfjs-backend-wasm.wasm': plain, 'tfjs-backend-wasm-simd.wasm': simd },
  unreadable: () => firstUnreadable([simd, plain]),
  kernels: () => read(kernels),
  relaxedKernels: () => read(relaxedKernels),
};

const read = (address: string): Promise<ArrayBuffer> => readBuildFile(address, { failure: (message) => new BackendError(message) });

async function firstUnreadable(addresses: readonly string[]): Promise<string | null> {
  for (const address of addresses) {
    try {
      const { ok, status, headers } = await fetch(address, { method: 'HEAD' });
      if (!ok) return `the file ${address} could not be read (status ${status}).`;
      if (headers.get('Content-Type')?.startsWith('text/html')) return `the server has a web page in place of the file ${address}.`;
    } catch (error) {
      return `the file ${address} could not be read (${messageOf(error)}).`;
    }
  }
  return null;
}
