/** Losses and correct counts of the last steps, on the device, read back many at a time. */
import type * as tf from '../../tf.ts';
import type { Dispatcher } from './dispatcher.ts';
import { STEP_STRUCT, type StepBuffer } from './step-buffer.ts';

export interface StepResults {
  /** One a step, in order. */
  readonly losses: Float32Array;
  /** Correct rows of each step's batch; 0 where the step does not count them. */
  readonly correct: Float32Array;
}

/** A ring of slots of two floats. */
export class LossRing {
  readonly slots: number;
  readonly #dispatcher: Dispatcher;
  readonly #buffer: GPUBuffer;
  readonly #staging: GPUBuffer[] = [];

  /** @param slots steps that can wait for being read */
  constructor(dispatcher: Dispatcher, slots: number) {
    this.#dispatcher = dispatcher;
    this.slots = slots;
    this.#buffer = dispatcher.device.createBuffer({
      label: 'losses',
      size: 8 * slots,
      usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC,
    });
  }

  /** One dispatch: puts the results of a step into the step's slot. */
  record(step: StepBuffer, loss: tf.Scalar, correct?: tf.Scalar): void {
    this.#dispatcher.dispatch({
      key: `record-loss-${correct !== undefined}`,
      code: () => recordCode(correct !== undefined),
      writes: [],
      reads: correct ? [loss, correct] : [loss],
      buffers: [this.#buffer, step.buffer],
      groups: [1, 1, 1],
    });
  }

  /**
   * The results of `count` steps from slot `first` on, once the device has them. The copy is made behind what was submitted before, so
   * later steps may use the slots again.
   * @throws RangeError for more steps than slots, DeviceLostError if the device went away
   */
  async read(first: number, count: number): Promise<StepResults> {
    if (count > this.slots) throw new RangeError(`${count} steps cannot be read from ${this.slots} slots: read more often.`);
    this.#dispatcher.flush();
    const { device } = this.#dispatcher;
    const staging =
      this.#staging.pop() ??
      device.createBuffer({ label: 'losses read', size: 8 * this.slots, usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ });
    const encoder = device.createCommandEncoder();
    const upToEnd = Math.min(count, this.slots - first);
    encoder.copyBufferToBuffer(this.#buffer, 8 * first, staging, 0, 8 * upToEnd);
    if (upToEnd < count) encoder.copyBufferToBuffer(this.#buffer, 0, staging, 8 * upToEnd, 8 * (count - upToEnd));
    device.queue.submit([encoder.finish()]);
    try {
      await staging.mapAsync(GPUMapMode.READ, 0, 8 * count);
    } catch (error) {
      // The promise of the loss settles at about the same time as this one.
      await Promise.race([device.lost, Promise.resolve()]);
      this.#dispatcher.requireDevice();
      throw error;
    }
    const pairs = new Float32Array(staging.getMappedRange(0, 8 * count).slice(0));
    staging.unmap();
    this.#staging.push(staging);
    return {
      losses: Float32Array.from({ length: count }, (_, i) => pairs[2 * i]),
      correct: Float32Array.from({ length: count }, (_, i) => pairs[2 * i + 1]),
    };
  }

  /** To be called when nothing is being read. */
  dispose(): void {
    this.#buffer.destroy();
    for (const staging of this.#staging) staging.destroy();
  }
}

const recordCode = (counts: boolean): string => `${STEP_STRUCT}
@group(0) @binding(0) var<storage, read> loss: array<f32>;
${counts ? '@group(0) @binding(1) var<storage, read> correct: array<i32>;' : ''}
@group(0) @binding(${counts ? 2 : 1}) var<storage, read_write> ring: array<vec2f>;
@group(0) @binding(${counts ? 3 : 2}) var<uniform> step: Step;
@compute @workgroup_size(1)
fn main() { ring[step.slot] = vec2f(loss[0], ${counts ? 'f32(correct[0])' : '0.0'}); }`;
