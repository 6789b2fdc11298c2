/** Fully connected and convolutional layers as single differentiable kernels: bias and activation inside the product, both ways. */
import * as tf from '../../tf.ts';
import { convKernels } from './conv.ts';
import { matMulKernels } from './matmul.ts';
import type { KernelModule } from './module.ts';
import { requireFloat32, type KernelTable } from './table.ts';

/** Activations whose derivative follows from their value, with their codes in `assembly/affine.ts`. */
const codes = { linear: 0, relu: 1, tanh: 2 } as const;

export type FusedActivation = keyof typeof codes;

// Not the names of the WebGPU layers: tfjs knows one gradient for a name, whatever the backend.
const dense = 'HeapDenseLayer';
const conv = 'HeapConvLayer';
const backward = 'BiasActivationGrad';

/**
 * activation(x · W + bias), or x · Wᵀ with `transposeWeights`. tfjs fuses bias and activation too, but then computes the gradient by x
 * even where nobody asks for it, as in a first layer: a quarter of a step of LeNet-300-100.
 *
 * @param x [batch, inputs]
 * @param weights [inputs, outputs], or [outputs, inputs] with `transposeWeights`
 * @param bias [outputs]
 */
export function denseLayer(
  x: tf.Tensor2D,
  weights: tf.Tensor2D,
  bias: tf.Tensor1D | undefined,
  activation: FusedActivation,
  transposeWeights: boolean,
): tf.Tensor2D {
  const inputs: Record<string, tf.Tensor> = bias ? { x, weights, bias } : { x, weights };
  return tf.engine().runKernel(dense, inputs, { activation, transposeWeights, withBias: bias !== undefined }) as tf.Tensor2D;
}

export interface ConvLayerOptions {
  readonly strides: [number, number];
  readonly pad: 'valid' | 'same' | number;
  readonly activation: FusedActivation;
}

/**
 * activation(convolution of x with the filter + bias).
 *
 * @param x [batch, height, width, channels]
 * @param filter [height, width, channels, out]
 * @param bias [out]
 */
export function convLayer(x: tf.Tensor4D, filter: tf.Tensor4D, bias: tf.Tensor1D | undefined, options: ConvLayerOptions): tf.Tensor4D {
  const inputs: Record<string, tf.Tensor> = bias ? { x, filter, bias } : { x, filter };
  const attrs: Record<string, unknown> = { ...options, dataFormat: 'NHWC', dilations: [1, 1], withBias: bias !== undefined };
  return tf.engine().runKernel(conv, inputs, attrs as tf.NamedAttrMap) as tf.Tensor4D;
}

interface LayerAttrs {
  readonly activation: FusedActivation;
  readonly withBias: boolean;
}

export function affineKernels(kernels: KernelModule): KernelTable {
  const { heap, functions } = kernels;
  const { _FusedMatMul: fusedMatMul } = matMulKernels(kernels);
  const { FusedConv2D: fusedConv } = convKernels(kernels);
  /** The products know relu but not tanh, which is applied to their result in its place. */
  const activated = (activation: FusedActivation, product: (activation: string) => tf.TensorInfo | tf.TensorInfo[]): tf.TensorInfo => {
    const y = product(activation === 'tanh' ? 'linear' : activation) as tf.TensorInfo;
    if (activation === 'tanh') functions.tanh(heap.address(y), heap.address(y), tf.util.sizeFromShape(y.shape));
    return y;
  };
  return {
    [dense]: ({ inputs, attrs, backend }) => {
      const { x, weights, ...bias } = inputs as unknown as Record<'x' | 'weights', tf.TensorInfo>;
      const { activation, transposeWeights } = attrs as unknown as LayerAttrs & { transposeWeights: boolean };
      return activated(activation, (fused) =>
        fusedMatMul({
          inputs: { a: x, b: weights, ...bias },
          attrs: { transposeA: false, transposeB: transposeWeights, activation: fused },
          backend,
        }),
      );
    },
    [conv]: ({ inputs, attrs, backend }) =>
      activated((attrs as unknown as LayerAttrs).activation, (activation) => fusedConv({ inputs, attrs: { ...attrs, activation }, backend })),
    [backward]: ({ inputs, attrs }) => {
      const { dy, y } = inputs as unknown as { dy: tf.TensorInfo; y: tf.TensorInfo };
      const { activation, withBias } = attrs as unknown as LayerAttrs;
      requireFloat32(backward, dy, y);
      const columns = dy.shape.at(-1) ?? 1;
      const dz = activation === 'linear' ? heap.share(dy) : heap.output(dy.shape, 'float32');
      const dBias = withBias ? heap.output([columns], 'float32') : undefined;
      functions.biasActivationGradient(
        heap.address(dy), heap.address(y), activation === 'linear' ? 0 : heap.address(dz), dBias ? heap.address(dBias) : 0,
        tf.util.sizeFromShape(dy.shape) / columns, columns, codes[activation],
      );
      return dBias ? [dz, dBias] : [dz];
    },
  };
}

/** Makes the layers differentiable; only what the step asks for is computed, so the first layer has no gradient by its input. */
export function registerAffineGradients(): void {
  tf.registerGradient({
    kernelName: dense,
    inputsToSave: ['x', 'weights'],
    outputsToSave: [true],
    gradFunc: (dy, saved, attrs) => {
      const [x, weights, y] = saved as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
      const { transposeWeights, ...layer } = attrs as unknown as LayerAttrs & { transposeWeights: boolean };
      const { dz, dBias } = throughBias(dy as tf.Tensor, y, layer);
      return {
        x: () => tf.matMul(dz as tf.Tensor2D, weights, false, !transposeWeights),
        weights: () => (transposeWeights ? tf.matMul(dz as tf.Tensor2D, x, true) : tf.matMul(x, dz as tf.Tensor2D, true)),
        bias: () => dBias,
      };
    },
  });
  tf.registerGradient({
    kernelName: conv,
    inputsToSave: ['x', 'filter'],
    outputsToSave: [true],
    gradFunc: (dy, saved, attrs) => {
      const [x, filter, y] = saved as [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D];
      const { activation, withBias, ...geometry } = attrs as unknown as LayerAttrs & tf.NamedAttrMap;
      const { dz, dBias } = throughBias(dy as tf.Tensor, y, { activation, withBias });
      const engine = tf.engine();
      return {
        x: () => engine.runKernel('Conv2DBackpropInput', { dy: dz, filter }, { ...geometry, inputShape: x.shape }) as tf.Tensor,
        filter: () => engine.runKernel('Conv2DBackpropFilter', { x, dy: dz }, { ...geometry, filterShape: filter.shape }) as tf.Tensor,
        bias: () => dBias,
      };
    },
  });
}

/** Both gradients at once, before tfjs asks for either: what is made while it asks for one is gone when it asks for the next. */
function throughBias(dy: tf.Tensor, y: tf.Tensor, { activation, withBias }: LayerAttrs): { dz: tf.Tensor; dBias: tf.Tensor } {
  if (activation === 'linear' && !withBias) return { dz: dy, dBias: dy };
  const [dz, dBias] = tf.engine().runKernel(backward, { dy, y }, { activation, withBias }) as unknown as tf.Tensor[];
  return { dz, dBias };
}
