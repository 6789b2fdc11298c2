/** What both sides of a comparison can do, each in a worker of its own: our kernels change tfjs for the whole worker that they are in. */
import type { BackendName } from '../../src/nn/backend.ts';

/** Which operand of a product is transposed: none, the first, the second. */
export type GemmForm = 'nn' | 'tn' | 'nt';

export interface Side {
  start(backend: BackendName): Promise<void>;
  /**
   * Makes a model ready to be trained, in place of the one before, and takes one step.
   * @returns trainable numbers in it
   * @throws what tfjs says if it cannot train it
   */
  prepare(model: string, how: 'steps' | 'fit'): Promise<number>;
  /** Trains, at least for `steps`. @returns milliseconds a step */
  train(steps: number): Promise<number>;
  /** Makes float32 operands ready, in place of those before: an m × k by a k × n matrix, before transposition. */
  prepareProduct(form: GemmForm, m: number, k: number, n: number): void;
  /** Multiplies that often. @returns milliseconds a product */
  multiply(times: number): number;
}
