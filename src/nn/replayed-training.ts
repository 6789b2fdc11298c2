/**
 * Training on a graphics device by capture and replay: each kind of step is recorded once and resubmitted with other numbers, which takes a
 * tenth of a millisecond of JavaScript where tfjs takes several. What cannot be captured is taken step by step, as on other backends.
 */
import type { BatchSource } from './batches.ts';
import { deviceBatches, type DeviceBatches } from './device-batches.ts';
import { CaptureError } from './kernels/webgpu/capture.ts';
import { findDispatcher, type Dispatcher } from './kernels/webgpu/dispatcher.ts';
import { dropout } from './kernels/webgpu/dropout.ts';
import { MOST_UNREAD, ReplayedSteps, type BuildStep } from './kernels/webgpu/replay.ts';
import type { Hyper } from './optimizer/hyper.ts';
import { stepValues, WebGpuUpdater } from './optimizer/webgpu-updater.ts';
import type * as tf from './tf.ts';
import { readScalars, takeStep, trainStep, type Steps, type Trained } from './training-step.ts';

const nothing = new Float32Array(0);

export class ReplayedTraining implements Steps {
  readonly most = MOST_UNREAD;
  readonly #device: Dispatcher;
  readonly #trained: Trained;
  readonly #source: BatchSource;
  readonly #steps: ReplayedSteps;
  /** Made when the second step shows that there will be more. */
  #batches: DeviceBatches | null = null;
  /** Kinds of steps that were taken: the first of each makes what the others find, such as the optimiser's memory. */
  readonly #taken = new Set<string>();
  readonly #uncapturable = new Set<string>();
  /** The steps since the last read: losses of eager ones, null for those whose losses are on the device. */
  #unread: (tf.Scalar | null)[] = [];

  private constructor(device: Dispatcher, updater: WebGpuUpdater, trained: Trained, source: BatchSource) {
    this.#device = device;
    this.#trained = trained;
    this.#source = source;
    this.#steps = new ReplayedSteps(device, updater.step);
  }

  /**
   * The training of these parts, with what was captured of it before; it belongs to the optimiser and goes with it.
   * @returns null where there is no graphics device
   */
  static of(trained: Trained, source: BatchSource): ReplayedTraining | null {
    const { updater } = trained.optimizer;
    const device = findDispatcher();
    if (!device || !(updater instanceof WebGpuUpdater)) return null;
    const found = updater.captured;
    if (found instanceof ReplayedTraining && found.#serves(trained, source)) {
      found.#steps.dropStale();
      return found;
    }
    found?.dispose();
    const made = new ReplayedTraining(device, updater, trained, source);
    updater.captured = made;
    return made;
  }

  /** @throws DeviceLostError, DeviceMemoryError, or what the data set throws */
  async take(at: number, hyper: Partial<Hyper>): Promise<void> {
    this.#device.requireDevice();
    const { optimizer } = this.#trained;
    const key = optimizer.captureKey(hyper);
    const place = key !== null && this.#taken.has(key) ? await this.#captured(key, at, hyper) : null;
    if (place) {
      const numbers = optimizer.advance(hyper);
      this.#steps.submit(place.kind, { ...stepValues(numbers), first: place.first });
      this.#unread.push(null);
    } else {
      this.#unread.push(await takeStep(this.#trained, this.#source, at, hyper));
      if (key !== null) this.#taken.add(key);
    }
  }

  async read(): Promise<Float32Array> {
    const order = this.#unread;
    this.#unread = [];
    const eager = order.filter((loss) => loss !== null);
    try {
      const [own, replayed] = await Promise.all([
        eager.length > 0 ? readScalars(eager) : nothing,
        eager.length < order.length ? this.#steps.read().then(({ losses }) => losses) : nothing,
      ]);
      let [fromOwn, fromReplayed] = [0, 0];
      return Float32Array.from(order, (loss) => (loss ? own[fromOwn++] : replayed[fromReplayed++]));
    } catch (error) {
      this.#device.requireDevice();
      throw error;
    }
  }

  forget(): void {
    for (const loss of this.#unread) loss?.dispose();
    this.#unread = [];
    this.#steps.forget();
  }

  dispose(): void {
    this.forget();
    this.#steps.dispose();
    this.#batches?.dispose();
    this.#batches = null;
  }

  #serves({ network, objective }: Trained, source: BatchSource): boolean {
    return network === this.#trained.network && objective === this.#trained.objective && source === this.#source;
  }

  /** Brings the batch to the device and captures its kind of step if need be. @returns null if that kind cannot be captured */
  async #captured(key: string, at: number, hyper: Partial<Hyper>): Promise<{ kind: string; first: number } | null> {
    const { count } = this.#source;
    this.#batches ??= await deviceBatches(this.#device, this.#source);
    const batches = this.#batches;
    const { first, size } = await batches.bring(at % count, Math.floor(at / count));
    const kind = `${size} ${key}`;
    if (this.#steps.has(kind)) return { kind, first };
    if (this.#uncapturable.has(kind)) return null;
    const build: BuildStep = (step) => ({
      loss: trainStep(this.#trained, batches.take(step, size), hyper, (x, rate, ofLayer) =>
        dropout(this.#device, step, x, { rate, key: ofLayer }),
      ),
    });
    try {
      await this.#trained.optimizer.uncounted(hyper, () => this.#steps.capture(kind, size, build));
      return { kind, first };
    } catch (error) {
      if (!(error instanceof CaptureError)) throw error;
      this.#uncapturable.add(kind);
      return null;
    }
  }
}
