/** The optimiser in place on WebGPU: one dispatch for each parameter, its numbers in a buffer that a replayed step can rewrite. */
import { averageInPlace } from '../kernels/webgpu/average.ts';
import type { DeviceStream } from '../kernels/webgpu/device-stream.ts';
import { GradientNorm, updateInPlace, type Penalty, type UpdateConstants, type UpdateTensors } from '../kernels/webgpu/optimizer.ts';
import { StepBuffer, type StepValues } from '../kernels/webgpu/step-buffer.ts';
import type * as tf from '../tf.ts';
import { penaltyOf, type Entry, type StepNumbers, type Updater } from './updater.ts';

const penaltyNames: Record<NonNullable<StepNumbers['penalty']>['kind'], Penalty> = {
  l1: 'l1',
  exponential: 'drr-exponential',
  gaussian: 'drr-gaussian',
  'student-t': 'drr-student-t',
};

/** What a step's buffer holds of the optimiser's numbers. */
export function stepValues(numbers: StepNumbers): Partial<StepValues> {
  const { learningRate, correction1, correction2, penalty, rho, weightDecay, clipNorm } = numbers;
  return {
    learningRate,
    scale1: 1 / correction1,
    scale2: 1 / correction2,
    alpha: penalty?.alpha ?? 0,
    beta: penalty && penalty.kind !== 'l1' ? penalty.beta : 1,
    rho,
    weightDecay,
    maxNorm: clipNorm ?? 0,
  };
}

export class WebGpuUpdater implements Updater {
  readonly #stream: DeviceStream;
  readonly #step: StepBuffer;
  readonly #ownStep: boolean;
  #norm: { readonly variables: number; readonly measured: GradientNorm } | null = null;

  /** @param step whose values the caller writes before each step, as when one is captured; without it every step writes its own */
  constructor(stream: DeviceStream, step?: StepBuffer) {
    this.#stream = stream;
    this.#step = step ?? new StepBuffer(stream);
    this.#ownStep = step === undefined;
  }

  update(entries: readonly Entry[], numbers: StepNumbers): void {
    if (this.#ownStep) this.#step.write(stepValues(numbers));
    const parts = entries.map((entry) => ({ entry, tensors: tensorsOf(entry), constants: constantsOf(entry, numbers) }));
    const clip = numbers.clipNorm === null ? undefined : this.#clip(parts.filter(({ entry }) => entry.clipped));
    for (const { entry, tensors, constants } of parts) {
      updateInPlace(this.#stream, this.#step, tensors, constants, entry.clipped ? clip : undefined);
    }
  }

  average(variable: tf.Variable, value: tf.Tensor, rate: number): void {
    averageInPlace(this.#stream, variable, value, rate);
  }

  dispose(): void {
    if (this.#ownStep) this.#step.dispose();
    this.#norm?.measured.dispose();
    this.#norm = null;
  }

  #clip(parts: readonly { tensors: UpdateTensors; constants: UpdateConstants }[]): GPUBuffer {
    if (this.#norm?.variables !== parts.length) {
      this.#norm?.measured.dispose();
      this.#norm = { variables: parts.length, measured: new GradientNorm(this.#stream, parts.length) };
    }
    this.#norm.measured.measure(this.#step, parts);
    return this.#norm.measured.factor;
  }
}

const tensorsOf = ({ variable, gradient, mask, slots }: Entry): UpdateTensors => ({
  weights: variable,
  gradient,
  ...(slots[0] ? { firstMoment: slots[0] } : {}),
  ...(slots[1] ? { secondMoment: slots[1] } : {}),
  ...(mask ? { mask } : {}),
});

function constantsOf(entry: Entry, numbers: StepNumbers): UpdateConstants {
  const { rule } = numbers;
  const penalty = penaltyOf(entry, numbers);
  return {
    rule: rule.kind,
    ...(rule.kind === 'adam' ? { beta1: rule.beta1, beta2: rule.beta2, epsilon: rule.epsilon } : {}),
    ...(rule.kind === 'momentum' ? { beta1: rule.momentum } : {}),
    penalty: penalty ? penaltyNames[penalty.kind] : 'none',
    penaltyFactor: entry.penaltyFactor,
    rhoFactor: entry.rhoFactor,
    decayFactor: entry.decayFactor,
    clampToUnit: entry.unitInterval,
  };
}
