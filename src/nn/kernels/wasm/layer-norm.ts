import * as tf from '../../tf.ts';
import type { KernelModule } from './module.ts';
import { requireFloat32, type KernelTable } from './table.ts';
import { type Inputs, kernel } from '../kernel.ts';

const forward = 'LayerNorm';
const gradient = 'LayerNormGrad';

/**
 * Layer normalisation (arXiv 1607.06450): (x − mean) / √(variance + ε) · scale + offset, with the statistics of each row.
 *
 * @param x float32, [..., width]
 * @param scale [width]
 * @param offset [width]
 * @throws if the sizes do not fit or the current backend has no kernels of ours
 */
export function layerNorm(x: tf.Tensor, scale: tf.Tensor1D, offset: tf.Tensor1D, epsilon: number): tf.Tensor {
  const width = x.shape.at(-1);
  if (scale.size !== width || offset.size !== width) {
    throw new Error(
      `Layer normalisation of [${x.shape.join(', ')}] needs a scale and an offset of ${width} values, but got ${scale.size} and ${offset.size}.`,
    );
  }
  return tf.engine().runKernel<tf.Tensor>(forward, { x, scale, offset }, { epsilon });
}

export function layerNormKernels(kernels: KernelModule): KernelTable {
  const { heap, functions } = kernels;
  const sizes = (x: tf.TensorInfo, scale: tf.TensorInfo): [rows: number, width: number] => {
    const [width] = scale.shape;
    return [tf.util.sizeFromShape(x.shape) / width, width];
  };
  return {
    [forward]: kernel<Inputs<'x' | 'scale' | 'offset'>, { epsilon: number }>(({ inputs, attrs }) => {
      const { x, scale, offset } = inputs;
      const { epsilon } = attrs;
      requireFloat32(forward, x, scale, offset);
      const y = heap.output(x.shape, 'float32');
      functions.layerNorm(heap.address(x), heap.address(scale), heap.address(offset), epsilon, heap.address(y), ...sizes(x, scale));
      return y;
    }),
    [gradient]: kernel<Inputs<'x' | 'dy' | 'scale'>, { epsilon: number }>(({ inputs, attrs }) => {
      const { x, dy, scale } = inputs;
      const { epsilon } = attrs;
      requireFloat32(gradient, x, dy, scale);
      const [rows, width] = sizes(x, scale);
      const dx = heap.output(x.shape, 'float32');
      const [dScale, dOffset] = [heap.output([width], 'float32'), heap.output([width], 'float32')];
      const scratch = kernels.scratch(functions.layerNormScratchBytes(width));
      functions.layerNormGradient(
        heap.address(x),
        heap.address(dy),
        heap.address(scale),
        epsilon,
        heap.address(dx),
        heap.address(dScale),
        heap.address(dOffset),
        rows,
        width,
        scratch,
      );
      return [dx, dScale, dOffset];
    }),
  };
}

/** Makes `layerNorm` differentiable. */
export function registerLayerNormGradient(): void {
  tf.registerGradient({
    kernelName: forward,
    inputsToSave: ['x', 'scale'],
    gradFunc: (dy, [x, scale], attrs) => {
      // All three at once, before tfjs asks for any: what is made while it asks for one is gone when it asks for the next.
      const all = tf.engine().runKernel(gradient, { x, dy: dy as tf.Tensor, scale }, attrs) as unknown as tf.Tensor[];
      return { x: () => all[0], scale: () => all[1], offset: () => all[2] };
    },
  });
}
