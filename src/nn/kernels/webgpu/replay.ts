/** Steps by replay: each is captured once for each kind of it, then resubmitted with other values in its buffers. */
import * as tf from '../../tf.ts';
import { capture, type ReplayPlan } from './capture.ts';
import type { Dispatcher } from './dispatcher.ts';
import { LossRing, type StepResults } from './loss-ring.ts';
import { withinMemory } from './memory.ts';
import { StepBuffer, type StepValues } from './step-buffer.ts';

/** A type, not an interface, so that `tf.tidy` accepts it as a result. */
export type StepOutcome = {
  readonly loss: tf.Scalar;
  /** Correct rows, int32. */
  readonly correct?: tf.Scalar;
};

/**
 * One training step as tfjs would run it: gather, forward, gradients, update in place. What it reads from the step buffer must go through
 * a kernel. Its results are disposed of by the caller, so it may keep them beyond the tape.
 */
export type BuildStep = (step: StepBuffer) => StepOutcome;

/** Steps that may wait on the device: at most two chunks of half of them. At 0.1 ms a step half a ring is 50 ms. */
const SLOTS = 1024;

/** Steps in a chunk at most: what may be submitted between two reads. */
export const MOST_UNREAD = SLOTS / 2;

/** Captured training steps: for one network as it is now, and one optimiser. */
export class ReplayedSteps {
  readonly step: StepBuffer;
  readonly #dispatcher: Dispatcher;
  readonly #ring: LossRing;
  readonly #plans = new Map<string, ReplayPlan>();
  #taken = 0;
  #read = 0;

  /** @param step the buffer that the steps read their values from, which stays the caller's */
  constructor(dispatcher: Dispatcher, step: StepBuffer) {
    this.step = step;
    this.#dispatcher = dispatcher;
    this.#ring = new LossRing(dispatcher, SLOTS);
  }

  has(key: string): boolean {
    return this.#plans.has(key);
  }

  /**
   * Captures a step under a key, without taking it, and waits until the device has found room for it.
   * @param samples in its batch, for the message
   * @throws DeviceMemoryError if it has none, what `build` throws, or CaptureError
   */
  async capture(key: string, samples: number, build: BuildStep): Promise<ReplayPlan> {
    this.#drop(key);
    const make = (): ReplayPlan => {
      const { plan } = capture(this.#dispatcher, () => {
        const { loss, correct } = build(this.step);
        this.#ring.record(this.step, loss, correct);
        tf.dispose(correct ? [loss, correct] : loss);
        return [];
      });
      this.#plans.set(key, plan);
      return plan;
    };
    return withinMemory(this.#dispatcher.device, `a training step on ${samples} samples`, make, () => this.#drop(key));
  }

  /**
   * Submits one step: one write to the device and one submit.
   * @throws RangeError when half the ring is unread, DeviceLostError if the device is gone, CaptureError if the network was changed
   */
  submit(key: string, values: Partial<Omit<StepValues, 'slot'>>): void {
    const plan = this.#plans.get(key);
    if (!plan) throw new RangeError(`There is no captured step “${key}”: call capture() first.`);
    if (this.#taken - this.#read >= MOST_UNREAD) throw new RangeError(`${MOST_UNREAD} steps wait for being read: call read() first.`);
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

  /** Leaves the steps since the last read unread. */
  forget(): void {
    this.#read = this.#taken;
  }

  /** Gives back the plans that the network, its masks or the optimiser's memory have outrun: they have to be captured anew. */
  dropStale(): void {
    for (const [key, plan] of this.#plans) if (!plan.isCurrent) this.#drop(key);
  }

  /** Gives back plans and buffers. To be called when nothing is being read. */
  dispose(): void {
    for (const key of this.#plans.keys()) this.#drop(key);
    this.#ring.dispose();
  }

  #drop(key: string): void {
    this.#plans.get(key)?.dispose();
    this.#plans.delete(key);
  }
}
