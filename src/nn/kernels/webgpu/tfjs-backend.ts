import type * as tf from '../../tf.ts';

/**
 * What we use of tfjs-backend-webgpu that its types do not promise: plain properties of the backend object. Written against version
 * 4.22.0, which package.json pins: read this file again before changing that version.
 *
 * The backend collects dispatches in one command encoder and submits it after 15 of them, or when values are read. Until then the
 * tensors of those dispatches are in `commandQueueOwnedIds`, and buffers given back wait in the three lists of pending disposals.
 */
export interface TfjsWebGpuBackend {
  readonly device: GPUDevice;
  readonly queue: GPUQueue;
  commandEncoder: GPUCommandEncoder | null;
  computePassEncoder: GPUComputePassEncoder | null;
  dispatchCountInPass: number;
  commandQueueOwnedIds: WeakSet<object>;
  tensorDataPendingDisposal: object[];
  uniformPendingDisposal: GPUBuffer[];
  stagingPendingDisposal: GPUBuffer[];
  readonly tensorMap: { get(dataId: object): TensorRecord; has(dataId: object): boolean; delete(dataId: object): boolean };
  bufferManager: BufferManager;
  /** Gives a tensor its buffer, with its values if it has any. */
  uploadToGPU(dataId: object): void;
  makeUniforms(fields: readonly UniformField[]): { readonly buffer: GPUBuffer; readonly offset: number; readonly size: number };
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
  releaseResource(dataId: object): void;
  makeTensorInfo(shape: readonly number[], dtype: tf.DataType): tf.TensorInfo;
  disposeData(dataId: object): boolean;
  incRef(dataId: object): void;
}

/** The backend's entry for a tensor. */
export interface TensorRecord {
  resource: GPUBuffer | null;
  /** Values on the processor: not yet uploaded, or read before and kept. Wrong after the buffer is written in place. */
  values: tf.backend_util.TypedArray | null;
}

/** The backend's pool of buffers, by size and usage. */
export interface BufferManager {
  numUsedBuffers: number;
  numBytesUsed: number;
  numBytesAllocated: number;
  /** By size and usage; `releaseBuffer` expects a list for its buffer in both. */
  readonly usedBuffers: Map<string, GPUBuffer[]>;
  readonly freeBuffers: Map<string, GPUBuffer[]>;
  acquireBuffer(size: number, usage: GPUBufferUsageFlags, mappedAtCreation?: boolean, reuse?: boolean): GPUBuffer;
  releaseBuffer(buffer: GPUBuffer, reuse?: boolean): void;
  dispose(): void;
}

export interface UniformField {
  readonly type: 'float32' | 'uint32' | 'int32';
  readonly data: readonly number[];
}

/** @throws if this is not tfjs-backend-webgpu as we know it */
export function asTfjsWebGpuBackend(backend: unknown): TfjsWebGpuBackend {
  const candidate = backend as Partial<TfjsWebGpuBackend> | undefined;
  if (!candidate?.device || !candidate.bufferManager || !candidate.tensorMap || !candidate.commandQueueOwnedIds) {
    throw new Error(
      'The WebGPU kernels found no tfjs-backend-webgpu 4.22.0: start it with tf.setBackend("webgpu") and wait for tf.ready() first.',
    );
  }
  return candidate as TfjsWebGpuBackend;
}
