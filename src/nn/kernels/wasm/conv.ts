import * as tf from '../../tf.ts';
import { fuse, noEpilogue, type Epilogue } from './epilogue.ts';
import type { KernelModule } from './module.ts';
import { requireFloat32, type KernelTable } from './table.ts';
import { convGeometry, setWindow, type ConvAttrs, type Shape4 } from './window.ts';
import { type Inputs, kernel } from '../kernel.ts';

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
    Conv2D: kernel<Inputs<'x' | 'filter'>, ConvAttrs>(({ inputs, attrs }) => {
      const { x, filter } = inputs;
      requireFloat32('Conv2D', x, filter);
      return forward(x, filter, convGeometry('Conv2D', x.shape, filter.shape, attrs), noEpilogue);
    }),
    FusedConv2D: kernel<Inputs<'x' | 'filter'>, tf.FusedConv2DAttrs>(({ inputs, attrs, backend }) => {
      const { x, filter, ...fusedInputs } = inputs;
      const { activation, leakyreluAlpha } = attrs;
      requireFloat32('FusedConv2D', x, filter);
      const info = convGeometry('FusedConv2D', x.shape, filter.shape, attrs);
      const parts = { ...fusedInputs, activation, leakyreluAlpha };
      return fuse(kernels, backend, parts, info.outChannels, (epilogue) => forward(x, filter, info, epilogue));
    }),
    Conv2DBackpropFilter: kernel<Inputs<'x' | 'dy'>, ConvAttrs & { filterShape: Shape4 }>(({ inputs, attrs }) => {
      const { x, dy } = inputs;
      const { filterShape } = attrs;
      requireFloat32('Conv2DBackpropFilter', x, dy);
      const info = convGeometry('Conv2DBackpropFilter', x.shape, filterShape, attrs);
      const dFilter = heap.output(filterShape, 'float32');
      setWindow(kernels, info);
      const patches = kernels.scratch(functions.convScratchBytes());
      functions.conv2dFilterGradient(heap.address(x), heap.address(dy), heap.address(dFilter), info.outChannels, patches, gemmWorkspace);
      return dFilter;
    }),
    Conv2DBackpropInput: kernel<Inputs<'dy' | 'filter'>, ConvAttrs & { inputShape: Shape4 }>(({ inputs, attrs }) => {
      const { dy, filter } = inputs;
      const { inputShape } = attrs;
      requireFloat32('Conv2DBackpropInput', dy, filter);
      const info = convGeometry('Conv2DBackpropInput', inputShape, filter.shape, attrs);
      const dx = heap.output(inputShape, 'float32');
      setWindow(kernels, info);
      const patches = kernels.scratch(functions.convScratchBytes());
      functions.conv2dInputGradient(heap.address(dy), heap.address(filter), heap.address(dx), info.outChannels, patches, gemmWorkspace);
      return dx;
    }),
  };
}
