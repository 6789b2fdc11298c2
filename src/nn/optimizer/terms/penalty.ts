/** Penalties on the size of numbers, α Σ f(θ) and ρ Σ θ² (arXiv 2505.17469, section 2): kernels add their gradients inside the update. */
import type { Parameter, ParameterKind } from '../../layers/parameter.ts';
import { identity } from '../identity.ts';
import type { Entry, TermNumbers } from '../updater.ts';
import type { Term, WeightedTerm } from '../term.ts';
import * as tf from '../../tf.ts';
import type { Penalty } from '../hyper.ts';

/** Which parameters a penalty reaches, and how strongly. */
export interface PenaltyReach {
  /**
   * Kinds that it leaves alone. The authors' image classifiers exempt the scale of batch normalisation from ℓ1 and ℓ2, but not from the
   * others; their transformer exempts nothing. `noise-scale` is always exempt.
   */
  readonly exempt?: readonly ParameterKind[] | undefined;
  /** Factors on its weight by parameter name, see `layerFactors`; 1 for names that are missing. */
  readonly strength?: ReadonlyMap<string, number> | undefined;
}

const factorOf = ({ kind, name }: Pick<Parameter, 'kind' | 'name'>, { exempt, strength }: PenaltyReach): number =>
  kind === 'noise-scale' || exempt?.includes(kind) ? 0 : (strength?.get(name) ?? 1);

const reachKey = ({ exempt = [], strength }: PenaltyReach): string => `${exempt.join()} ${strength ? identity(strength) : 0}`;

/** A penalty without its weight: R-L1 and the smooth counts of DRR. */
export type PenaltyShape = Penalty extends infer One ? (One extends Penalty ? Omit<One, 'alpha'> : never) : never;

/** α f(θ) for every number. */
export class PenaltyTerm implements Term {
  readonly id = 'penalty';
  readonly takesAlpha = true;
  readonly restsAtZero = true;
  readonly #shape: PenaltyShape;
  readonly #reach: PenaltyReach;

  constructor(shape: PenaltyShape, reach: PenaltyReach = {}) {
    this.#shape = shape;
    this.#reach = reach;
  }

  captureKey(): string {
    return `${this.#shape.kind} ${reachKey(this.#reach)}`;
  }

  advance(alpha: number): Partial<TermNumbers> {
    return { penalty: { ...this.#shape, alpha } };
  }

  extend(parameter: Parameter, [theta, ...others]: readonly Entry[]): readonly Entry[] {
    return [{ ...theta, penaltyFactor: factorOf(parameter, this.#reach) }, ...others];
  }

  value(parameter: Parameter, alpha: number): tf.Tensor | null {
    const factor = factorOf(parameter, this.#reach);
    return factor === 0 ? null : tf.mul(tf.sum(ofEach(parameter.variable, this.#shape)), alpha * factor);
  }

  dispose(): void {
    // Nothing is held.
  }
}

/** ρ θ² for every number, whose gradient is 2ρθ. */
export class RidgeTerm implements Term {
  readonly id = 'ridge';
  readonly takesAlpha = false;
  readonly restsAtZero = true;
  readonly #reach: PenaltyReach;

  /** @param reach the paper has the strengths of DRR-O scale ρ as well; the authors' code does not */
  constructor(reach: PenaltyReach = {}) {
    this.#reach = reach;
  }

  captureKey(): string {
    return `ridge ${reachKey(this.#reach)}`;
  }

  advance(rho: number): Partial<TermNumbers> {
    return { rho };
  }

  extend(parameter: Parameter, [theta, ...others]: readonly Entry[]): readonly Entry[] {
    return [{ ...theta, rhoFactor: factorOf(parameter, this.#reach) }, ...others];
  }

  value(parameter: Parameter, rho: number): tf.Tensor | null {
    const factor = factorOf(parameter, this.#reach);
    return rho * factor === 0 ? null : tf.mul(tf.sum(tf.square(parameter.variable)), rho * factor);
  }

  dispose(): void {
    // Nothing is held.
  }
}

/**
 * A penalty with α, as a term with its weight.
 *
 * @internal Tests set penalties up by it.
 */
export function weighted(penalty: Penalty, reach: PenaltyReach = {}): WeightedTerm {
  const { alpha, ...shape } = penalty;
  return { term: new PenaltyTerm(shape, reach), weight: alpha };
}

/** The penalty of each number without α. */
function ofEach(theta: tf.Tensor, penalty: PenaltyShape): tf.Tensor {
  switch (penalty.kind) {
    case 'l1':
      return tf.abs(theta);
    case 'exponential':
      return tf.sub(1, tf.exp(tf.mul(tf.abs(theta), -penalty.beta)));
    case 'gaussian':
      return tf.sub(1, tf.exp(tf.mul(tf.square(theta), -1 / (2 * penalty.beta * penalty.beta))));
    case 'student-t':
      return tf.sub(1, tf.div(1, tf.add(1, tf.mul(tf.square(theta), 1 / (3 * penalty.beta * penalty.beta)))));
  }
}
