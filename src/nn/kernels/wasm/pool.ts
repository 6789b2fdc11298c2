import * as tf from '../../tf.ts';
import type { KernelModule } from './module.ts';
import { requireFloat32, type KernelTable } from './table.ts';
import { setWindow } from './window.ts';
import { type Inputs, kernel } from '../kernel.ts';

/** tfjs's max- and average pooling over [batch, height, width, channels]. tfjs-wasm 4.22 gets the gradient of the first wrong. */
export function poolKernels(kernels: KernelModule): KernelTable {
  const { heap, functions } = kernels;
  return {
    MaxPool: kernel<Inputs<'x'>, tf.MaxPoolAttrs>(({ inputs, attrs }) => {
      const { x } = inputs;
      requireFloat32('MaxPool', x);
      const info = geometry(x.shape, attrs);
      const y = heap.output(info.outShape, 'float32');
      setWindow(kernels, info);
      functions.maxPool(heap.address(x), heap.address(y));
      return y;
    }),
    MaxPoolGrad: kernel<Inputs<'dy' | 'input'>, tf.MaxPoolAttrs>(({ inputs, attrs }) => {
      const { dy, input } = inputs;
      requireFloat32('MaxPoolGrad', dy, input);
      const dx = heap.output(input.shape, 'float32');
      setWindow(kernels, geometry(input.shape, attrs));
      functions.maxPoolGradient(heap.address(input), heap.address(dy), heap.address(dx));
      return dx;
    }),
    AvgPool: kernel<Inputs<'x'>, tf.MaxPoolAttrs>(({ inputs, attrs }) => {
      const { x } = inputs;
      requireFloat32('AvgPool', x);
      const info = geometry(x.shape, attrs);
      const y = heap.output(info.outShape, 'float32');
      setWindow(kernels, info);
      functions.averagePool(heap.address(x), heap.address(y));
      return y;
    }),
    AvgPoolGrad: kernel<Inputs<'dy' | 'input'>, tf.MaxPoolAttrs>(({ inputs, attrs }) => {
      const { dy, input } = inputs;
      requireFloat32('AvgPoolGrad', dy, input);
      const dx = heap.output(input.shape, 'float32');
      setWindow(kernels, geometry(input.shape, attrs));
      functions.averagePoolGradient(heap.address(dy), heap.address(dx));
      return dx;
    }),
  };
}

function geometry(shape: readonly number[], attrs: tf.MaxPoolAttrs): tf.backend_util.Conv2DInfo {
  const { filterSize, strides, pad, dimRoundingMode } = attrs;
  return tf.backend_util.computePool2DInfo(shape as [number, number, number, number], filterSize, strides, 1, pad, dimRoundingMode);
}
