/** ℓ0-ADMM: weights tied to a sparse copy of themselves (arXiv 2505.17469, appendix; with one worker). */
import { Optimizer } from '../../nn/optimizer.ts';
import type { Hyper } from '../../nn/optimizer/hyper.ts';
import type { Parameter } from '../../nn/layers/parameter.ts';
import * as tf from '../../nn/tf.ts';

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

/** An optimiser that adds ρ(θ − z + v) to every gradient, once it has been told to begin. */
export class AdmmOptimizer extends Optimizer {
  readonly #copies = new Map<Parameter, Copies>();
  #rho = 0;
  /** Ties so far: each has copies of its own. */
  #ties = 0;

  /** From here on with z = θ and v = 0. */
  begin(parameters: readonly Parameter[], rho: number): void {
    this.#rho = rho;
    this.#ties++;
    for (const parameter of parameters) {
      const { variable } = parameter;
      const owned = (make: () => tf.Tensor): tf.Variable => tf.tidy(() => tf.variable(make(), false));
      this.#copies.set(parameter, { z: owned(() => tf.mul(variable, 1)), v: owned(() => tf.zerosLike(variable)) });
    }
  }

  override captureKey(hyper: Partial<Hyper> = {}): string | null {
    const key = super.captureKey(hyper);
    return key === null || this.#copies.size === 0 ? key : `${key}, tie ${this.#ties}`;
  }

  override applyStep(parameters: readonly Parameter[], gradients: tf.NamedTensorMap, hyper: Partial<Hyper> = {}): void {
    if (this.#copies.size === 0) {
      super.applyStep(parameters, gradients, hyper);
      return;
    }
    tf.tidy(() => {
      const tied: tf.NamedTensorMap = {};
      for (const parameter of parameters) {
        const { variable } = parameter;
        const copies = this.#copies.get(parameter);
        const gradient = gradients[variable.name];
        tied[variable.name] = copies ? tf.add(gradient, tf.mul(tf.add(tf.sub(variable, copies.z), copies.v), this.#rho)) : gradient;
      }
      super.applyStep(parameters, tied, hyper);
    });
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

  /** z and v of a parameter; undefined where it is not tied. */
  copiesOf(parameter: Parameter): Copies | undefined {
    return this.#copies.get(parameter);
  }

  /** Ends the tie; steps are plain again. */
  end(): void {
    for (const { z, v } of this.#copies.values()) tf.dispose([z, v]);
    this.#copies.clear();
  }

  override dispose(): void {
    this.end();
    super.dispose();
  }
}
