/** Our dispatches in the command stream of tfjs-backend-webgpu, so that they run in order with its own. */
import * as tf from '../../tf.ts';
import { asTfjsWebGpuBackend, type TensorRecord, type TfjsWebGpuBackend, type UniformField } from './tfjs-backend.ts';

/** Invocations in a workgroup of the kernels that treat a tensor as a flat list. */
export const FLAT_WORKGROUP = 256;

/** Groups along one dimension that every WebGPU device allows. */
const MAX_GROUPS = 65_535;

export type Groups = readonly [x: number, y: number, z: number];

/**
 * Groups for one invocation an element: in two dimensions where one does not hold them. A kernel finds its element with `FLAT_INDEX`
 * and has to leave those beyond the last one alone.
 */
export function flatGroups(elements: number): Groups {
  return manyGroups(Math.ceil(elements / FLAT_WORKGROUP));
}

/** `count` groups, in two dimensions where one does not hold them; see `GROUP_INDEX`. There may be more groups than asked for. */
export function manyGroups(count: number): Groups {
  return count <= MAX_GROUPS ? [Math.max(1, count), 1, 1] : [MAX_GROUPS, Math.ceil(count / MAX_GROUPS), 1];
}

/** WGSL: tensors of float32 at bindings that follow one another. */
export const declared = (names: readonly string[], access: 'read' | 'read_write', first: number): string =>
  names.map((name, i) => `@group(0) @binding(${first + i}) var<storage, ${access}> ${name}: array<f32>;`).join('\n');

/** WGSL: the flat index of an invocation, from the builtins `id` and `groups`. */
export const FLAT_INDEX = `id.x + id.y * groups.x * ${FLAT_WORKGROUP}u`;
/** WGSL: the flat index of a workgroup, from the builtins `group` and `groups`. */
export const GROUP_INDEX = 'group.x + group.y * groups.x';
/** WGSL: the head of an entry point with one invocation an element. */
export const FLAT_MAIN =
  `@compute @workgroup_size(${FLAT_WORKGROUP})\n` +
  'fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u)';

export interface Dispatch {
  /** Names the code: what differs in the code differs in the key. */
  readonly key: string;
  /** WGSL with the entry point `main`. Every binding has to be used, or the layout lacks it. */
  readonly code: () => string;
  /** Bindings 0, 1, …: tensors that the kernel writes, in place or as outputs. */
  readonly writes: readonly tf.TensorInfo[];
  /** The bindings after those. None of them may share its memory with a written one. */
  readonly reads?: readonly tf.TensorInfo[];
  /** The bindings after those: buffers of our own. */
  readonly buffers?: readonly GPUBuffer[];
  /** The last binding, a struct of scalars. These values stay what they are when a captured step is replayed. */
  readonly uniforms?: readonly UniformField[];
  readonly groups: Groups;
}

/** Fields of a uniform struct, each a scalar. */
export const u32 = (...values: number[]): UniformField[] => values.map((value) => ({ type: 'uint32', data: [value] }));
export const i32 = (...values: number[]): UniformField[] => values.map((value) => ({ type: 'int32', data: [value] }));
export const f32 = (...values: number[]): UniformField[] => values.map((value) => ({ type: 'float32', data: [value] }));

/** Entries of tensors on the device. */
export interface UsedTensors {
  /** Written by a dispatch of ours: tfjs's own write nothing but what they return. */
  readonly written: Set<TensorRecord>;
  /** All that a dispatch uses, of ours or of tfjs. */
  readonly all: Set<TensorRecord>;
}

/** Thrown when the graphics device is gone: the backend has to be started anew, and the step repeated. */
export class DeviceLostError extends Error {
  constructor(reason: string) {
    super(`The graphics device was lost (${reason}). Run the job again; if it happens again, choose WebAssembly.`);
    this.name = 'DeviceLostError';
  }
}

/** The command stream of one tfjs WebGPU backend. */
export class Dispatcher {
  readonly backend: TfjsWebGpuBackend;
  readonly #pipelines = new Map<string, GPUComputePipeline>();
  #used: UsedTensors | null = null;
  #lost: string | null = null;

  /** @throws if the backend is not tfjs-backend-webgpu */
  constructor(backend: unknown) {
    this.backend = asTfjsWebGpuBackend(backend);
    void this.device.lost.then(({ reason, message }) => {
      this.#lost = message || reason;
    });
  }

