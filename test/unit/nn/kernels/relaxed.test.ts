import { setFlagsFromString } from 'node:v8';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildKernels } from '../../../../scripts/kernels.mjs';
import { startBackend, type BackendAssets } from '../../../../src/nn/backend.ts';
import { currentKernels } from '../../../../src/nn/kernels/wasm/module.ts';
import * as tf from '../../../../src/nn/tf.ts';
import { nodeAssets } from '../../support/backends.ts';
import { bits, largestDifference, tensor } from './setup.ts';

/** `read` counts how often the relaxed build was asked for. */
const read = { relaxed: 0 };
let relaxedBytes: Uint8Array<ArrayBuffer>;
const assets: BackendAssets = {
  ...nodeAssets,
  relaxedKernels: () => {
    read.relaxed++;
    return Promise.resolve(relaxedBytes);
  },
};

beforeAll(async () => {
  relaxedBytes = (await buildKernels()).relaxed.bytes;
});

const product = (): tf.Tensor => tf.matMul(tensor([50, 300], 1), tensor([300, 37], 2));
const device = async (choice: 'wasm' | 'wasm-relaxed'): Promise<string> => (await startBackend(choice, 0, assets)).device;

describe('relaxed kernels', () => {
  it('are off unless asked for, and then not even read', async () => {
    expect((await startBackend('wasm', 0, assets)).device).toBe('WebAssembly SIMD');
    expect(currentKernels().build).toBe('plain');
    expect(read.relaxed).toBe(0);
  });

  // Node 20 has relaxed SIMD behind a flag, newer ones and Chromium from 114 on without.
  it('give way to the plain ones where the engine does not know them, with a word about it', async () => {
    if (WebAssembly.validate(relaxedBytes)) return;
    const backend = await startBackend('wasm-relaxed', 0, assets);
    expect([backend.device, currentKernels().build]).toEqual(['WebAssembly SIMD', 'plain']);
    expect(backend.reason).toMatch(/no relaxed SIMD here/);
  });

  describe('where the engine knows them', () => {
    beforeAll(() => setFlagsFromString('--experimental-wasm-relaxed-simd'));
    afterAll(() => setFlagsFromString('--no-experimental-wasm-relaxed-simd'));

    it('run when asked for, agree with the plain ones to float32 rounding, and go again when not', async () => {
      await device('wasm');
      const plain = product();
      expect(await device('wasm-relaxed')).toBe('WebAssembly relaxed SIMD');
      expect(currentKernels().build).toBe('relaxed');
      const relaxed = product();
      // 300 additions, each rounded to 2^-24 of a sum of about 10, at random: some 17 times 10 times 2^-24.
      expect(largestDifference(relaxed.dataSync(), plain.dataSync())).toBeLessThan(300 * 2 ** -24);
      expect(await device('wasm')).toBe('WebAssembly SIMD');
      expect(currentKernels().build).toBe('plain');
      expect(bits(product())).toEqual(bits(plain));
    });
  });
});
