/** What a backend does for the optimiser: the seam between its bookkeeping and the arithmetic. */
import type { StepBuffer } from '../kernels/webgpu/step-buffer.ts';
import type * as tf from '../tf.ts';
import type { Penalty, Rule } from './rule.ts';
import type { Players } from './players.ts';

/** One tensor to update. All tensors are float32 of one shape; `variable` and `slots` are overwritten or assigned. */
export interface Entry {
  readonly variable: tf.Variable;
  /** Back-propagated gradient g. Left as it is. */
  readonly gradient: tf.Tensor;
  /** 0 where an entry is pruned: its gradient counts as 0 and it becomes +0. */
  readonly mask: tf.Tensor | null;
  /** What the rule remembers: nothing (`sgd`), v (`momentum`), both moments (`adam`). Zeros before the first step. */
  readonly slots: readonly tf.Variable[];
  /** Factors of this entry on the step's α, ρ and λ; 0 where it is exempt. */
  readonly penaltyFactor: number;
  readonly rhoFactor: number;
  readonly decayFactor: number;
  /** Whether the entry counts in the norm of `clip` and is shortened by it. */
  readonly clipped: boolean;
  /** Whether the result is clamped to [0, 1], as γ of the minimax game is. */
  readonly unitInterval: boolean;
  /** The players that θ answers, where the game's term of θ is not in the gradient, see `playerGradients`. */
  readonly players?: Players;
}

/** What terms have in the numbers of a step. */
export interface TermNumbers {
  readonly penalty: Penalty | null;
  /** ρ; the gradient 2ρθ is added. */
  readonly rho: number;
  /** α and mf of the minimax game, and what its players weigh as they enter their means, see `MinimaxGame`; null where none is played. */
  readonly game: { readonly alpha: number; readonly uFactor: number; readonly share: number } | null;
  /** α of hard-concrete gates; 0 where there are none. */
  readonly gateAlpha: number;
}

/** The numbers that all entries of a step share: what changes when a captured step is replayed. */
export interface StepNumbers extends TermNumbers {
  /** From 1. */
  readonly step: number;
  readonly rule: Rule;
  readonly learningRate: number;
  /** 1 − β1^t and 1 − β2^t at step t = 1, 2, …; 1 for rules without them. */
  readonly correction1: number;
  readonly correction2: number;
  /** λ of θ −= η λ θ, which is taken from θ before the step. */
  readonly weightDecay: number;
  /** Largest norm c of the total gradients of the clipped entries; null for none. Factor: min(1, c / (norm + 1e-6)). */
  readonly clipNorm: number | null;
}

export type PlayerGradients = Omit<Players, 'theta'> & Partial<Pick<Players, 'theta'>>;

/** The penalty of one entry, α included; null where there is none. */
export function penaltyOf({ penaltyFactor }: Entry, { penalty }: StepNumbers): Penalty | null {
  return penalty && penalty.alpha * penaltyFactor !== 0 ? { ...penalty, alpha: penalty.alpha * penaltyFactor } : null;
}

/** The arithmetic of a step on one backend. Called inside `tf.tidy`; no result is read back. */
export interface Updater {
  /** Where the device has the numbers of the step that is computed next: a captured step reads them from here. */
  readonly step?: StepBuffer;
  /** Told the numbers of a step before anything of it is computed. */
  begin?(numbers: StepNumbers): void;
  /**
   * What the minimax game makes of the back-propagated gradient of θ, in one kernel. Where the result has no `theta`, `update` adds the
   * game's term from the entry's players.
   * @param mean the means of fictitious play
   * @returns null where there is no kernel for this game; then its expressions give the gradients
   */
  playerGradients?(gradient: tf.Tensor, now: Players, mean: Players | undefined, numbers: StepNumbers): PlayerGradients | null;
  /** One step of every entry: g ← mask ∘ (g + penalty + 2ρθ), shortened by the clip; θ −= ηλθ; the rule; the clamp; θ ← mask ∘ θ. */
  update(entries: readonly Entry[], numbers: StepNumbers): void;
  /** variable += rate · (value − variable): running statistics and, where there is no `remember`, the means of fictitious play. */
  average(variable: tf.Variable, value: tf.Tensor, rate: number): void;
  /** Takes players into their means with the share of the step, in one kernel; without it, `average` does. */
  remember?(means: Players, now: Players): void;
  dispose(): void;
}
