import * as tf from '../../tf.ts';
import type { KernelModule } from './module.ts';
import { registeredKernel, type KernelTable } from './table.ts';
import { type Inputs, kernel } from '../kernel.ts';

/** Outer loops of a plan, see `assembly/transpose.ts`. */
export const OUTER_LOOPS = 5;

/** One dimension of the result: its size and how far apart its neighbours lie in source and result, in values. */
interface Dimension {
  readonly size: number;
  readonly source: number;
  readonly result: number;
}

/** tfjs's Transpose, whose own kernel handles five and more dimensions one value at a time. */
export function transposeKernels(kernels: KernelModule): KernelTable {
  const { heap } = kernels;
  const stock = registeredKernel('Transpose');
  return {
    Transpose: kernel<Inputs<'x'>, tf.TransposeAttrs>((params) => {
      const { x } = params.inputs;
      const { perm } = params.attrs;
      const plan = x.dtype === 'float32' || x.dtype === 'int32' ? planTranspose(x.shape, perm) : undefined;
      if (plan === undefined) return stock(params);
      const y = heap.output(
        perm.map((dimension) => x.shape[dimension]),
        x.dtype,
      );
      runTransposePlan(kernels, heap.address(x), heap.address(y), plan);
      return y;
    }),
  };
}

/** Runs a plan, see `assembly/transpose.ts`, from one address to another. */
export function runTransposePlan(kernels: KernelModule, from: number, to: number, plan: readonly number[]): void {
  const { heap, functions } = kernels;
  const address = kernels.scratch(4 * plan.length);
  new Int32Array(heap.memory.buffer, address, plan.length).set(plan);
  functions.transpose(from, to, address);
}

/** The words of a plan for the module, or undefined if more than six dimensions are left after merging. */
function planTranspose(shape: readonly number[], perm: readonly number[]): number[] | undefined {
  const dimensions = mergedDimensions(shape, perm);
  const last = dimensions.pop() ?? { size: 1, source: 1, result: 1 };
  const side = last.source === 1 ? undefined : dimensions.find(({ source }) => source === 1);
  const outer = dimensions.filter((dimension) => dimension !== side);
  if (outer.length > OUTER_LOOPS) return undefined;
  while (outer.length < OUTER_LOOPS) outer.unshift({ size: 1, source: 0, result: 0 });
  const inner = side ? [side.size, last.size, last.source, side.result] : [0, last.size, 0, 0];
  return [...outer.flatMap(({ size, source, result }) => [size, source, result]), ...inner];
}

/** The dimensions of the result in order, without those of size 1, and with neighbours that stay neighbours as one. */
function mergedDimensions(shape: readonly number[], perm: readonly number[]): Dimension[] {
  const merged: { size: number; source: number }[] = [];
  for (const dimension of perm) {
    const size = shape[dimension];
    if (size === 1) continue;
    const source = tf.util.sizeFromShape(shape.slice(dimension + 1));
    const previous = merged.at(-1);
    if (previous && previous.source === size * source) {
      previous.size *= size;
      previous.source = source;
    } else {
      merged.push({ size, source });
    }
  }
  let result = 1;
  return merged
    .toReversed()
    .map(({ size, source }) => {
      const dimension = { size, source, result };
      result *= size;
      return dimension;
    })
    .toReversed();
}