  /** @throws DeviceLostError if the device is gone: its calls would do nothing, without an error */
  requireDevice(): void {
    if (this.#lost !== null) throw new DeviceLostError(this.#lost);
  }

  /**
   * Whether the device is gone. What fails with it fails in many ways (“mapAsync”, “popErrorScope”, …), and now and then before the browser
   * has told of the loss.
   * @param ms how long the browser may take to tell
   */
  async lossWithin(ms: number): Promise<DeviceLostError | null> {
    const patience = new Promise<null>((resolve) => setTimeout(resolve, ms, null));
    const told = await Promise.race([this.device.lost, patience]);
    return told && new DeviceLostError(told.message || told.reason);
  }

  get device(): GPUDevice {
    return this.backend.device;
  }

  /** A new tensor with undefined contents. */
  output(shape: readonly number[], dtype: 'float32' | 'int32'): tf.TensorInfo {
    return this.backend.makeTensorInfo(shape, dtype);
  }

  /** Takes back a tensor that no kernel returned. */
  release(info: tf.TensorInfo): void {
    this.backend.disposeData(info.dataId);
  }

  /** Another tensor over the same memory, which lives until both are disposed of. */
  share(info: tf.TensorInfo): tf.TensorInfo {
    this.backend.incRef(info.dataId);
    return { dataId: info.dataId, shape: [...info.shape], dtype: info.dtype };
  }

  /** The buffer of a tensor, after uploading its values if need be. */
  buffer(tensor: tf.TensorInfo): GPUBuffer {
    this.backend.uploadToGPU(tensor.dataId);
    return this.record(tensor).resource as GPUBuffer;
  }

  record(tensor: tf.TensorInfo): TensorRecord {
    return this.backend.tensorMap.get(tensor.dataId);
  }

  /** Records one dispatch behind all that were recorded before. */
  dispatch({ key, code, writes, reads = [], buffers = [], uniforms, groups }: Dispatch): void {
    const { backend } = this;
    const tensors = [...writes, ...reads];
    const resources: GPUBindingResource[] = [...tensors.map((tensor) => this.buffer(tensor)), ...buffers].map((buffer) => ({ buffer }));
    if (uniforms) resources.push(backend.makeUniforms(uniforms));
    const pipeline = this.#pipeline(key, code);
    const bindGroup = this.device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: resources.map((resource, binding) => ({ binding, resource })),
    });
    for (const { dataId } of tensors) backend.commandQueueOwnedIds.add(dataId);
    for (const tensor of writes) {
      const record = this.record(tensor);
      record.values = null;
      this.#used?.written.add(record);
    }
    backend.ensureCommandEncoderReady();
    backend.computePassEncoder ??= (backend.commandEncoder as GPUCommandEncoder).beginComputePass();
    backend.computePassEncoder.setPipeline(pipeline);
    backend.computePassEncoder.setBindGroup(0, bindGroup);
    backend.computePassEncoder.dispatchWorkgroups(...groups);
    backend.dispatchCountInPass++;
    if (backend.dispatchCountInPass >= tf.env().getNumber('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE')) this.flush();
  }

  /**
   * Submits what is recorded. To be called before `queue.writeBuffer` into a buffer that recorded dispatches use, since a write takes
   * effect before anything that is submitted later.
   */
  flush(): void {
    if (!this.backend.commandEncoder) return;
    this.backend.endComputePassEncoder();
    this.backend.submitQueue();
  }

  /** Overwrites a tensor's values, behind all that was recorded before. */
  write(tensor: tf.TensorInfo, values: Float32Array | Int32Array): void {
    const buffer = this.buffer(tensor);
    if (values.byteLength !== buffer.size) {
      throw new RangeError(`A tensor of shape [${tensor.shape.join(', ')}] cannot be overwritten with ${values.length} values.`);
    }
    this.flush();
    this.device.queue.writeBuffer(buffer, 0, values.buffer, values.byteOffset, values.byteLength);
    this.record(tensor).values = null;
  }

  /** Overwrites a tensor with another of its shape and type, behind all that was recorded before. */
  copy(from: tf.TensorInfo, to: tf.TensorInfo): void {
    const { values } = this.record(from);
    if (values instanceof Float32Array || values instanceof Int32Array) {
      // Not on the device yet, as a batch that was just made.
      this.write(to, values);
      return;
    }
    const { backend } = this;
    const [source, target] = [this.buffer(from), this.buffer(to)];
    backend.ensureCommandEncoderReady();
    backend.endComputePassEncoder();
    backend.commandEncoder?.copyBufferToBuffer(source, 0, target, 0, target.size);
    for (const { dataId } of [from, to]) backend.commandQueueOwnedIds.add(dataId);
    this.record(to).values = null;
  }

  /** Runs `record` and gives the entries of the tensors that its dispatches use. */
  collectUsed(record: () => void): UsedTensors {
    const { backend } = this;
    const used: UsedTensors = { written: new Set(), all: new Set() };
    // Every dispatch, of tfjs and of ours, asks for the buffers of its tensors here.
    const upload = backend.uploadToGPU;
    const hadOwn = Object.hasOwn(backend, 'uploadToGPU');
    backend.uploadToGPU = (dataId) => {
      upload.call(backend, dataId);
      used.all.add(backend.tensorMap.get(dataId));
    };
    const outer = this.#used;
    this.#used = used;
    try {
      record();
    } finally {
      this.#used = outer;
      if (hadOwn) backend.uploadToGPU = upload;
      else delete (backend as { uploadToGPU?: unknown }).uploadToGPU;
    }
    return used;
  }

  #pipeline(key: string, code: () => string): GPUComputePipeline {
    const found = this.#pipelines.get(key);
    if (found) return found;
    const module = this.device.createShaderModule({ label: key, code: code() });
    const made = this.device.createComputePipeline({ label: key, layout: 'auto', compute: { module, entryPoint: 'main' } });
    this.#pipelines.set(key, made);
    return made;
  }
}

const dispatchers = new WeakMap<object, Dispatcher>();

/** Makes the dispatcher of a backend known to `findDispatcher`. */
export function rememberDispatcher(backend: object, dispatcher: Dispatcher): void {
  dispatchers.set(backend, dispatcher);
}

/** The dispatcher of a backend (default: the current one), or undefined if `registerWebGpuKernels` was not called for it. */
export function findDispatcher(backend: object = tf.backend()): Dispatcher | undefined {
  return dispatchers.get(backend);
}
