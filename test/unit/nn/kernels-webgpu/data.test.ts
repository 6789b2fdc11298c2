import { beforeAll, describe, expect, test } from 'vitest';
import { normalisationTable, normalisePixels } from '../../../../src/data/normalise.ts';
import { DeviceDataset } from '../../../../src/nn/kernels/webgpu/dataset.ts';
import type { Dispatcher } from '../../../../src/nn/kernels/webgpu/dispatcher.ts';
import { dropout } from '../../../../src/nn/kernels/webgpu/dropout.ts';
import { DeviceMemoryError } from '../../../../src/nn/kernels/memory-error.ts';
import { StepBuffer } from '../../../../src/nn/kernels/webgpu/step-buffer.ts';
import * as tf from '../../../../src/nn/tf.ts';
import { bits, gpuTest, numbers, onDevice, startWithKernels, tensor } from './setup.ts';

let dispatcher: Dispatcher;
let step: StepBuffer;
beforeAll(async () => {
  dispatcher = await startWithKernels();
  if (dispatcher) step = new StepBuffer(dispatcher);
});

describe('DeviceDataset', () => {
  // 3 channels and 15 bytes an image: rows that are no whole words, channels that do not divide a word.
  const [count, features] = [11, 15];
  const table = normalisationTable({ mean: [0.49, 0.48, 0.45], std: [0.25, 0.24, 0.26] });
  const pixels = Uint8Array.from({ length: count * features }, (_, i) => (i * 37) % 256);
  const classes = Uint8Array.from({ length: count }, (_, i) => (i * 3) % 10);

  const expected = (images: readonly number[]): { images: Float32Array; labels: number[] } => {
    const values = new Float32Array(images.length * features);
    images.forEach((image, i) => normalisePixels(pixels.subarray(image * features, (image + 1) * features), table, values, i * features));
    return { images: values, labels: images.map((image) => classes[image]) };
  };

  async function gathered(dataset: DeviceDataset, first: number, size: number): Promise<{ images: Float32Array; labels: number[] }> {
    step.write({ first });
    const [images, labels] = await onDevice(() => Object.values(dataset.gather(step, size)) as tf.Tensor[]);
    return { images, labels: Array.from(labels) };
  }

  gpuTest('gives the bits that normalisation on the host gives, in file order and in another, round the end', async () => {
    const dataset = await DeviceDataset.create(dispatcher, { count, features, table });
    dataset.write(0, pixels.subarray(0, 4 * features), classes.subarray(0, 4));
    dataset.write(4, pixels.subarray(4 * features), classes.subarray(4));
    for (const [first, size] of [
      [0, 4],
      [7, 4],
      [9, 5],
    ] as const) {
      const images = Array.from({ length: size }, (_, i) => (first + i) % count);
      const batch = await gathered(dataset, first, size);
      expect(bits(batch.images)).toEqual(bits(expected(images).images));
      expect(batch.labels).toEqual(expected(images).labels);
    }
    const order = Uint32Array.from({ length: count }, (_, i) => (i * 4 + 1) % count);
    dataset.reorder(order);
    expect(await gathered(dataset, 3, 5)).toEqual(expected(Array.from(order.subarray(3, 8))));
    dataset.dispose();
  });

  gpuTest('gives every byte its value with one channel and whole words', async () => {
    const one = normalisationTable({ mean: [0.1307], std: [0.3081] });
    const dataset = await DeviceDataset.create(dispatcher, { count: 1, features: 256, table: one });
    dataset.write(
      0,
      Uint8Array.from({ length: 256 }, (_, i) => i),
      Uint8Array.of(7),
    );
    expect(await gathered(dataset, 0, 1)).toEqual({ images: one, labels: [7] });
    dataset.dispose();
  });

  gpuTest('refuses what does not fit', async () => {
    const dataset = await DeviceDataset.create(dispatcher, { count, features, table });
    expect(() => dataset.write(9, pixels.subarray(0, 3 * features), classes.subarray(0, 3))).toThrow(
      /image 9 on do not fit into 11 images/,
    );
    expect(() => dataset.write(0, pixels.subarray(0, features), classes.subarray(0, 2))).toThrow(RangeError);
    expect(() => dataset.reorder(new Uint32Array(3))).toThrow(/order of 3 images for a dataset of 11/);
    dataset.dispose();
    const tooLarge = DeviceDataset.create(dispatcher, { count: 2 ** 31, features: 3072, table });
    await expect(tooLarge).rejects.toThrow(DeviceMemoryError);
    await expect(tooLarge).rejects.toThrow(/send batches from the host/);
  });
});

