/** What an optimiser is told: its rule, and the numbers of each step. */
import type { Parameter, ParameterKind } from '../layers/parameter.ts';
import type { HardConcreteGates } from './hard-concrete.ts';
import type { MinimaxGame } from './minimax.ts';

/**
 * `sgd`: θ −= η g. `momentum`: v = μ v + g, θ −= η v. `adam` (arXiv 1412.6980, algorithm 1): ε is added to the root of the
 * bias-corrected second moment. AdamW (arXiv 1711.05101) is `adam` with a weight decay.
 */
export type Rule =
  | { readonly kind: 'sgd' }
  | { readonly kind: 'momentum'; readonly momentum: number }
  | { readonly kind: 'adam'; readonly beta1: number; readonly beta2: number; readonly epsilon: number };

/**
 * Penalties of arXiv 2505.17469 by their gradients, α included; sign(0) = 0.
 * `l1`: α sign θ. `exponential` (DRR): α β sign θ exp(−β |θ|).
 * With β as a width: `gaussian`: α θ/β² exp(−θ²/(2β²)); `student-t`: α (2θ/(3β²)) / (1 + θ²/(3β²))².
 */
export type Penalty =
  | { readonly kind: 'l1'; readonly alpha: number }
  | { readonly kind: 'exponential' | 'gaussian' | 'student-t'; readonly alpha: number; readonly beta: number };

/** Everything that may differ from step to step. */
export interface Hyper {
  readonly learningRate: number;
  /** Its gradient is added to the back-propagated one. */
  readonly penalty?: Penalty | undefined;
  /** ρ of the penalty ρ‖θ‖², whose gradient is 2ρθ. */
  readonly rho?: number | undefined;
  /**
   * Kinds that `penalty` and `rho` leave alone. The authors' image classifiers exempt the scale of batch normalisation from ℓ1 and ℓ2, but
   * not from the others; their transformer exempts nothing. `noise-scale` is always exempt.
   */
  readonly exempt?: readonly ParameterKind[] | undefined;
  /** Factors on α by parameter name, see `layerFactors`; 1 for names that are missing. */
  readonly strength?: ReadonlyMap<string, number> | undefined;
  /** Whether `strength` scales ρ as well. The paper does, the authors' code does not. */
  readonly strengthScalesRho?: boolean | undefined;
  /** λ of the decoupled decay θ −= η λ θ; reaches weights and embeddings only. */
  readonly weightDecay?: number | undefined;
  /** Largest norm of the whole gradient, penalties included; a longer one is shortened to it. */
  readonly clipNorm?: number | undefined;
  /** Hard-concrete gates, with the weight α of their expected number that are open. */
  readonly gates?: { readonly gates: HardConcreteGates; readonly alpha: number } | undefined;
  /** The minimax game of PMMP with this α; none where α is 0. */
  readonly minimax?: { readonly game: MinimaxGame; readonly alpha: number } | undefined;
}

/** Factors of a parameter on α and ρ; 0 where it is exempt. */
export function penaltyFactors(
  { kind, name }: Pick<Parameter, 'kind' | 'name'>,
  { exempt, strength, strengthScalesRho }: Pick<Hyper, 'exempt' | 'strength' | 'strengthScalesRho'>,
): { penaltyFactor: number; rhoFactor: number } {
  const isExempt = kind === 'noise-scale' || (exempt?.includes(kind) ?? false);
  const penaltyFactor = isExempt ? 0 : (strength?.get(name) ?? 1);
  return { penaltyFactor, rhoFactor: strengthScalesRho ? penaltyFactor : Number(!isExempt) };
}
