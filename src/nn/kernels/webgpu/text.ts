/** A text that stays on the device: a batch of its chunks is one dispatch, without a transfer. */
import { bytesText, grouped } from '../../../math/number-text.ts';
import { chunkCount, placesOf, type Chunking } from '../../../data/text/chunks.ts';
import * as tf from '../../tf.ts';
import { DeviceMemoryError } from '../memory-error.ts';
import { FLAT_INDEX, FLAT_MAIN, flatGroups, u32, type Dispatcher } from './dispatcher.ts';
import { withinMemory } from './memory.ts';
import { STEP_STRUCT, type StepBuffer } from './step-buffer.ts';

/** Symbols, four to a word, and an order of the chunks. */
export class DeviceText {
  /** Chunks. */
  readonly count: number;
  readonly #dispatcher: Dispatcher;
  readonly #chunking: Chunking;
  readonly #length: number;
  readonly #symbols: GPUBuffer;
  readonly #order: GPUBuffer;

  /**
   * @param symbols of the whole text
   * @throws DeviceMemoryError if the device has no room
   */
  static async create(dispatcher: Dispatcher, symbols: Uint8Array, chunking: Chunking): Promise<DeviceText> {
    const { device } = dispatcher;
    const limit = Math.min(device.limits.maxStorageBufferBindingSize, device.limits.maxBufferSize);
    if (symbols.length > limit) {
      throw new DeviceMemoryError(
        `A text of ${bytesText(symbols.length)} does not fit into a buffer of this graphics device, which holds ${grouped(limit)}: send batches from the host.`,
      );
    }
    return withinMemory(
      device,
      `a text of ${bytesText(symbols.length)}`,
      () => new DeviceText(dispatcher, symbols, chunking),
      (text) => text.dispose(),
    );
  }

  private constructor(dispatcher: Dispatcher, symbols: Uint8Array, chunking: Chunking) {
    this.#dispatcher = dispatcher;
    this.#chunking = chunking;
    this.#length = symbols.length;
    this.count = chunkCount(symbols.length, chunking);
    const words = new Uint8Array(4 * Math.ceil(symbols.length / 4));
    words.set(symbols);
    const storage = (label: string, size: number): GPUBuffer =>
      dispatcher.device.createBuffer({ label, size, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST });
    this.#symbols = storage('symbols', words.length);
    this.#order = storage('order', 4 * this.count);
    dispatcher.device.queue.writeBuffer(this.#symbols, 0, words);
    this.reorder(Uint32Array.from({ length: this.count }, (_, chunk) => chunk));
  }

  /** Sets the order that batches follow. @param order chunk numbers, `count` of them */
  reorder(order: Uint32Array<ArrayBuffer>): void {
    this.#dispatcher.flush();
    this.#dispatcher.device.queue.writeBuffer(this.#order, 0, order);
  }

  /**
   * The batch that begins at the step's `first` in the order; chunks go round at the end.
   * @param size chunks in the batch
   * @returns int32 [size, places] each, as `writeChunk` writes them
   */
  gather(step: StepBuffer, size: number): { inputs: tf.Tensor2D; targets: tf.Tensor2D } {
    const dispatcher = this.#dispatcher;
    const places = placesOf(this.#chunking);
    const [inputs, targets] = [dispatcher.output([size, places], 'int32'), dispatcher.output([size, places], 'int32')];
    dispatcher.dispatch({
      key: `gather-text-${this.#chunking.start}`,
      code: () => code(this.#chunking.start),
      writes: [inputs, targets],
      buffers: [this.#symbols, this.#order, step.buffer],
      uniforms: u32(size * places, places, this.#chunking.length, this.#length, this.count),
      groups: flatGroups(size * places),
    });
    const engine = tf.engine();
    return {
      inputs: engine.makeTensorFromTensorInfo(inputs) as tf.Tensor2D,
      targets: engine.makeTensorFromTensorInfo(targets) as tf.Tensor2D,
    };
  }

  dispose(): void {
    this.#symbols.destroy();
    this.#order.destroy();
  }
}

const rules: Readonly<Record<Chunking['start'], string>> = {
  zero: `inputs[i] = select(symbolAt(at - 1u), 0, place == 0u || at >= sizes.symbols);
  targets[i] = select(-1, symbolAt(at), at < sizes.symbols);`,
  carry: `inputs[i] = select(symbolAt(at - 1u), 0, at == 0u || at >= sizes.symbols);
  targets[i] = select(-1, symbolAt(at), at < sizes.symbols);`,
  drop: `inputs[i] = symbolAt(at);
  targets[i] = symbolAt(at + 1u);`,
};

const code = (start: Chunking['start']): string => `${STEP_STRUCT}
struct Sizes { values: u32, places: u32, length: u32, symbols: u32, chunks: u32 }
@group(0) @binding(0) var<storage, read_write> inputs: array<i32>;
@group(0) @binding(1) var<storage, read_write> targets: array<i32>;
@group(0) @binding(2) var<storage, read> text: array<u32>;
@group(0) @binding(3) var<storage, read> order: array<u32>;
@group(0) @binding(4) var<uniform> step: Step;
@group(0) @binding(5) var<uniform> sizes: Sizes;
fn symbolAt(at: u32) -> i32 {
  if (at >= sizes.symbols) { return 0; }
  return i32((text[at / 4u] >> (8u * (at % 4u))) & 255u);
}
${FLAT_MAIN} {
  let i = ${FLAT_INDEX};
  if (i >= sizes.values) { return; }
  let place = i % sizes.places;
  let at = order[(step.first + i / sizes.places) % sizes.chunks] * sizes.length + place;
  ${rules[start]}
}`;
