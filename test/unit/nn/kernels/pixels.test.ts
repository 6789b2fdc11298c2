import { beforeAll, describe, expect, it } from 'vitest';
import { normalisationTable, type Normalisation } from '../../../../src/data/normalise.ts';
import { currentKernels } from '../../../../src/nn/kernels/wasm/module.ts';
import { normalisedInputs } from '../../../../src/nn/kernels/wasm/pixels.ts';
import * as tf from '../../../../src/nn/tf.ts';
import { bits, startWithKernels } from './setup.ts';

beforeAll(async () => {
  await startWithKernels();
});

const mnist: Normalisation = { mean: [0.1307], std: [0.3081] };
const cifar: Normalisation = { mean: [0.4914, 0.4822, 0.4465], std: [0.247, 0.2435, 0.2616] };

/** What the table, which is tested against numpy, makes of the pixels. */
function expected(pixels: Uint8Array, normalisation: Normalisation): Uint32Array {
  const channels = normalisation.mean.length;
  const table = normalisationTable(normalisation);
  return new Uint32Array(Float32Array.from(pixels, (pixel, i) => table[256 * (i % channels) + pixel]).buffer);
}

describe('normalisedInputs', () => {
  it.each([
    ['one channel', mnist],
    ['three channels', cifar],
    ['two channels', { mean: [0.5, 0.1], std: [0.3, 1] }],
  ])('gives the bits of the table for all 256 values, with %s', (_name, normalisation) => {
    const channels = normalisation.mean.length;
    const pixels = Uint8Array.from({ length: 256 * channels }, (_, i) => Math.floor(i / channels));
    expect(bits(normalisedInputs(pixels, normalisation, [channels, 256]))).toEqual(expected(pixels, normalisation));
  });

  it('handles sizes that fill no vector, and leaves its neighbours alone', () => {
    for (const pixelCount of [1, 2, 3, 5, 7, 49, 272]) {
      for (const normalisation of [mnist, cifar]) {
        const size = pixelCount * normalisation.mean.length;
        const pixels = Uint8Array.from({ length: size }, (_, i) => (37 * i + 11) % 256);
        const before = tf.ones([3]);
        const inputs = normalisedInputs(pixels, normalisation, [1, size]);
        const after = tf.ones([3]);
        expect(bits(inputs)).toEqual(expected(pixels, normalisation));
        for (const neighbour of [before, after]) expect(Array.from(neighbour.dataSync())).toEqual([1, 1, 1]);
      }
    }
  });

  it('keeps neither tensors nor heap', () => {
    const pixels = new Uint8Array(100 * 784);
    const make = (): void => normalisedInputs(pixels, mnist, [100, 784]).dispose();
    make();
    const state = () => ({ ...tf.memory(), heap: currentKernels().heap.memory.buffer.byteLength });
    const before = state();
    for (let i = 0; i < 100; i++) make();
    expect(state()).toEqual(before);
  });

  it('says which sizes do not fit', () => {
    expect(() => normalisedInputs(new Uint8Array(6), mnist, [2, 4])).toThrow(/6 bytes.*\[2, 4\]/s);
    expect(() => normalisedInputs(new Uint8Array(8), cifar, [2, 4])).toThrow(/8 bytes with 3 means/);
  });
});
