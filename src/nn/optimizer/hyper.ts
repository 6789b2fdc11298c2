/** What an optimiser is told: its rule, and the numbers of each step. */
import type { WeightedTerm } from './term.ts';

export type { Penalty, Rule } from './rule.ts';

/** Everything that may differ from step to step. */
export interface Hyper {
  readonly learningRate: number;
  /** λ of the decoupled decay θ −= η λ θ; reaches weights and embeddings only. */
  readonly weightDecay?: number | undefined;
  /** Largest norm of the whole gradient, penalties included; a longer one is shortened to it. */
  readonly clipNorm?: number | undefined;
  /** What is added to the update, in this order: penalties, a game, gates, a tie. */
  readonly terms?: readonly WeightedTerm[] | undefined;
}
