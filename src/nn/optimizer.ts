/** Adam, as a plain tfjs expression: the reference for the in-place kernels. */
import * as tf from './tf.ts';

export interface AdamOptions {
  readonly learningRate: number;
  readonly beta1?: number;
  readonly beta2?: number;
  /** Added to the root of the bias-corrected second moment, as PyTorch does (tfjs' own default is 1e-7). */
  readonly epsilon?: number;
}

export interface Optimizer {
  /** One update of every variable that has a gradient, by its name. */
  applyStep(variables: readonly tf.Variable[], gradients: tf.NamedTensorMap): void;
  dispose(): void;
}

/** Kingma and Ba, arXiv 1412.6980, algorithm 1. */
export class Adam implements Optimizer {
  private readonly options: Required<AdamOptions>;
  private readonly moments = new Map<string, { first: tf.Variable; second: tf.Variable }>();
  private steps = 0;

  constructor(options: AdamOptions) {
    this.options = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, ...options };
  }

  applyStep(variables: readonly tf.Variable[], gradients: tf.NamedTensorMap): void {
    const { learningRate, beta1, beta2, epsilon } = this.options;
    this.steps++;
    const correction1 = 1 - beta1 ** this.steps;
    const correction2 = 1 - beta2 ** this.steps;
    for (const variable of variables) {
      const gradient = gradients[variable.name];
      const { first, second } = this.momentsOf(variable);
      tf.tidy(() => {
        first.assign(tf.add(tf.mul(first, beta1), tf.mul(gradient, 1 - beta1)));
        second.assign(tf.add(tf.mul(second, beta2), tf.mul(tf.square(gradient), 1 - beta2)));
        const root = tf.add(tf.sqrt(tf.div(second, correction2)), epsilon);
        variable.assign(tf.sub(variable, tf.mul(tf.div(tf.div(first, correction1), root), learningRate)));
      });
    }
  }

  dispose(): void {
    for (const { first, second } of this.moments.values()) {
      first.dispose();
      second.dispose();
    }
    this.moments.clear();
  }

  private momentsOf(variable: tf.Variable): { first: tf.Variable; second: tf.Variable } {
    const found = this.moments.get(variable.name);
    if (found) return found;
    const zeros = (): tf.Variable => tf.tidy(() => tf.variable(tf.zeros(variable.shape), false));
    const made = { first: zeros(), second: zeros() };
    this.moments.set(variable.name, made);
    return made;
  }
}

/** The Adam that fits the backend in use. */
export const createAdam = (options: AdamOptions): Optimizer => new Adam(options);
