/** Batches for captured steps: the data stay on the graphics device, and a step finds its batch where its buffer says. */
import type { Batch, BatchSource, DeviceBatches } from './batch.ts';

export type { DeviceBatches } from './batch.ts';
import { DeviceDataset, type DeviceDatasetOptions } from './kernels/webgpu/dataset.ts';
import type { Dispatcher } from './kernels/webgpu/dispatcher.ts';
import { DeviceMemoryError } from './kernels/memory-error.ts';
import { takeRows } from './kernels/webgpu/rows.ts';
import * as tf from './tf.ts';

/** How a source of images fills a dataset on the device. */
export interface ImageFilling extends DeviceDatasetOptions {
  readonly batchSize: number;
  /** Writes what a batch needs and is not there yet, and sets the order of the pass. */
  fill(dataset: DeviceDataset, index: number, pass: number): Promise<void>;
}

/** Images as bytes, normalised as a batch is gathered. @throws DeviceMemoryError if the device has no room */
export async function deviceImages(device: Dispatcher, filling: ImageFilling): Promise<DeviceBatches> {
  const dataset = await DeviceDataset.create(device, filling);
  const { batchSize, count } = filling;
  return {
    async bring(index, pass) {
      await filling.fill(dataset, index, pass);
      const first = index * batchSize;
      return { first, size: Math.min(batchSize, count - first) };
    },
    take(step, size) {
      const { images, labels } = dataset.gather(step, size);
      return { inputs: images, targets: labels };
    },
    dispose: () => dataset.dispose(),
  };
}

/** A small set that is on the device already, in batches of which only the last may be smaller. */
export function deviceRows(device: Dispatcher, batches: readonly Pick<Batch, 'inputs' | 'targets' | 'size'>[]): DeviceBatches {
  const [{ size: batchSize, ...only }] = batches;
  const bring: DeviceBatches['bring'] = (index) => Promise.resolve({ first: index * batchSize, size: batches[index].size });
  if (batches.length === 1) return { bring, take: () => only, dispose: () => undefined };
  const whole = (name: 'inputs' | 'targets'): tf.Tensor => tf.tidy(() => tf.concat(batches.map((batch) => batch[name])));
  const [inputs, targets] = [whole('inputs'), whole('targets')];
  return {
    bring,
    take: (step, size) => ({ inputs: takeRows(device, step, inputs, size), targets: takeRows(device, step, targets, size) }),
    dispose: () => tf.dispose([inputs, targets]),
  };
}

/** Batches of any source, sent to the device one by one, each into the place of the one before it of its size. */
export function sentBatches(device: Dispatcher, source: BatchSource): DeviceBatches {
  const places = new Map<number, { readonly inputs: tf.Tensor; readonly targets: tf.Tensor }>();
  return {
    async bring(index, pass) {
      const batch = await source.batch(index, pass);
      const place = places.get(batch.size);
      if (place) {
        device.copy(batch.inputs, place.inputs);
        device.copy(batch.targets, place.targets);
      } else {
        places.set(batch.size, { inputs: copyOf(batch.inputs), targets: copyOf(batch.targets) });
      }
      batch.dispose();
      return { first: 0, size: batch.size };
    },
    take: (_step, size) => places.get(size) as NonNullable<ReturnType<typeof places.get>>,
    dispose() {
      for (const place of places.values()) tf.dispose([place.inputs, place.targets]);
      places.clear();
    },
  };
}

/** A product has memory of its own, where a clone would share that of the batch. */
const copyOf = (tensor: tf.Tensor): tf.Tensor => tf.tidy(() => tf.mul(tensor, tf.scalar(1, tensor.dtype as 'float32' | 'int32')));

/** Where the captured steps of a source find their batches: on the device if it has room, else sent one by one. */
export async function deviceBatches(device: Dispatcher, source: BatchSource): Promise<DeviceBatches> {
  try {
    return (await source.onDevice?.(device)) ?? sentBatches(device, source);
  } catch (error) {
    if (!(error instanceof DeviceMemoryError)) throw error;
    return sentBatches(device, source);
  }
}
