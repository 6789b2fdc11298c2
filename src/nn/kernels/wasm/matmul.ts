import * as tf from '../../tf.ts';
import type { KernelModule } from './module.ts';
import { requireFloat32, runStock, type KernelTable } from './table.ts';

/** Activation codes of `assembly/gemm.ts`; the other fusable activations run as kernels of their own afterwards. */
const epilogues: Readonly<Record<string, number>> = { linear: 0, relu: 1, relu6: 2, leakyrelu: 3 };

interface Operands {
  readonly a: tf.TensorInfo;
  readonly b: tf.TensorInfo;
  readonly bias?: tf.TensorInfo;
  readonly preluActivationWeights?: tf.TensorInfo;
}

interface Epilogue {
  readonly bias: number;
  readonly activation: number;
  readonly slope: number;
}

const plain: Epilogue = { bias: 0, activation: 0, slope: 0 };

/** tfjs's matrix products: `a` is [...batch, m, k], `b` is [...batch, k, n] (before transposition), batches broadcast. */
export function matMulKernels(kernels: KernelModule): KernelTable {
  return {
    BatchMatMul: ({ inputs, attrs }) => {
      const { a, b } = inputs as unknown as Operands;
      const { transposeA, transposeB } = attrs as unknown as tf.BatchMatMulAttrs;
      requireFloat32('BatchMatMul', a, b);
      return multiply(kernels, a, b, transposeA, transposeB, plain);
    },
    _FusedMatMul: ({ inputs, attrs, backend }) => {
      const { a, b, bias, preluActivationWeights } = inputs as unknown as Operands;
      const { transposeA, transposeB, activation, leakyreluAlpha } = attrs as unknown as tf._FusedMatMulAttrs;
      requireFloat32('_FusedMatMul', a, b);
      const columns = transposeB ? b.shape.at(-2) : b.shape.at(-1);
      // A bias of another form than one value per column is added, and its activation applied, by tfjs's own kernels.
      const perColumn = bias === undefined || (bias.shape.at(-1) === columns && sizeOf(bias.shape) === columns);
      const code = perColumn ? epilogues[activation] : undefined;
      const out = multiply(kernels, a, b, transposeA, transposeB, {
        bias: bias !== undefined && perColumn ? kernels.heap.address(bias) : 0,
        activation: code ?? 0,
        slope: leakyreluAlpha ?? 0,
      });
      const withBias = bias === undefined || perColumn ? out : replace(kernels, out, 'Add', { a: out, b: bias }, {}, backend);
      if (code !== undefined) return withBias;
      return activate(kernels, withBias, activation, leakyreluAlpha ?? 0, preluActivationWeights, backend);
    },
  };
}

function activate(
  kernels: KernelModule,
  x: tf.TensorInfo,
  activation: string,
  alpha: number,
  preluWeights: tf.TensorInfo | undefined,
  backend: object,
): tf.TensorInfo {
  switch (activation) {
    case 'linear':
      return x;
    case 'relu':
      return replace(kernels, x, 'Relu', { x }, {}, backend);
    case 'relu6':
      return replace(kernels, x, 'Relu6', { x }, {}, backend);
    case 'elu':
      return replace(kernels, x, 'Elu', { x }, {}, backend);
    case 'sigmoid':
      return replace(kernels, x, 'Sigmoid', { x }, {}, backend);
    case 'leakyrelu':
      return replace(kernels, x, 'LeakyRelu', { x }, { alpha }, backend);
    case 'prelu':
      if (preluWeights === undefined) throw new Error('A fused product with activation "prelu" needs preluActivationWeights.');
      return replace(kernels, x, 'Prelu', { x, alpha: preluWeights }, {}, backend);
    default:
      throw new Error(`The WebAssembly backend cannot fuse the activation "${activation}" into a product: apply it separately.`);
  }
}

/** Runs another kernel of this backend on an intermediate result and takes that result back. */
function replace(
  kernels: KernelModule,
  intermediate: tf.TensorInfo,
  kernelName: string,
  inputs: tf.NamedTensorInfoMap,
  attrs: tf.NamedAttrMap,
  backend: object,
): tf.TensorInfo {
  const out = runStock(kernelName, inputs, attrs, backend);
  kernels.heap.release(intermediate);
  return out;
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
      heap.address(a) + 4 * rowsA * lda * fromA, heap.address(b) + 4 * rowsB * ldb * fromB, heap.address(out) + 4 * m * n * to,
      rows, n, k, Number(transposeA), Number(transposeB), lda, ldb,
      products, 4 * rowsA * lda * stepA, 4 * rowsB * ldb * stepB, 4 * m * n,
      0, bias, activation, slope, gemmWorkspace,
    );
  const products = sizeOf(batch);
  const [countA, countB] = [sizeOf(batchA), sizeOf(batchB)];
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

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
