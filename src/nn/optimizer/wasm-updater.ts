/** The optimiser in place on the WebAssembly heap: one pass over weights, slots and gradient of each parameter. */
import { adamStep } from '../kernels/wasm/adam.ts';
import { gameGradients } from '../kernels/wasm/minimax.ts';
import {
  averageInPlace,
  penalisedAdam,
  penalisedDescent,
  penalisedSquareSum,
  type PenalisedSettings,
  type PenaltyNumbers,
} from '../kernels/wasm/penalised-adam.ts';
import type * as tf from '../tf.ts';
import { CLIP_EPSILON } from './expression-updater.ts';
import type { Penalty } from './hyper.ts';
import type { Players } from './terms/minimax.ts';
import { penaltyOf, type Entry, type PlayerGradients, type StepNumbers, type Updater } from './updater.ts';

export class WasmUpdater implements Updater {
  playerGradients(gradient: tf.Tensor, now: Players, mean: Players | undefined, { game }: StepNumbers): PlayerGradients | null {
    return game && gameGradients(gradient, now, mean ?? now, game);
  }

  update(entries: readonly Entry[], numbers: StepNumbers): void {
    const factor = clipFactor(entries, numbers);
    for (const entry of entries) updateOne(entry, numbers, entry.clipped ? factor : 1);
  }

  average(variable: tf.Variable, value: tf.Tensor, rate: number): void {
    averageInPlace(variable, value, rate);
  }

  dispose(): void {
    // Nothing is held.
  }
}

function clipFactor(entries: readonly Entry[], numbers: StepNumbers): number {
  const { clipNorm, rho } = numbers;
  if (clipNorm === null) return 1;
  const squares = (entry: Entry): number =>
    penalisedSquareSum(tensorsOf(entry), penaltyNumbers(penaltyOf(entry, numbers)), 2 * rho * entry.rhoFactor);
  const square = entries.reduce((sum, entry) => (entry.clipped ? sum + squares(entry) : sum), 0);
  return Math.min(1, clipNorm / (Math.sqrt(square) + CLIP_EPSILON));
}

function updateOne(entry: Entry, numbers: StepNumbers, factor: number): void {
  const { slots, unitInterval } = entry;
  const { rule, learningRate, correction1, correction2 } = numbers;
  const penalty = penaltyOf(entry, numbers);
  const rho = numbers.rho * entry.rhoFactor;
  const decay = numbers.weightDecay * entry.decayFactor;
  const tensors = tensorsOf(entry);
  if (rule.kind === 'adam' && !penalty && rho === 0 && decay === 0 && factor === 1 && !unitInterval) {
    const { mask, ...rest } = tensors;
    const moments = { firstMoment: slots[0], secondMoment: slots[1] };
    adamStep({ ...rest, ...moments, ...(mask ? { mask } : {}) }, { ...rule, learningRate, correction1, correction2 });
    return;
  }
  const settings: PenalisedSettings = {
    learningRate,
    penalty: penaltyNumbers(penalty),
    twiceRho: 2 * rho,
    share: 1 - learningRate * decay,
    factor,
    unitInterval,
  };
  if (rule.kind === 'adam') {
    penalisedAdam({ ...tensors, firstMoment: slots[0], secondMoment: slots[1] }, settings, { ...rule, correction1, correction2 });
  } else {
    const momentum = rule.kind === 'momentum' ? rule.momentum : 0;
    penalisedDescent({ ...tensors, velocity: slots[0] ?? null }, settings, momentum);
  }
}

const tensorsOf = ({ variable, gradient, mask }: Entry): { weights: tf.Tensor; gradient: tf.Tensor; mask: tf.Tensor | null } => ({
  weights: variable,
  gradient,
  mask,
});

/** The two constants of a penalty's gradient, see `PenaltyNumbers`. */
function penaltyNumbers(penalty: Penalty | null): PenaltyNumbers {
  if (!penalty) return { kind: 'none', c: 0, s: 0 };
  if (penalty.kind === 'l1') return { kind: 'l1', c: penalty.alpha, s: 0 };
  const { kind, alpha, beta } = penalty;
  switch (kind) {
    case 'exponential':
      return { kind, c: alpha * beta, s: beta };
    case 'gaussian':
      return { kind, c: alpha / (beta * beta), s: 1 / (2 * beta * beta) };
    case 'student-t':
      return { kind, c: (2 * alpha) / (3 * beta * beta), s: 1 / (3 * beta * beta) };
  }
}
