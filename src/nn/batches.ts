/** Batches as the training loop takes them, on the device. */
import { stream } from '../math/random.ts';
import { batchCount, batchRange } from '../data/batches.ts';
import type { Dataset } from '../data/dataset.ts';
import type { SplitName } from '../data/storage.ts';
import { normalisationTable, normalisePixels } from '../data/normalise.ts';
import type { DeviceDataset } from './kernels/webgpu/dataset.ts';
import type { Batch, BatchSource, DeviceBatches } from './batch.ts';
import { deviceImages, deviceRows } from './device-batches.ts';
import { findKernels } from './kernels/wasm/module.ts';
import { normalisedInputs } from './kernels/wasm/pixels.ts';
import type { Dispatcher } from './kernels/webgpu/dispatcher.ts';
import * as tf from './tf.ts';
import { elementCount } from '../math/element-count.ts';

export type { Batch, BatchSource } from './batch.ts';

export interface ImageSource extends BatchSource {
  readonly features: number;
  readonly classes: number;
}

/** Batches of a split in file order, never shuffled. */
export function fileOrder(dataset: Dataset, split: SplitName, batchSize: number): ImageSource {
  const source = imageSource(dataset, dataset.splits[split].count, batchSize);
  return {
    ...source,
    async batch(index) {
      const range = batchRange(source.samples, batchSize, index);
      const stored = await dataset.splits[split].batch(range.start, range.count);
      return source.toBatch(stored.images, new Int32Array(stored.labels));
    },
    onDevice(device) {
      const there = new Set<number>();
      const fill = async (target: DeviceDataset, index: number): Promise<void> => {
        if (there.has(index)) return;
        const { start, count } = batchRange(source.samples, batchSize, index);
        const stored = await dataset.splits[split].batch(start, count);
        target.write(start, stored.images, stored.labels);
        there.add(index);
      };
      return deviceImages(device, { ...source.stored, batchSize, fill });
    },
  };
}

export interface SelectionOptions {
  /** Which images of the split, in the order of a pass. */
  readonly indices: ArrayLike<number>;
  readonly batchSize: number;
  /** Every pass in a new order from this seed; in the order of `indices` without it. */
  readonly shuffleSeed?: number | undefined;
}

/** Batches of chosen images of a split, once the whole split is there. */
export function selection(dataset: Dataset, split: SplitName, { indices, batchSize, shuffleSeed }: SelectionOptions): ImageSource {
  const { length } = indices;
  const source = imageSource(dataset, length, batchSize);
  const { features } = source;
  const orderOf = passOrders(length, shuffleSeed);
  /** `count` images from place `start` of an order, or of the indices as they are. */
  const chosen = async (start: number, count: number, order: Uint32Array | null): Promise<{ images: Uint8Array; labels: Uint8Array }> => {
    const stored = await dataset.splits[split].batch(0, dataset.splits[split].count);
    const images = new Uint8Array(count * features);
    const labels = new Uint8Array(count);
    for (let i = 0; i < count; i++) {
      const image = indices[order ? order[start + i] : start + i];
      images.set(stored.images.subarray(image * features, (image + 1) * features), i * features);
      labels[i] = stored.labels[image];
    }
    return { images, labels };
  };
  return {
    ...source,
    async batch(index, pass) {
      const { start, count } = batchRange(length, batchSize, index);
      const { images, labels } = await chosen(start, count, orderOf(pass));
      return source.toBatch(images, new Int32Array(labels));
    },
    onDevice(device) {
      let ordered: number | null = null;
      const fill = async (target: DeviceDataset, _index: number, pass: number): Promise<void> => {
        if (ordered === null) {
          for (let start = 0; start < length; start += WRITTEN_AT_ONCE) {
            const { images, labels } = await chosen(start, Math.min(WRITTEN_AT_ONCE, length - start), null);
            target.write(start, images, labels);
          }
        }
        if (ordered !== pass && shuffleSeed !== undefined) target.reorder(orderOf(pass) as Uint32Array<ArrayBuffer>);
        ordered = pass;
      };
      return deviceImages(device, { ...source.stored, batchSize, fill });
    },
  };
}

/** Images in one write to the device: some 3 MB of digits. */
const WRITTEN_AT_ONCE = 4096;