/** Philox4x32-10 (Salmon, Moraes, Dror, Shaw, SC 2011), with 64-bit products as BigInt. */
function philox(counter: readonly number[], key: readonly number[]): number[] {
  let [a, b, c, d] = counter;
  let [k, l] = key;
  const product = (x: number, y: number): [number, number] => {
    const both = BigInt(x) * BigInt(y);
    return [Number(both >> 32n), Number(both & 0xffffffffn)];
  };
  for (let round = 0; round < 10; round++) {
    const [high0, low0] = product(0xd2511f53, a);
    const [high1, low1] = product(0xcd9e8d57, c);
    [a, b, c, d] = [(high1 ^ b ^ k) >>> 0, low1, (high0 ^ d ^ l) >>> 0, low0];
    k = (k + 0x9e3779b9) >>> 0;
    l = (l + 0xbb67ae85) >>> 0;
  }
  return [a, b, c, d];
}

test('the reference of the generator gives the known answers of Random123 (kat_vectors, philox4x32 10)', () => {
  const ones = 0xffffffff;
  expect(philox([0, 0, 0, 0], [0, 0])).toEqual([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
  expect(philox([ones, ones, ones, ones], [ones, ones])).toEqual([0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]);
  expect(philox([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0])).toEqual([
    0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1,
  ]);
});

describe('dropout', () => {
  const size = 1030; // No multiple of 4 or of a workgroup.
  const x = numbers(size, 1);

  gpuTest.each([
    [0.5, 0, 0, 1],
    [0.1, 4294967295, 3, 70_000],
  ])('rate %f, key (%i, %i), step %i: keeps what the generator says', async (rate, key0, key1, at) => {
    step.write({ step: at });
    const [actual] = await onDevice(() => dropout(dispatcher, step, tf.tensor1d(x), { rate, key: [key0, key1] }));
    const expected = x.map((value, i) =>
      philox([Math.floor(i / 4), at, 0, 0], [key0, key1])[i % 4] >= rate * 2 ** 32 ? value * Math.fround(1 / (1 - rate)) : 0,
    );
    expect(actual).toEqual(expected);
  });

  gpuTest('drops about the share it is told, other values at another step and with another key', async () => {
    const kept = async (at: number, key0: number, key1: number): Promise<string> => {
      step.write({ step: at });
      const [values] = await onDevice(() => dropout(dispatcher, step, tf.ones([4000]), { rate: 0.25, key: [key0, key1] }));
      const dropped = values.filter((value) => value === 0).length;
      // 4,000 draws at 1/4: mean 1,000, standard deviation 27.
      expect(Math.abs(dropped - 1000)).toBeLessThan(5 * 27.4);
      return values.join();
    };
    const all = [await kept(1, 5, 0), await kept(2, 5, 0), await kept(1, 5, 1), await kept(1, 6, 0)];
    expect(new Set(all).size).toBe(4);
    expect(await kept(1, 5, 0)).toBe(all[0]);
  });

  gpuTest('the gradient passes where the value was kept', async () => {
    step.write({ step: 3 });
    const options = { rate: 0.4, key: [1, 2] as const };
    const [value, gradient] = await onDevice(() => {
      const { value: y, grad } = tf.valueAndGrad((given: tf.Tensor) => dropout(dispatcher, step, given, options))(
        tf.ones([50, 3]),
        tensor([50, 3], 9),
      );
      return [y, grad];
    });
    expect(gradient).toEqual(numbers(150, 9).map((dy, i) => (value[i] === 0 ? 0 : dy * value[i])));
  });

  gpuTest('rate 0 changes nothing, rate 1 is refused', async () => {
    const [same] = await onDevice(() => dropout(dispatcher, step, tf.tensor1d(x), { rate: 0, key: [1, 1] }));
    expect(same).toEqual(x);
    expect(() => dropout(dispatcher, step, tf.ones([2]), { rate: 1, key: [1, 1] })).toThrow(RangeError);
  });
});
