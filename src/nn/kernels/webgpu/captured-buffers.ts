import type { BufferManager } from './tfjs-backend.ts';

/**
 * Stands in for tfjs's pool of buffers while a step is captured. Buffers that came with values (uploads and uniforms) keep them for as
 * long as the plan lives; the others go round inside the plan. What tensors still hold at the end of the capture is theirs again.
 */
export class CapturedBuffers implements BufferManager {
  readonly #device: GPUDevice;
  readonly #pool: BufferManager;
  readonly #refuse: (message: string) => Error;
  /** All of this plan, with whether a tensor holds it now. */
  readonly #owned = new Map<GPUBuffer, boolean>();
  readonly #pinned = new Set<GPUBuffer>();
  readonly #free = new Map<string, GPUBuffer[]>();
  /** Buffers from before the capture whose tensors were disposed of inside it. */
  readonly #foreign: GPUBuffer[] = [];

  constructor(device: GPUDevice, pool: BufferManager, refuse: (message: string) => Error) {
    this.#device = device;
    this.#pool = pool;
    this.#refuse = refuse;
  }

  get numUsedBuffers(): number {
    return this.#pool.numUsedBuffers;
  }

  get numBytesUsed(): number {
    return this.#pool.numBytesUsed;
  }

  get numBytesAllocated(): number {
    return this.#pool.numBytesAllocated;
  }

  get usedBuffers(): Map<string, GPUBuffer[]> {
    return this.#pool.usedBuffers;
  }

  get freeBuffers(): Map<string, GPUBuffer[]> {
    return this.#pool.freeBuffers;
  }

  get bytes(): number {
    return [...this.#owned.keys()].reduce((sum, { size }) => sum + size, 0);
  }

  acquireBuffer(size: number, usage: GPUBufferUsageFlags, mappedAtCreation = false): GPUBuffer {
    if (usage & GPUBufferUsage.MAP_READ) {
      throw this.#refuse('A captured step cannot read values back: leave them on the device, and read them after the replay.');
    }
    const pinned = mappedAtCreation || (usage & GPUBufferUsage.UNIFORM) !== 0;
    const found = pinned ? undefined : this.#free.get(key(size, usage))?.pop();
    const buffer = found ?? this.#device.createBuffer({ size, usage, mappedAtCreation });
    if (pinned) this.#pinned.add(buffer);
    this.#owned.set(buffer, true);
    return buffer;
  }

  releaseBuffer(buffer: GPUBuffer): void {
    if (!this.#owned.has(buffer)) {
      this.#foreign.push(buffer);
      return;
    }
    this.#owned.set(buffer, false);
    if (this.#pinned.has(buffer)) return;
    listOf(this.#free, key(buffer.size, buffer.usage)).push(buffer);
  }

  /** Ends the capture: buffers that tensors hold are entered into tfjs's pool as in use, as if they came from there. */
  handOver(): void {
    for (const [buffer, held] of this.#owned) {
      if (!held) continue;
      const name = key(buffer.size, buffer.usage);
      listOf(this.#pool.usedBuffers, name).push(buffer);
      listOf(this.#pool.freeBuffers, name);
      this.#pool.numUsedBuffers++;
      this.#pool.numBytesUsed += buffer.size;
      this.#pool.numBytesAllocated += buffer.size;
      this.#owned.delete(buffer);
    }
  }

  dispose(): void {
    for (const buffer of this.#owned.keys()) buffer.destroy();
    for (const buffer of this.#foreign) this.#pool.releaseBuffer(buffer);
    this.#owned.clear();
    this.#free.clear();
    this.#foreign.length = 0;
  }
}

/** As tfjs names its lists. */
const key = (size: number, usage: number): string => `${size}_${usage}`;

function listOf(lists: Map<string, GPUBuffer[]>, name: string): GPUBuffer[] {
  const found = lists.get(name);
  if (found) return found;
  const made: GPUBuffer[] = [];
  lists.set(name, made);
  return made;
}
