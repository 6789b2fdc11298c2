import { bytesText } from '../../../math/number-text.ts';
import * as tf from '../../tf.ts';
import { DeviceMemoryError } from '../memory-error.ts';

/**
 * What we use of tfjs-backend-wasm that its types do not promise. Written against version 4.22.0, which package.json pins:
 * read this file again before changing that version.
 *
 * `asm.memory` is the (non-shared) memory of the plain SIMD build; `_malloc` answers with a signed address, or 0 when the
 * memory cannot grow any further. A view over `memory.buffer` dies with the next allocation, so we pass addresses only.
 */
interface TfjsWasmBackend {
  readonly wasm: {
    readonly asm?: { readonly memory?: WebAssembly.Memory };
    _malloc(bytes: number): number;
    _free(address: number): void;
  };
  readonly dataIdMap: { get(dataId: object): { readonly memoryOffset: number } };
  makeOutput(shape: readonly number[], dtype: tf.DataType): tf.TensorInfo;
  disposeData(dataId: object): boolean;
  incRef(dataId: object): void;
}

/** The heap of one tfjs WebAssembly backend: where tensors lie, and room for more. */
export class WasmHeap {
  readonly memory: WebAssembly.Memory;
  readonly #backend: TfjsWasmBackend;

  /**
   * @param backend the initialised backend, `tf.backend()` while `tf.getBackend() === 'wasm'`
   * @throws if it is not tfjs-backend-wasm's plain SIMD build with a memory of its own
   */
  constructor(backend: unknown) {
    this.#backend = backend as TfjsWasmBackend;
    const memory = this.#backend.wasm?.asm?.memory;
    if (!(memory instanceof WebAssembly.Memory)) {
      throw new Error(
        'The WebAssembly kernels found no memory in the tfjs backend: they need tfjs-backend-wasm 4.22.0 as the current ' +
          'backend, with its flag WASM_HAS_MULTITHREAD_SUPPORT set to false before it starts.',
      );
    }
    this.memory = memory;
    this.#refuseWhenFull();
  }

  /**
   * tfjs takes the answer of a full heap, 0, for an address, and writes tensors over whatever lies there: from here on each of its own
   * requests that is not met is an error as well.
   */
  #refuseWhenFull(): void {
    const { wasm } = this.#backend;
    // Emscripten's functions put others in their own place when they are first called.
    this.free(wasm._malloc(8)); // oxlint-disable-line no-underscore-dangle -- Emscripten's name
    const malloc = wasm._malloc; // oxlint-disable-line no-underscore-dangle -- Emscripten's name
    Object.assign(wasm, {
      _malloc(bytes: number): number {
        const address = malloc(bytes);
        if (address === 0 && bytes > 0) throw outOfMemory(`${bytesText(bytes)} more`);
        return address;
      },
    });
  }

  /** Byte address of a tensor's first element; valid until the tensor is disposed. */
  address(tensor: tf.TensorInfo): number {
    return this.#backend.dataIdMap.get(tensor.dataId).memoryOffset >>> 0;
  }

  /** A new tensor with undefined contents. */
  output(shape: readonly number[], dtype: tf.DataType): tf.TensorInfo {
    const info = this.#backend.makeOutput(shape, dtype);
    if (tf.util.sizeFromShape([...shape]) > 0 && this.address(info) === 0) {
      this.#backend.disposeData(info.dataId);
      throw outOfMemory(`a tensor of shape [${shape.join(', ')}]`);
    }
    return info;
  }

  /** Another tensor over the same memory, which lives until both are disposed. */
  share(tensor: tf.TensorInfo): tf.TensorInfo {
    this.#backend.incRef(tensor.dataId);
    return { dataId: tensor.dataId, shape: [...tensor.shape], dtype: tensor.dtype };
  }

  /** Takes back a tensor that no kernel returned. */
  release(info: tf.TensorInfo): void {
    this.#backend.disposeData(info.dataId);
  }

  /** Address of `bytes` bytes outside any tensor. */
  allocate(bytes: number): number {
    // oxlint-disable-next-line no-underscore-dangle -- Emscripten's name
    const address = this.#backend.wasm._malloc(bytes) >>> 0;
    if (address === 0) throw outOfMemory(`${bytesText(bytes)} of scratch memory`);
    return address;
  }

  free(address: number): void {
    // oxlint-disable-next-line no-underscore-dangle -- Emscripten's name
    this.#backend.wasm._free(address);
  }
}

function outOfMemory(what: string): DeviceMemoryError {
  return new DeviceMemoryError(`The WebAssembly heap has no room for ${what}: use a smaller batch or a smaller network.`);
}
