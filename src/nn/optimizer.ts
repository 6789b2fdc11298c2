/** Adam (Kingma and Ba, arXiv 1412.6980, algorithm 1): in place where the backend has our kernels, else as tfjs expressions. */
import { adamStep } from './kernels/wasm/adam.ts';
import { findKernels } from './kernels/wasm/module.ts';
import * as tf from './tf.ts';

export interface AdamOptions {
  readonly learningRate: number;
  readonly beta1?: number;
  readonly beta2?: number;
  /** Added to the root of the bias-corrected second moment, as PyTorch does (tfjs' own default is 1e-7). */
  readonly epsilon?: number;
}

interface Moments {
  readonly first: tf.Variable;
  readonly second: tf.Variable;
}

interface Corrections {
  /** 1 − β1^t and 1 − β2^t. */
  readonly first: number;
  readonly second: number;
}

/** What the implementations share: hyperparameters, the count of steps, and moments by variable. */
export abstract class Adam {
  protected readonly options: Required<AdamOptions>;
  private readonly moments = new Map<string, Moments>();
  private steps = 0;

  constructor(options: AdamOptions) {
    this.options = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, ...options };
  }

  /** One update of every variable. @param gradients by the variables' names */
  applyStep(variables: readonly tf.Variable[], gradients: tf.NamedTensorMap): void {
    this.steps++;
    const corrections = { first: 1 - this.options.beta1 ** this.steps, second: 1 - this.options.beta2 ** this.steps };
    for (const variable of variables) {
      this.update(variable, gradients[variable.name], this.momentsOf(variable), corrections);
    }
  }

  dispose(): void {
    for (const { first, second } of this.moments.values()) tf.dispose([first, second]);
    this.moments.clear();
  }

  protected abstract update(variable: tf.Variable, gradient: tf.Tensor, moments: Moments, corrections: Corrections): void;

  private momentsOf(variable: tf.Variable): Moments {
    const found = this.moments.get(variable.name);
    if (found) return found;
    const zeros = (): tf.Variable => tf.tidy(() => tf.variable(tf.zeros(variable.shape), false));
    const made = { first: zeros(), second: zeros() };
    this.moments.set(variable.name, made);
    return made;
  }
}

/** The reference: plain tfjs expressions, on every backend. */
export class AdamExpression extends Adam {
  protected override update(variable: tf.Variable, gradient: tf.Tensor, { first, second }: Moments, by: Corrections): void {
    const { learningRate, beta1, beta2, epsilon } = this.options;
    tf.tidy(() => {
      first.assign(tf.add(tf.mul(first, beta1), tf.mul(gradient, 1 - beta1)));
      second.assign(tf.add(tf.mul(second, beta2), tf.mul(tf.square(gradient), 1 - beta2)));
      const root = tf.add(tf.sqrt(tf.div(second, by.second)), epsilon);
      variable.assign(tf.sub(variable, tf.mul(tf.div(tf.div(first, by.first), root), learningRate)));
    });
  }
}

/** One pass over weights, moments and gradient, in place on the WebAssembly heap. */
export class AdamInPlace extends Adam {
  protected override update(variable: tf.Variable, gradient: tf.Tensor, { first, second }: Moments, by: Corrections): void {
    adamStep(
      { weights: variable, firstMoment: first, secondMoment: second, gradient },
      { ...this.options, correction1: by.first, correction2: by.second },
    );
  }
}

/** The Adam that fits the backend in use. */
export const createAdam = (options: AdamOptions): Adam => (findKernels() ? new AdamInPlace(options) : new AdamExpression(options));
