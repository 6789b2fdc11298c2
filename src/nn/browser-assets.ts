/** Where the WebAssembly files are in a browser: addresses that Vite gives them. */
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import type { BackendAssets } from './backend.ts';

export const browserAssets: BackendAssets = {
  tfjsWasm: { 'tfjs-backend-wasm.wasm': plain, 'tfjs-backend-wasm-simd.wasm': simd },
};
