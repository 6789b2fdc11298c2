/** Where the WebAssembly files are in a browser: addresses that Vite gives them. */
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { BackendError, type BackendAssets } from './backend.ts';
import kernels from './kernels/wasm/build/kernels.wasm?url';

export const browserAssets: BackendAssets = {
  tfjsWasm: { 'tfjs-backend-wasm.wasm': plain, 'tfjs-backend-wasm-simd.wasm': simd },
  kernels: async () => {
    const response = await fetch(kernels);
    if (!response.ok) {
      throw new BackendError(`The file ${kernels} could not be read (status ${response.status}). Reload the page; if it stays away, build the lab again.`);
    }
    return response.arrayBuffer();
  },
};
