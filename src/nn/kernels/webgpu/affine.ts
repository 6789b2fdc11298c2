/** Fully connected and convolutional layers as single differentiable kernels: bias and activation inside the product, both ways. */
import * as tf from '../../tf.ts';
import { biasActivationGradient, type FusedActivation } from './bias-activation.ts';
import { currentStream, type DeviceStream } from './device-stream.ts';
import { presentKernel, type KernelTable } from './table.ts';

const dense = 'DenseLayer';
const conv = 'ConvLayer';

/**
 * activation(x · W + bias), or x · Wᵀ with `transposeWeights`. tfjs itself fuses bias and activation only outside of a gradient.
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

/** The forward kernels. To be made when the products and convolutions that they call are registered. */
export function affineKernels(stream: DeviceStream): KernelTable {
  const fusedMatMul = presentKernel('_FusedMatMul');
  const fusedConv = presentKernel('FusedConv2D');
  const tanh = presentKernel('Tanh');
  /** tfjs 4.22 fuses every activation of ours but tanh. */
  const activate = (activation: FusedActivation, backend: object, product: (activation: FusedActivation) => tf.TensorInfo): tf.TensorInfo => {
    if (activation !== 'tanh') return product(activation);
    const x = product('linear');
    const y = tanh({ inputs: { x }, attrs: {}, backend }) as tf.TensorInfo;
    stream.release(x);
    return y;
  };
  return {
    [dense]: ({ inputs, attrs, backend }) => {
      const { x, weights, ...bias } = inputs as unknown as Record<'x' | 'weights', tf.TensorInfo>;
      const { activation, transposeWeights } = attrs as unknown as LayerAttrs & { transposeWeights: boolean };
      return activate(activation, backend as object, (fused) => {
        const product = { transposeA: false, transposeB: transposeWeights, activation: fused };
        return fusedMatMul({ inputs: { a: x, b: weights, ...bias }, attrs: product, backend }) as tf.TensorInfo;
      });
    },
    [conv]: ({ inputs, attrs, backend }) =>
      activate((attrs as unknown as LayerAttrs).activation, backend as object, (activation) =>
        fusedConv({ inputs, attrs: { ...attrs, activation }, backend }) as tf.TensorInfo,
      ),
  };
}

/** Makes the layers differentiable; only what the step asks for is computed, so the first layer has no gradient by its input. */
export function registerAffineGradients(): void {
  if (tf.getGradient(dense)) return;
  tf.registerGradient({
    kernelName: dense,
    inputsToSave: ['x', 'weights'],
    outputsToSave: [true],
    gradFunc: (dy, saved, attrs) => {
      const [x, weights, y] = saved as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
      const { transposeWeights, ...layer } = attrs as unknown as LayerAttrs & { transposeWeights: boolean };
      const { sum, bias } = throughBias(dy as tf.Tensor, y, layer);
      return {
        x: () => tf.matMul(sum as tf.Tensor2D, weights, false, !transposeWeights),
        weights: () => (transposeWeights ? tf.matMul(sum as tf.Tensor2D, x, true) : tf.matMul(x, sum as tf.Tensor2D, true)),
        bias: () => bias as tf.Tensor,
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
      const { sum, bias } = throughBias(dy as tf.Tensor, y, { activation, withBias });
      const engine = tf.engine();
      return {
        x: () => engine.runKernel('Conv2DBackpropInput', { dy: sum, filter }, { ...geometry, inputShape: x.shape }) as tf.Tensor,
        filter: () => engine.runKernel('Conv2DBackpropFilter', { x, dy: sum }, { ...geometry, filterShape: filter.shape }) as tf.Tensor,
        bias: () => bias as tf.Tensor,
      };
    },
  });
}

/** Both gradients at once, before tfjs asks for either: what is made while it asks for one is gone when it asks for the next. */
function throughBias(dy: tf.Tensor, y: tf.Tensor, { activation, withBias }: LayerAttrs): { sum: tf.Tensor; bias?: tf.Tensor } {
  const { sum, bias } = biasActivationGradient(currentStream(), dy, y, activation, withBias);
  const engine = tf.engine();
  return {
    sum: sum === dy ? dy : engine.makeTensorFromTensorInfo(sum),
    ...(bias ? { bias: engine.makeTensorFromTensorInfo(bias) } : {}),
  };
}
