/** Computes in Node, and writes what came out as JSON. Run from the root of the project. */
import { readFile } from 'node:fs/promises';
import { compute } from './computed.ts';

const distribution = 'node_modules/@tensorflow/tfjs-backend-wasm/dist/';

const computed = await compute(
  {
    tfjsWasm: {
      'tfjs-backend-wasm.wasm': `${distribution}tfjs-backend-wasm.wasm`,
      'tfjs-backend-wasm-simd.wasm': `${distribution}tfjs-backend-wasm-simd.wasm`,
    },
    kernels: () => readFile('src/nn/kernels/wasm/build/kernels.wasm'),
  },
  async (name) => new Uint8Array(await readFile(`src/coding/${name}/${name}.wasm`)),
);
process.stdout.write(JSON.stringify(computed));
