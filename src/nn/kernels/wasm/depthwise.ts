import * as tf from '../../tf.ts';
import { fuse, noEpilogue, type Epilogue } from './epilogue.ts';
import type { KernelModule } from './module.ts';
import { requireFloat32, type KernelTable } from './table.ts';
import { convGeometry, setWindow, type Shape4 } from './window.ts';

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
    DepthwiseConv2dNative: ({ inputs, attrs }) => {
      const { x, filter } = inputs as unknown as { x: tf.TensorInfo; filter: tf.TensorInfo };
      requireFloat32('DepthwiseConv2dNative', x, filter);
      return forward(x, filter, convGeometry('DepthwiseConv2dNative', x.shape, filter.shape, attrs, true), noEpilogue);
    },
    FusedDepthwiseConv2D: ({ inputs, attrs, backend }) => {
      const { x, filter, ...fusedInputs } = inputs as unknown as { x: tf.TensorInfo; filter: tf.TensorInfo };
      const { activation, leakyreluAlpha } = attrs as unknown as tf.FusedConv2DAttrs;
      requireFloat32('FusedDepthwiseConv2D', x, filter);
      const info = convGeometry('FusedDepthwiseConv2D', x.shape, filter.shape, attrs, true);
      const parts = { ...fusedInputs, activation, leakyreluAlpha };
      return fuse(kernels, backend, parts, info.outChannels, (epilogue) => forward(x, filter, info, epilogue));
    },
    DepthwiseConv2dNativeBackpropFilter: ({ inputs, attrs }) => {
      const { x, dy } = inputs as unknown as { x: tf.TensorInfo; dy: tf.TensorInfo };
      const { filterShape } = attrs as unknown as { filterShape: Shape4 };
      requireFloat32('DepthwiseConv2dNativeBackpropFilter', x, dy);
      const dFilter = heap.output(filterShape, 'float32');
      setWindow(kernels, convGeometry('DepthwiseConv2dNativeBackpropFilter', x.shape, filterShape, attrs, true));
      const scratch = kernels.scratch(functions.depthwiseScratchBytes(filterShape[3]));
      functions.depthwiseFilterGradient(heap.address(x), heap.address(dy), heap.address(dFilter), filterShape[3], scratch);
      return dFilter;
    },
    DepthwiseConv2dNativeBackpropInput: ({ inputs, attrs }) => {
      const { dy, filter } = inputs as unknown as { dy: tf.TensorInfo; filter: tf.TensorInfo };
      const { inputShape } = attrs as unknown as { inputShape: Shape4 };
      requireFloat32('DepthwiseConv2dNativeBackpropInput', dy, filter);
      const dx = heap.output(inputShape, 'float32');
      setWindow(kernels, convGeometry('DepthwiseConv2dNativeBackpropInput', inputShape, filter.shape, attrs, true));
      functions.depthwiseInputGradient(heap.address(dy), heap.address(filter), heap.address(dx), filter.shape[3]);
      return dx;
    },
  };
}
