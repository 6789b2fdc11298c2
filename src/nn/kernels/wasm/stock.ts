/** What runs on WebAssembly where our kernels did not load: tfjs's own, used so that they are right and not too slow. */
import { forReader } from '../../../data/reader.ts';
import type { TensorInfo } from '../../tf.ts';
import { registeredKernel, registerTable, runRegistered } from './table.ts';
import { kernel } from '../kernel.ts';

/** What training would need and tfjs has not got on WebAssembly, or has wrong: its MaxPoolGrad is 0 where all of a window is negative. */
const MISSING = [
  'AvgPoolGrad',
  'Conv2DBackpropFilter',
  'DepthwiseConv2dNativeBackpropFilter',
  'DepthwiseConv2dNativeBackpropInput',
  'MaxPoolGrad',
  'UnsortedSegmentSum',
];

interface Storage {
  disposeData(dataId: object): boolean;
}

let registered = false;

/**
 * Products with a transposed operand turn it first and then go to XNNPACK: tfjs's own way for them is a plain loop, 93 % of a training
 * step. What tfjs cannot compute is refused in words. Call it with the backend "wasm" current; our kernels may be registered later.
 */
export function registerStockProducts(): void {
  if (registered) return;
  registered = true;
  for (const name of ['BatchMatMul', '_FusedMatMul']) {
    const product = registeredKernel(name);
    registerTable({
      [name]: kernel<{ readonly a: TensorInfo; readonly b: TensorInfo }>(({ inputs, attrs, backend }) => {
        const { transposeA, transposeB, ...others } = attrs as { readonly transposeA: boolean; readonly transposeB: boolean };
        const turned: TensorInfo[] = [];
        const upright = (x: TensorInfo, isTransposed: boolean): TensorInfo => {
          if (!isTransposed) return x;
          turned.push(runRegistered('Transpose', { x }, { perm: lastTwoSwapped(x.shape.length) }, backend));
          return turned[turned.length - 1];
        };
        const { a, b } = inputs;
        const operands = { ...inputs, a: upright(a, transposeA), b: upright(b, transposeB) };
        const result = product({ inputs: operands, attrs: { ...others, transposeA: false, transposeB: false }, backend });
        for (const { dataId } of turned) (backend as Storage).disposeData(dataId);
        return result;
      }),
    });
  }
  registerTable(Object.fromEntries(MISSING.map((name) => [name, () => refuse(name)])));
}

function lastTwoSwapped(rank: number): number[] {
  const axes = Array.from({ length: rank }, (_, axis) => axis);
  return [...axes.slice(0, -2), rank - 1, rank - 2];
}

function refuse(name: string): never {
  throw new Error(
    `This network cannot be trained on WebAssembly now: the lab’s own kernels did not load, and tfjs has no ${name} there that can be relied on. ` +
      `${forReader({ page: 'Reload the page and run', command: 'Run' })} again; if it stays so, choose plain JavaScript or WebGPU as the backend.`,
  );
}
