/** Matrix products by whatever kernels tfjs has in this worker. */
import { stream } from '../../src/math/random.ts';
import * as tf from '../../src/nn/tf.ts';
import { SEED } from './models.ts';
import type { GemmForm } from './side.ts';

export class Products {
  #operands: readonly [tf.Tensor2D, tf.Tensor2D] | null = null;
  #form: GemmForm = 'nn';

  prepare(form: GemmForm, m: number, k: number, n: number): void {
    if (this.#operands) tf.dispose([...this.#operands]);
    const random = stream(SEED, 'bench/gemm');
    const matrix = (rows: number, columns: number): tf.Tensor2D =>
      tf.tensor2d(
        Float32Array.from({ length: rows * columns }, () => random.uniform() - 0.5),
        [rows, columns],
      );
    this.#form = form;
    this.#operands = [form === 'tn' ? matrix(k, m) : matrix(m, k), form === 'nt' ? matrix(n, k) : matrix(k, n)];
  }

  /** @returns milliseconds a product */
  multiply(times: number): number {
    if (!this.#operands) throw new Error('There is nothing to multiply: call prepare() first.');
    const [a, b] = this.#operands;
    const began = performance.now();
    // The operands stay the same, which favours tfjs: XNNPACK packs the second one once, where a training step has a new one each time.
    for (let i = 0; i < times; i++) tf.matMul(a, b, this.#form === 'tn', this.#form === 'nt').dispose();
    return (performance.now() - began) / times;
  }
}
