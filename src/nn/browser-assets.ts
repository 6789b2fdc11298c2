/** Where the WebAssembly files are in a browser: addresses that Vite gives them. */
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { BackendError, type BackendAssets } from './backend.ts';
import relaxedKernels from './kernels/wasm/build/kernels-relaxed.wasm?url';
import kernels from './kernels/wasm/build/kernels.wasm?url';

export const browserAssets: BackendAssets = {
  tfjsWasm: { 'tfjs-backend-wasm.wasm': plain, 'tfjs-backend-wasm-simd.wasm': simd },
  kernels: () => read(kernels),
  relaxedKernels: () => read(relaxedKernels),
};

async function read(address: string): Promise<ArrayBuffer> {
  const response = await fetch(address);
  if (!response.ok) {
    throw new BackendError(
      `The file ${address} could not be read (status ${response.status}). Reload the page; if it stays away, build the lab again.`,
    );
  }
  return response.arrayBuffer();
}
