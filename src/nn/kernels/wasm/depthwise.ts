import * as tf from '../../tf.ts';
import { fuse, noEpilogue, type Epilogue } from './epilogue.ts';
import type { KernelModule } from './module.ts';
import { requireFloat32, type KernelTable } from './table.ts';
import { convGeometry, setWindow, type ConvAttrs, type Shape4 } from './window.ts';
import { type Inputs, kernel } from '../kernel.ts';

/** tfjs's depthwise convolutions: the filter is [height, width, channels, multiplier]. tfjs-wasm lacks the gradients. */
export function depthwiseKernels(kernels: KernelModule): KernelTable {
  const { heap, functions } = kernels;

  function forward(x: tf.TensorInfo, filter: tf.TensorInfo, info: tf.backend_util.Conv2DInfo, epilogue: Epilogue): tf.TensorInfo {
    const y = heap.output(info.outShape, 'float32');
    setWindow(kernels, info);
    functions.depthwise(
      heap.address(x),
      heap.address(filter),
      heap.address(y),
      filter.shape[3],
      epilogue.bias,
      epilogue.activation,
      epilogue.slope,
    );
    return y;
  }

  return {
    DepthwiseConv2dNative: kernel<Inputs<'x' | 'filter'>, ConvAttrs>(({ inputs, attrs }) => {
      const { x, filter } = inputs;
      requireFloat32('DepthwiseConv2dNative', x, filter);
      return forward(x, filter, convGeometry('DepthwiseConv2dNative', x.shape, filter.shape, attrs, true), noEpilogue);
    }),
    FusedDepthwiseConv2D: kernel<Inputs<'x' | 'filter'>, tf.FusedConv2DAttrs>(({ inputs, attrs, backend }) => {
      const { x, filter, ...fusedInputs } = inputs;
      const { activation, leakyreluAlpha } = attrs;
      requireFloat32('FusedDepthwiseConv2D', x, filter);
      const info = convGeometry('FusedDepthwiseConv2D', x.shape, filter.shape, attrs, true);
      const parts = { ...fusedInputs, activation, leakyreluAlpha };
      return fuse(kernels, backend, parts, info.outChannels, (epilogue) => forward(x, filter, info, epilogue));
    }),
    DepthwiseConv2dNativeBackpropFilter: kernel<Inputs<'x' | 'dy'>, ConvAttrs & { filterShape: Shape4 }>(({ inputs, attrs }) => {
      const { x, dy } = inputs;
      const { filterShape } = attrs;
      requireFloat32('DepthwiseConv2dNativeBackpropFilter', x, dy);
      const dFilter = heap.output(filterShape, 'float32');
      setWindow(kernels, convGeometry('DepthwiseConv2dNativeBackpropFilter', x.shape, filterShape, attrs, true));
      const scratch = kernels.scratch(functions.depthwiseScratchBytes(filterShape[3]));
      functions.depthwiseFilterGradient(heap.address(x), heap.address(dy), heap.address(dFilter), filterShape[3], scratch);
      return dFilter;
    }),
    DepthwiseConv2dNativeBackpropInput: kernel<Inputs<'dy' | 'filter'>, ConvAttrs & { inputShape: Shape4 }>(({ inputs, attrs }) => {
      const { dy, filter } = inputs;
      const { inputShape } = attrs;
      requireFloat32('DepthwiseConv2dNativeBackpropInput', dy, filter);
      const dx = heap.output(inputShape, 'float32');
      setWindow(kernels, convGeometry('DepthwiseConv2dNativeBackpropInput', inputShape, filter.shape, attrs, true));
      functions.depthwiseInputGradient(heap.address(dy), heap.address(filter), heap.address(dx), filter.shape[3]);
      return dx;
    }),
  };
}
