/** A split of a dataset that stays on the device: a batch is one dispatch, without a transfer. */
import { bytesText, grouped } from '../../../math/number-text.ts';
import * as tf from '../../tf.ts';
import { FLAT_INDEX, FLAT_MAIN, flatGroups, u32, type Dispatcher } from './dispatcher.ts';
import { DeviceMemoryError } from '../memory-error.ts';
import { withinMemory } from './memory.ts';
import { STEP_STRUCT, type StepBuffer } from './step-buffer.ts';

export interface DeviceDatasetOptions {
  /** Images in the split. */
  readonly count: number;
  /** Bytes an image: height · width · channels, the channel changing fastest. */
  readonly features: number;
  /** What each byte becomes, by channel: from `normalisationTable`. */
  readonly table: Float32Array<ArrayBuffer>;
}

/** Pixels as they are stored, four to a word, with labels and, if wanted, an order of the images. */
export class DeviceDataset {
  readonly count: number;
  readonly features: number;
  readonly #dispatcher: Dispatcher;
  readonly #pixels: GPUBuffer;
  readonly #labels: GPUBuffer;
  readonly #order: GPUBuffer;
  readonly #table: GPUBuffer;
  readonly #channels: number;

  /**
   * Room for a split; its images come with `write`. The order is that of the file until `reorder` is called.
   * @throws DeviceMemoryError if the device has no room
   */
  static async create(dispatcher: Dispatcher, options: DeviceDatasetOptions): Promise<DeviceDataset> {
    const { device } = dispatcher;
    const bytes = options.count * rowBytes(options.features);
    const limit = Math.min(device.limits.maxStorageBufferBindingSize, device.limits.maxBufferSize);
    if (bytes > limit) {
      throw new DeviceMemoryError(
        `A dataset of ${bytesText(bytes)} does not fit into a buffer of this graphics device, which holds ${grouped(limit)}: send batches from the host.`,
      );
    }
    return withinMemory(
      device,
      `a dataset of ${bytesText(bytes)}`,
      () => new DeviceDataset(dispatcher, options),
      (dataset) => dataset.dispose(),
    );
  }

  private constructor(dispatcher: Dispatcher, { count, features, table }: DeviceDatasetOptions) {
    this.#dispatcher = dispatcher;
    this.count = count;
    this.features = features;
    this.#channels = table.length / 256;
    const storage = (label: string, size: number): GPUBuffer =>
      dispatcher.device.createBuffer({ label, size, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST });
    this.#pixels = storage('pixels', count * rowBytes(features));
    this.#labels = storage('labels', 4 * count);
    this.#order = storage('order', 4 * count);
    this.#table = storage('normalisation', table.byteLength);
    dispatcher.device.queue.writeBuffer(this.#table, 0, table);
    this.reorder(Uint32Array.from({ length: count }, (_, index) => index));
  }

  /**
   * Stores images from number `start` on.
   * @param images uint8, [images, features]
   * @param labels class indices, as many
   * @throws RangeError if they do not fit
   */
  write(start: number, images: Uint8Array, labels: Uint8Array): void {
    const { features } = this;
    if (images.length !== labels.length * features || start < 0 || start + labels.length > this.count) {
      throw new RangeError(
        `${images.length} pixels and ${labels.length} labels from image ${start} on do not fit into ${this.count} images of ${features} pixels.`,
      );
    }
    const stride = rowBytes(features);
    const rows = new Uint8Array(labels.length * stride);
    if (stride === features) rows.set(images);
    else for (let i = 0; i < labels.length; i++) rows.set(images.subarray(i * features, (i + 1) * features), i * stride);
    this.#dispatcher.flush();
    const { queue } = this.#dispatcher.device;
    queue.writeBuffer(this.#pixels, start * stride, rows);
    queue.writeBuffer(this.#labels, 4 * start, Int32Array.from(labels));
  }

  /**
   * Sets the order that batches follow.
   * @param order image numbers, `count` of them
   * @throws RangeError for another number of them
   */
  reorder(order: Uint32Array<ArrayBuffer>): void {
    if (order.length !== this.count)
      throw new RangeError(`An order of ${order.length} images for a dataset of ${this.count}: give one for each.`);
    this.#dispatcher.flush();
    this.#dispatcher.device.queue.writeBuffer(this.#order, 0, order);
  }

  /**
   * The batch that begins at the step's `first` in the order; indices go round at the end of the split.
   * @param size images in the batch
   * @returns images float32 [size, features], normalised, and int32 labels [size]; the same bits as `normalisePixels` gives
   */
  gather(step: StepBuffer, size: number): { images: tf.Tensor2D; labels: tf.Tensor1D } {
    const dispatcher = this.#dispatcher;
    const images = dispatcher.output([size, this.features], 'float32');
    const labels = dispatcher.output([size], 'int32');
    const values = size * this.features;
    dispatcher.dispatch({
      key: 'gather-batch',
      code: () => CODE,
      writes: [images, labels],
      buffers: [this.#pixels, this.#labels, this.#order, this.#table, step.buffer],
      uniforms: u32(values, size, this.features, rowBytes(this.features) / 4, this.#channels, this.count),
      groups: flatGroups(values),
    });
    const engine = tf.engine();
    return {
      images: engine.makeTensorFromTensorInfo(images) as tf.Tensor2D,
      labels: engine.makeTensorFromTensorInfo(labels) as tf.Tensor1D,
    };
  }

  dispose(): void {
    for (const buffer of [this.#pixels, this.#labels, this.#order, this.#table]) buffer.destroy();
  }
}

/** Rows begin at whole words. */
const rowBytes = (features: number): number => Math.ceil(features / 4) * 4;

const CODE = `${STEP_STRUCT}
struct Sizes { values: u32, batch: u32, features: u32, rowWords: u32, channels: u32, count: u32 }
@group(0) @binding(0) var<storage, read_write> images: array<f32>;
@group(0) @binding(1) var<storage, read_write> labels: array<i32>;
@group(0) @binding(2) var<storage, read> pixels: array<u32>;
@group(0) @binding(3) var<storage, read> classes: array<i32>;
@group(0) @binding(4) var<storage, read> order: array<u32>;
@group(0) @binding(5) var<storage, read> table: array<f32>;
@group(0) @binding(6) var<uniform> step: Step;
@group(0) @binding(7) var<uniform> sizes: Sizes;
${FLAT_MAIN} {
  let i = ${FLAT_INDEX};
  if (i >= sizes.values) { return; }
  let image = order[(step.first + i / sizes.features) % sizes.count];
  let feature = i % sizes.features;
  let pixel = (pixels[image * sizes.rowWords + feature / 4u] >> (8u * (feature % 4u))) & 255u;
  images[i] = table[256u * (feature % sizes.channels) + pixel];
  if (feature == 0u) { labels[i / sizes.features] = classes[image]; }
}`;
