/** The optimiser in place on WebGPU: one dispatch for each parameter, its numbers in a buffer that a replayed step can rewrite. */
import { averageInPlace } from '../kernels/webgpu/average.ts';
import type { Dispatcher } from '../kernels/webgpu/dispatcher.ts';
import { GradientNorm, updateInPlace, type Penalty, type UpdateConstants, type UpdateTensors } from '../kernels/webgpu/optimizer.ts';
import { enterMeans, minimaxGradients } from '../kernels/webgpu/minimax.ts';
import { StepBuffer, type StepValues } from '../kernels/webgpu/step-buffer.ts';
import type * as tf from '../tf.ts';
import type { Players } from './terms/minimax.ts';
import { penaltyOf, type Entry, type PlayerGradients, type StepNumbers, type Updater } from './updater.ts';

const penaltyNames: Record<NonNullable<StepNumbers['penalty']>['kind'], Penalty> = {
  l1: 'l1',
  exponential: 'drr-exponential',
  gaussian: 'drr-gaussian',
  'student-t': 'drr-student-t',
};

/** What a step's buffer holds of the optimiser's numbers. */
export function stepValues(numbers: StepNumbers): Partial<StepValues> {
  const { step, learningRate, correction1, correction2, penalty, rho, weightDecay, clipNorm, game, gateAlpha } = numbers;
  return {
    step,
    learningRate,
    scale1: 1 / correction1,
    scale2: 1 / correction2,
    alpha: penalty?.alpha ?? game?.alpha ?? 0,
    uFactor: game?.uFactor ?? 1,
    share: game?.share ?? 0,
    beta: penalty && penalty.kind !== 'l1' ? penalty.beta : 1,
    rho,
    weightDecay,
    gateAlpha,
    maxNorm: clipNorm ?? 0,
  };
}

export class WebGpuUpdater implements Updater {
  readonly step: StepBuffer;
  /** What was captured of steps with this optimiser, and goes with it. */
  captured: { dispose(): void } | null = null;
  readonly #dispatcher: Dispatcher;
  /** By number of variables: captured steps of two kinds may measure different ones. */
  readonly #norms = new Map<number, GradientNorm>();

  constructor(dispatcher: Dispatcher) {
    this.#dispatcher = dispatcher;
    this.step = new StepBuffer(dispatcher);
  }

  begin(numbers: StepNumbers): void {
    this.step.write(stepValues(numbers));
  }

  playerGradients(_gradient: tf.Tensor, now: Players, mean: Players | undefined, { penalty }: StepNumbers): PlayerGradients | null {
    // The kernel has one α, and θ's update one penalty.
    if (penalty && penalty.alpha !== 0) return null;
    return minimaxGradients(this.#dispatcher, this.step, now, mean);
  }

  update(entries: readonly Entry[], numbers: StepNumbers): void {
    const parts = entries.map((entry) => ({ entry, tensors: tensorsOf(entry), constants: constantsOf(entry, numbers) }));
    const clip = numbers.clipNorm === null ? undefined : this.#clip(parts.filter(({ entry }) => entry.clipped));
    for (const { entry, tensors, constants } of parts) {
      updateInPlace(this.#dispatcher, this.step, tensors, constants, entry.clipped ? clip : undefined);
    }
  }

  remember(means: Players, now: Players): void {
    enterMeans(this.#dispatcher, this.step, now, means);
  }

  average(variable: tf.Variable, value: tf.Tensor, rate: number): void {
    averageInPlace(this.#dispatcher, variable, value, rate);
  }

  dispose(): void {
    this.captured?.dispose();
    this.captured = null;
    this.step.dispose();
    for (const norm of this.#norms.values()) norm.dispose();
    this.#norms.clear();
  }

  #clip(parts: readonly { tensors: UpdateTensors; constants: UpdateConstants }[]): GPUBuffer {
    const norm = this.#norms.get(parts.length) ?? new GradientNorm(this.#dispatcher, parts.length);
    this.#norms.set(parts.length, norm);
    norm.measure(this.step, parts);
    return norm.factor;
  }
}

const tensorsOf = ({ variable, gradient, mask, slots, players }: Entry): UpdateTensors => ({
  weights: variable,
  gradient,
  ...(slots[0] ? { firstMoment: slots[0] } : {}),
  ...(slots[1] ? { secondMoment: slots[1] } : {}),
  ...(mask ? { mask } : {}),
  ...(players ? { players } : {}),
});

function constantsOf(entry: Entry, numbers: StepNumbers): UpdateConstants {
  const { rule } = numbers;
  const penalty = penaltyOf(entry, numbers);
  return {
    rule: rule.kind,
    ...(rule.kind === 'adam' ? { beta1: rule.beta1, beta2: rule.beta2, epsilon: rule.epsilon } : {}),
    ...(rule.kind === 'momentum' ? { beta1: rule.momentum } : {}),
    penalty: entry.players ? 'minimax' : penalty ? penaltyNames[penalty.kind] : 'none',
    penaltyFactor: entry.penaltyFactor,
    rhoFactor: entry.rhoFactor,
    decayFactor: entry.decayFactor,
    clampToUnit: entry.unitInterval,
  };
}
