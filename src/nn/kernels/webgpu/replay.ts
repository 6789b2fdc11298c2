/** Steps by replay: each is captured once for each size of batch, then resubmitted with other values in its buffers. */
import * as tf from '../../tf.ts';
import { capture, type ReplayPlan } from './capture.ts';
import type { DeviceStream } from './device-stream.ts';
import { LossRing, type StepResults } from './loss-ring.ts';
import { withinMemory } from './memory.ts';
import { StepBuffer, type StepValues } from './step-buffer.ts';

/** A type, not an interface, so that `tf.tidy` accepts it as a result. */
export type StepOutcome = {
  readonly loss: tf.Scalar;
  /** Correct rows, int32. */
  readonly correct?: tf.Scalar;
};

/** What a step is given: everything but its slot, and the size of its batch, which decides the plan. */
export type ReplayStep = Partial<Omit<StepValues, 'slot'>> & { readonly batchSize: number };

export interface ReplayOptions {
  readonly stream: DeviceStream;
  /**
   * One training step as tfjs would run it, on the batch that the step buffer points at: gather, forward, gradients, update in place.
   * Called once for each size of batch; what it reads from the step buffer must go through a kernel. Its results are disposed of here,
   * so it may keep them beyond the tape.
   */
  readonly build: (step: StepBuffer, batchSize: number) => StepOutcome;
}

export interface ReplayRun {
  readonly steps: number;
  /** Values of step `index`, from 0. */
  readonly values: (index: number) => ReplayStep;
  /** Called for each chunk, in order, with the results of its steps and the seconds since the chunk before. */
  readonly onChunk: (results: StepResults, seconds: number) => void;
  /** Awaited between chunks: pauses by not settling, cancels by rejecting. */
  readonly checkpoint: () => Promise<void>;
  /** Aim for the work in one chunk. */
  readonly chunkMs?: number;
}

/** Steps that may wait on the device: at most two chunks of half of them. At 0.1 ms a step half a ring is 50 ms. */
const SLOTS = 1024;

/** A training step, or the evaluation of a batch, as captured work: for one network as it is now, and one optimiser. */
export class ReplayedSteps {
  readonly step: StepBuffer;
  readonly #options: ReplayOptions;
  readonly #ring: LossRing;
  readonly #plans = new Map<number, ReplayPlan>();
  #taken = 0;
  #read = 0;

  constructor(options: ReplayOptions) {
    this.#options = options;
    this.step = new StepBuffer(options.stream);
    this.#ring = new LossRing(options.stream, SLOTS);
  }

  /**
   * Captures the step for a size of batch and waits until the device has found room for it.
   * @throws DeviceMemoryError if it has none, what `build` throws, or CaptureError
   */
  async prepare(batchSize: number): Promise<void> {
    if (this.#plans.has(batchSize)) return;
    const drop = (): void => {
      this.#plans.get(batchSize)?.dispose();
      this.#plans.delete(batchSize);
    };
    await withinMemory(this.#options.stream.device, `a training step on ${batchSize} images`, () => this.plan(batchSize), drop);
  }

  /** The plan for a size of batch, captured when first asked for. */
  plan(batchSize: number): ReplayPlan {
    const found = this.#plans.get(batchSize);
    if (found) return found;
    const { stream, build } = this.#options;
    const { plan } = capture(stream, () => {
      const { loss, correct } = build(this.step, batchSize);
      this.#ring.record(this.step, loss, correct);
      tf.dispose(correct ? [loss, correct] : loss);
      return [];
    });
    this.#plans.set(batchSize, plan);
    return plan;
  }

  /**
   * Submits one step: one write to the device and one submit.
   * @throws RangeError when half the ring is unread, DeviceLostError if the device is gone
   */
  submit({ batchSize, ...values }: ReplayStep): void {
    if (this.#taken - this.#read >= SLOTS / 2) throw new RangeError(`${SLOTS / 2} steps wait for being read: call read() first.`);
    const plan = this.plan(batchSize);
    this.step.write({ ...values, slot: this.#taken % SLOTS });
    plan.run();
    this.#taken++;
  }

  /** Losses and correct counts of the steps since the last call, once the device has run them. */
  read(): Promise<StepResults> {
    const first = this.#read % SLOTS;
    const count = this.#taken - this.#read;
    this.#read = this.#taken;
    return this.#ring.read(first, count);
  }

  /**
   * Runs many steps in chunks of about `chunkMs`, of which two are under way at most: so the device never waits, and a stop takes no longer
   * than two chunks.
   * @throws what `checkpoint`, `onChunk` or `prepare` throws, when the device is done with what was submitted; DeviceLostError
   */
  async run({ steps, values, onChunk, checkpoint, chunkMs = 40 }: ReplayRun): Promise<void> {
    let size = 1;
    let done = 0;
    let before = performance.now();
    let waiting: Promise<StepResults> | null = null;
    const finish = async (chunk: Promise<StepResults>): Promise<void> => {
      const results = await chunk;
      const now = performance.now();
      const milliseconds = now - before;
      before = now;
      onChunk(results, milliseconds / 1000);
      // At most doubled, since the first chunks are short and measured badly.
      const aimed = (results.losses.length * chunkMs) / Math.max(milliseconds, 0.1);
      size = Math.max(1, Math.min(SLOTS / 2, 2 * size, Math.floor(aimed)));
    };
    try {
      while (done < steps) {
        const end = Math.min(steps, done + size);
        while (done < end) {
          const next = values(done++);
          await this.prepare(next.batchSize);
          this.submit(next);
        }
        const submitted = this.read();
        if (waiting) {
          const earlier = waiting;
          waiting = submitted;
          await finish(earlier);
        } else {
          waiting = submitted;
        }
        const stopped = performance.now();
        await checkpoint();
        before += performance.now() - stopped;
      }
      if (waiting) {
        const last = waiting;
        waiting = null;
        await finish(last);
      }
    } catch (error) {
      // What waits must not be lost sight of: its staging buffer is mapped, and its failure would go unseen.
      if (waiting) await Promise.allSettled([waiting]);
      throw error;
    }
  }

  /** Gives back plans and buffers. To be called before the network, the optimiser or the dataset that the step uses is disposed of. */
  dispose(): void {
    for (const plan of this.#plans.values()) plan.dispose();
    this.#plans.clear();
    this.#ring.dispose();
    this.step.dispose();
  }
}
