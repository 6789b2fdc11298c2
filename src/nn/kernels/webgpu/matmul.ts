/** tfjs's matrix products and convolutions, held to a fixed order of summation. */
import * as tf from '../../tf.ts';
import { convGeometry, type ConvAttrs } from './conv.ts';
import { presentKernel, type KernelTable } from './table.ts';
import { elementCount } from '../../../math/element-count.ts';
import { type Inputs, kernel } from '../kernel.ts';

/**
 * From this inner dimension on tfjs 4.22 may split the sum over groups that add to the result with float atomics, in no fixed order
 * (BatchMatMul_impl.js): for one product with more than 128 results in few tiles.
 */
const SPLIT_FROM = 2000;
/** tfjs's MatMulSmallOutputSizeProgram: what it takes for such a product with a smaller inner dimension. */
const SMALL_OUTPUT_PROGRAM = 2;
/** tfjs's MatMulReduceProgram, one group a result: what it takes itself up to this many results. */
const REDUCE_UP_TO = 128;
const PROGRAM_FLAG = 'WEBGPU_MATMUL_PROGRAM_TYPE';
/** Above this many tiles of 32 × 32 tfjs never splits (16 on recent Intel GPUs, doubled for products with at most 8 rows). */
const NEVER_SPLIT_TILES = 32;

interface Product {
  readonly batch: number;
  readonly rows: number;
  readonly columns: number;
  readonly inner: number;
}

/** Runs one kernel of tfjs with the program that it would take if splitting did not exist. */
function withoutSplitting<T>({ batch, rows, columns, inner }: Product, run: () => T): T {
  const tiles = Math.ceil(rows / 32) * Math.ceil(columns / 32);
  if (batch !== 1 || inner < SPLIT_FROM || rows * columns <= REDUCE_UP_TO || tiles > NEVER_SPLIT_TILES) return run();
  const environment = tf.env();
  const before = environment.getNumber(PROGRAM_FLAG);
  environment.set(PROGRAM_FLAG, SMALL_OUTPUT_PROGRAM);
  try {
    return run();
  } finally {
    environment.set(PROGRAM_FLAG, before);
  }
}

/** Products and convolutions that give the same bits every time. */
export function deterministicKernels(): KernelTable {
  const product = (kernelName: string): KernelTable => {
    const present = presentKernel(kernelName);
    return {
      [kernelName]: kernel<Inputs<'a' | 'b'>, tf.BatchMatMulAttrs>((params) => {
        const { a, b } = params.inputs;
        const { transposeA, transposeB } = params.attrs;
        return withoutSplitting(productOf(a.shape, b.shape, transposeA, transposeB), () => present(params));
      }),
    };
  };
  const convolution = (kernelName: string): KernelTable => {
    const present = presentKernel(kernelName);
    return {
      [kernelName]: kernel<Inputs<'x' | 'filter'>, ConvAttrs>((params) => {
        const { x, filter } = params.inputs;
        const info = convGeometry(x.shape, filter.shape, params.attrs);
        // tfjs turns a filter that covers the image into one product over the batch, and others into one product an image.
        const covers = info.outHeight * info.outWidth === 1;
        const rows = covers ? info.batchSize : info.outHeight * info.outWidth;
        const shape = {
          batch: covers ? 1 : info.batchSize,
          rows,
          columns: info.outChannels,
          inner: elementCount(filter.shape) / info.outChannels,
        };
        return withoutSplitting(shape, () => present(params));
      }),
    };
  };
  return { ...product('BatchMatMul'), ...product('_FusedMatMul'), ...convolution('Conv2D'), ...convolution('FusedConv2D') };
}

function productOf(a: readonly number[], b: readonly number[], transposeA: boolean, transposeB: boolean): Product {
  const [rowsA, columnsA] = a.slice(-2);
  return {
    batch: Math.max(elementCount(a.slice(0, -2)), elementCount(b.slice(0, -2))),
    rows: transposeA ? columnsA : rowsA,
    columns: b[b.length - (transposeB ? 2 : 1)],
    inner: transposeA ? rowsA : columnsA,
  };
}
