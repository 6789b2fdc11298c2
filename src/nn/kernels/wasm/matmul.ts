import * as tf from '../../tf.ts';
import { fuse, noEpilogue, type Epilogue } from './epilogue.ts';
import type { KernelModule } from './module.ts';
import { requireFloat32, type KernelTable } from './table.ts';
import { elementCount } from '../../../math/element-count.ts';
import { kernel } from '../kernel.ts';

interface Operands {
  readonly a: tf.TensorInfo;
  readonly b: tf.TensorInfo;
}

/** tfjs's matrix products: `a` is [...batch, m, k], `b` is [...batch, k, n] (before transposition), batches broadcast. */
export function matMulKernels(kernels: KernelModule): KernelTable {
  return {
    BatchMatMul: kernel<Operands, tf.BatchMatMulAttrs>(({ inputs, attrs }) => {
      const { a, b } = inputs;
      const { transposeA, transposeB } = attrs;
      requireFloat32('BatchMatMul', a, b);
      return multiply(kernels, a, b, transposeA, transposeB, noEpilogue);
    }),
    _FusedMatMul: kernel<Operands, tf._FusedMatMulAttrs>(({ inputs, attrs, backend }) => {
      const { a, b, ...fusedInputs } = inputs;
      const { transposeA, transposeB, ...fusedAttrs } = attrs;
      requireFloat32('_FusedMatMul', a, b);
      const columns = b.shape[b.shape.length - (transposeB ? 2 : 1)];
      return fuse(kernels, backend, { ...fusedInputs, ...fusedAttrs }, columns, (epilogue) =>
        multiply(kernels, a, b, transposeA, transposeB, epilogue),
      );
    }),
  };
}

function multiply(
  kernels: KernelModule,
  a: tf.TensorInfo,
  b: tf.TensorInfo,
  transposeA: boolean,
  transposeB: boolean,
  { bias, activation, slope }: Epilogue,
): tf.TensorInfo {
  const { heap, functions, gemmWorkspace } = kernels;
  const [rowsA, lda] = a.shape.slice(-2) as [number, number];
  const [rowsB, ldb] = b.shape.slice(-2) as [number, number];
  const [m, k] = transposeA ? [lda, rowsA] : [rowsA, lda];
  const [inner, n] = transposeB ? [ldb, rowsB] : [rowsB, ldb];
  if (inner !== k) {
    throw new Error(
      `A matrix product needs equal inner dimensions, but they are ${k} and ${inner} ` +
        `(shapes [${a.shape.join(', ')}] and [${b.shape.join(', ')}], transposed: ${transposeA}, ${transposeB}).`,
    );
  }
  const batchA = a.shape.slice(0, -2);
  const batchB = b.shape.slice(0, -2);
  const batch = tf.broadcast_util.assertAndGetBroadcastShape(batchA, batchB);
  const out = heap.output([...batch, m, n], 'float32');
  const run = (rows: number, products: number, fromA: number, stepA: number, fromB: number, stepB: number, to: number): void =>
    functions.gemm(
      heap.address(a) + 4 * rowsA * lda * fromA,
      heap.address(b) + 4 * rowsB * ldb * fromB,
      heap.address(out) + 4 * m * n * to,
      rows,
      n,
      k,
      Number(transposeA),
      Number(transposeB),
      lda,
      ldb,
      products,
      4 * rowsA * lda * stepA,
      4 * rowsB * ldb * stepB,
      4 * m * n,
      0,
      bias,
      activation,
      slope,
      gemmWorkspace,
    );
  const products = elementCount(batch);
  const [countA, countB] = [elementCount(batchA), elementCount(batchB)];
  if (countB === 1 && !transposeA) {
    run(m * products, 1, 0, 0, 0, 0, 0); // One b for all: the batch is more rows, and b is packed once.
  } else if ((countA === products || countA === 1) && (countB === products || countB === 1)) {
    run(m, products, 0, countA === 1 ? 0 : 1, 0, countB === 1 ? 0 : 1, 0);
  } else {
    for (let i = 0; i < products; i++) {
      run(m, 1, broadcastIndex(i, batch, batchA), 0, broadcastIndex(i, batch, batchB), 0, i);
    }
  }
  return out;
}

/** Which entry of an operand with batch shape `own` meets entry `index` of the broadcast batch shape. */
function broadcastIndex(index: number, batch: readonly number[], own: readonly number[]): number {
  let result = 0;
  let stride = 1;
  for (let fromEnd = 1; fromEnd <= own.length; fromEnd++) {
    const size = batch[batch.length - fromEnd];
    const ownSize = own[own.length - fromEnd];
    if (ownSize > 1) result += (index % size) * stride;
    stride *= ownSize;
    index = Math.floor(index / size);
  }
  return result;
}
