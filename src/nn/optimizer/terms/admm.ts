/** ℓ0-ADMM: weights tied to a sparse copy of themselves (arXiv 2505.17469, appendix; with one worker). */
import type { Parameter, Part } from '../../layers/parameter.ts';
import * as tf from '../../tf.ts';
import { identity } from '../identity.ts';
import type { Term, TermVariables } from '../term.ts';
import type { Entry, TermNumbers } from '../updater.ts';

export interface AdmmState {
  /** Sparse copy z and scaled dual v. */
  readonly z: Float64Array;
  readonly v: Float64Array[];
}

/**
 * The update of z and v after the workers' own steps: w = mean(x + v); z = w where 2α < ρ·W·w², else 0; v += x − z.
 * @param x and v: one array for each of the W workers, all of one length
 */
export function admmZUpdate(x: readonly ArrayLike<number>[], v: readonly ArrayLike<number>[], alpha: number, rho: number): AdmmState {
  const workers = x.length;
  const z = Float64Array.from({ length: x[0].length }, (_, j) => {
    const w = x.reduce((sum, own, i) => sum + own[j] + v[i][j], 0) / workers;
    return 2 * alpha < rho * workers * w * w ? w : 0;
  });
  return { z, v: v.map((own, i) => Float64Array.from(z, (value, j) => own[j] + x[i][j] - value)) };
}

interface Copies {
  readonly z: tf.Variable;
  readonly v: tf.Variable;
}

/** The tie ρ(θ − z + v) of every number to a sparse copy, from z = θ and v = 0 on. Its weight is ρ. */
export class AdmmTie implements Term {
  readonly id = 'admm';
  readonly takesAlpha = false;
  readonly restsAtZero = true;
  readonly #copies = new Map<Parameter, Copies>();
  readonly #rho: number;

  constructor(parameters: readonly Parameter[], rho: number) {
    this.#rho = rho;
    for (const parameter of parameters) {
      const { variable } = parameter;
      this.#copies.set(parameter, { z: owned(() => tf.mul(variable, 1)), v: owned(() => tf.zerosLike(variable)) });
    }
  }

  captureKey(): string {
    return `tie ${identity(this)}`;
  }

  advance(): Partial<TermNumbers> {
    return {};
  }

  extend(parameter: Parameter, [theta, ...others]: readonly Entry[], rho: number): readonly Entry[] {
    const copies = this.#copies.get(parameter);
    if (!copies) return [theta, ...others];
    const tied = tf.add(theta.gradient, tf.mul(tf.add(tf.sub(theta.variable, copies.z), copies.v), rho));
    return [{ ...theta, gradient: tied }, ...others];
  }

  /** The update of z and v; to be called between rounds. */
  async update(alpha: number): Promise<void> {
    for (const [parameter, { z, v }] of this.#copies) {
      const [x, dual] = [await parameter.values(), await v.data()];
      const next = admmZUpdate([x], [dual], alpha, this.#rho);
      tf.tidy(() => {
        z.assign(tf.tensor(Float32Array.from(next.z), [...z.shape]));
        v.assign(tf.tensor(Float32Array.from(next.v[0]), [...v.shape]));
      });
    }
  }

  /** The sparse copies, in the order in which the parameters were given. */
  async sparse(): Promise<Float32Array[]> {
    return Promise.all([...this.#copies.values()].map(async ({ z }) => ((await z.data()) as Float32Array).slice()));
  }

  kept(parameter: Parameter): TermVariables {
    const copies = this.#copies.get(parameter);
    return copies ? { 'copy z': copies.z, 'copy v': copies.v } : {};
  }

  keep(parameter: Parameter, part: Part): void {
    const copies = this.#copies.get(parameter);
    if (!copies) return;
    this.#copies.set(parameter, { z: owned(() => part(copies.z)), v: owned(() => part(copies.v)) });
    tf.dispose([copies.z, copies.v]);
  }

  /** Ends the tie. */
  dispose(): void {
    for (const { z, v } of this.#copies.values()) tf.dispose([z, v]);
    this.#copies.clear();
  }
}

const owned = (make: () => tf.Tensor): tf.Variable => tf.tidy(() => tf.variable(make(), false));
