/** What changes from one training step to the next, in a buffer on the device, so that a captured step can be replayed. */
import type { Dispatcher } from './dispatcher.ts';

export interface StepValues {
  /** Number of this step, from 1: what dropout and gates draw from. */
  readonly step: number;
  /** Where the batch begins, in images from the start of the split (or of the order given to the dataset). */
  readonly first: number;
  /** Where the loss of this step goes, see `LossRing`. */
  readonly slot: number;
  readonly learningRate: number;
  /** 1 / (1 − β1^t) and 1 / (1 − β2^t) of Adam. */
  readonly scale1: number;
  readonly scale2: number;
  /** Strength α of the penalty. */
  readonly alpha: number;
  /** Shape β of DRR: a rate in the exponential form, a width in the other two. */
  readonly beta: number;
  /** Strength ρ of ℓ2: its gradient is 2ρθ. */
  readonly rho: number;
  /** Decoupled weight decay λ of AdamW. */
  readonly weightDecay: number;
  /** mf, the factor on u in the minimax game. */
  readonly uFactor: number;
  /** What the players weigh as they enter the means of fictitious play. */
  readonly share: number;
  /** Weight α of the expected number of open hard-concrete gates. */
  readonly gateAlpha: number;
  /** Largest global norm of the gradients. */
  readonly maxNorm: number;
}

const words = ['step', 'first', 'slot'] as const;
const numbers = [
  'learningRate',
  'scale1',
  'scale2',
  'alpha',
  'beta',
  'rho',
  'weightDecay',
  'uFactor',
  'share',
  'gateAlpha',
  'maxNorm',
] as const;

/** WGSL of the struct, for kernels that bind the buffer as a uniform. */
export const STEP_STRUCT = `struct Step { ${words.map((name) => `${name}: u32, `).join('')}${numbers.map((name) => `${name}: f32, `).join('')} }`;

const neutral: StepValues = {
  step: 1,
  first: 0,
  slot: 0,
  learningRate: 0,
  scale1: 1,
  scale2: 1,
  alpha: 0,
  beta: 1,
  rho: 0,
  weightDecay: 0,
  uFactor: 1,
  share: 0,
  gateAlpha: 0,
  maxNorm: 0,
};

/** The values of the step that runs next. */
export class StepBuffer {
  readonly buffer: GPUBuffer;
  readonly #dispatcher: Dispatcher;
  readonly #bytes = new ArrayBuffer(4 * (words.length + numbers.length));
  readonly #words = new Uint32Array(this.#bytes);
  readonly #numbers = new Float32Array(this.#bytes);

  constructor(dispatcher: Dispatcher) {
    this.#dispatcher = dispatcher;
    this.buffer = dispatcher.device.createBuffer({
      label: 'step',
      size: this.#bytes.byteLength,
      usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
    });
    this.write({});
  }

  /** One write to the device, behind all that was recorded before. What is not given gets its neutral value: no penalty, no decay. */
  write(values: Partial<StepValues>): void {
    const all = { ...neutral, ...values };
    words.forEach((name, index) => (this.#words[index] = all[name]));
    numbers.forEach((name, index) => (this.#numbers[words.length + index] = all[name]));
    this.#dispatcher.flush();
    this.#dispatcher.device.queue.writeBuffer(this.buffer, 0, this.#bytes);
  }

  dispose(): void {
    this.buffer.destroy();
  }
}
