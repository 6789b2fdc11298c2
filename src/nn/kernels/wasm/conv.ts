import * as tf from '../../tf.ts';
import { fuse, noEpilogue, type Epilogue } from './epilogue.ts';
import type { KernelModule } from './module.ts';
import { requireFloat32, type KernelTable } from './table.ts';
import { convGeometry, setWindow, type Shape4 } from './window.ts';

/** tfjs's two-dimensional convolutions: x is [batch, height, width, channels], the filter [height, width, channels, out]. */
export function convKernels(kernels: KernelModule): KernelTable {
  const { heap, functions, gemmWorkspace } = kernels;

  function forward(x: tf.TensorInfo, filter: tf.TensorInfo, info: tf.backend_util.Conv2DInfo, epilogue: Epilogue): tf.TensorInfo {
    const y = heap.output(info.outShape, 'float32');
    setWindow(kernels, info);
    const patches = kernels.scratch(functions.convScratchBytes());
    functions.conv2d(
      heap.address(x),
      heap.address(filter),
      heap.address(y),
      info.outChannels,
      epilogue.bias,
      epilogue.activation,
      epilogue.slope,
      patches,
      gemmWorkspace,
    );
    return y;
  }

  return {
    Conv2D: ({ inputs, attrs }) => {
      const { x, filter } = inputs as unknown as { x: tf.TensorInfo; filter: tf.TensorInfo };
      requireFloat32('Conv2D', x, filter);
      return forward(x, filter, convGeometry('Conv2D', x.shape, filter.shape, attrs), noEpilogue);
    },
    FusedConv2D: ({ inputs, attrs, backend }) => {
      const { x, filter, ...fusedInputs } = inputs as unknown as { x: tf.TensorInfo; filter: tf.TensorInfo };
      const { activation, leakyreluAlpha } = attrs as unknown as tf.FusedConv2DAttrs;
      requireFloat32('FusedConv2D', x, filter);
      const info = convGeometry('FusedConv2D', x.shape, filter.shape, attrs);
      const parts = { ...fusedInputs, activation, leakyreluAlpha };
      return fuse(kernels, backend, parts, info.outChannels, (epilogue) => forward(x, filter, info, epilogue));
    },
    Conv2DBackpropFilter: ({ inputs, attrs }) => {
      const { x, dy } = inputs as unknown as { x: tf.TensorInfo; dy: tf.TensorInfo };
      const { filterShape } = attrs as unknown as { filterShape: Shape4 };
      requireFloat32('Conv2DBackpropFilter', x, dy);
      const info = convGeometry('Conv2DBackpropFilter', x.shape, filterShape, attrs);
      const dFilter = heap.output(filterShape, 'float32');
      setWindow(kernels, info);
      const patches = kernels.scratch(functions.convScratchBytes());
      functions.conv2dFilterGradient(heap.address(x), heap.address(dy), heap.address(dFilter), info.outChannels, patches, gemmWorkspace);
      return dFilter;
    },
    Conv2DBackpropInput: ({ inputs, attrs }) => {
      const { dy, filter } = inputs as unknown as { dy: tf.TensorInfo; filter: tf.TensorInfo };
      const { inputShape } = attrs as unknown as { inputShape: Shape4 };
      requireFloat32('Conv2DBackpropInput', dy, filter);
      const info = convGeometry('Conv2DBackpropInput', inputShape, filter.shape, attrs);
      const dx = heap.output(inputShape, 'float32');
      setWindow(kernels, info);
      const patches = kernels.scratch(functions.convScratchBytes());
      functions.conv2dInputGradient(heap.address(dy), heap.address(filter), heap.address(dx), info.outChannels, patches, gemmWorkspace);
      return dx;
    },
  };
}