/** Splits 0 … count − 1 at random into sets of the given sizes; what is left over belongs to none. */
export function randomSplit<Sizes extends readonly number[]>(
  seed: number,
  count: number,
  sizes: Sizes,
): { [K in keyof Sizes]: Uint32Array } {
  const wanted = sizes.reduce((sum, size) => sum + size, 0);
  if (wanted > count) throw new RangeError(`Sets of ${sizes.join(' + ')} samples need ${wanted}, but there are ${count}.`);
  const order = stream(seed, 'data/split').permutation(count);
  let start = 0;
  return sizes.map((size) => order.slice(start, (start += size))) as { [K in keyof Sizes]: Uint32Array };
}

/** A small set as plain arrays. */
export interface Arrays {
  /** Row-major, samples × `width`. */
  readonly inputs: Float32Array | Int32Array;
  /** Row-major, samples × `targetWidth`. */
  readonly targets: Float32Array | Int32Array;
  readonly width: number;
  readonly targetWidth: number;
}

/** Batches that stay on the device until the source is disposed of: for sets of a few megabytes. int32 arrays give int32 tensors. */
export class ResidentSource implements BatchSource {
  readonly count: number;
  readonly samples: number;
  readonly predictions: number;
  readonly #batches: readonly Batch[];

  constructor({ inputs, targets, width, targetWidth }: Arrays, batchSize: number) {
    this.samples = inputs.length / width;
    this.predictions = targets.length;
    this.count = batchCount(this.samples, batchSize);
    this.#batches = Array.from({ length: this.count }, (_, index) => {
      const { start, count } = batchRange(this.samples, batchSize, index);
      return {
        inputs: matrix(inputs, start, count, width),
        targets: matrix(targets, start, count, targetWidth),
        size: count,
        predictions: count * targetWidth,
        dispose: () => undefined,
      };
    });
  }

  batch(index: number): Promise<Batch> {
    return Promise.resolve(this.#batches[index]);
  }

  onDevice(device: Dispatcher): Promise<DeviceBatches> {
    return Promise.resolve(deviceRows(device, this.#batches));
  }

  dispose(): void {
    for (const { inputs, targets } of this.#batches) tf.dispose([inputs, targets]);
  }
}

function matrix(values: Float32Array | Int32Array, start: number, rows: number, columns: number): tf.Tensor2D {
  // A copy: tfjs keeps the array that it is given, and a view would keep the whole set.
  const part = values.slice(start * columns, (start + rows) * columns);
  return tf.tensor2d(part, [rows, columns], part instanceof Int32Array ? 'int32' : 'float32');
}

function imageSource({ manifest }: Dataset, samples: number, batchSize: number) {
  const features = elementCount(manifest.shape);
  const table = normalisationTable(manifest.normalisation);
  // On WebAssembly only the bytes are copied: inputs of 512 digits take 0.17 ms at best, in place of 0.65 and garbage to collect.
  const toInputs = (images: Uint8Array, shape: [number, number]): tf.Tensor2D => {
    if (findKernels()) return normalisedInputs(images, manifest.normalisation, shape);
    const inputs = new Float32Array(images.length);
    normalisePixels(images, table, inputs);
    return tf.tensor2d(inputs, shape);
  };
  return {
    samples,
    predictions: samples,
    count: batchCount(samples, batchSize),
    features,
    classes: manifest.classes.length,
    /** What a dataset on a graphics device is made with. */
    stored: { count: samples, features, table },
    /** @param images uint8 pixels of whole images, one after the other */
    toBatch(images: Uint8Array, labels: Int32Array): Batch {
      const size = labels.length;
      const inputs = toInputs(images, [size, features]);
      const targets = tf.tensor1d(labels, 'int32');
      return { inputs, targets, size, predictions: size, dispose: () => tf.dispose([inputs, targets]) };
    },
  };
}

/** The order of each pass, from a stream of its own; null for the order as it is. Remembers the last one. */
export function passOrders(length: number, seed: number | undefined): (pass: number) => Uint32Array | null {
  let last: { readonly pass: number; readonly order: Uint32Array } | null = null;
  return (pass) => {
    if (seed === undefined) return null;
    if (last?.pass !== pass) last = { pass, order: stream(seed, `shuffle/pass-${pass}`).permutation(length) };
    return last.order;
  };
}
