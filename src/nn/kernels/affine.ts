/**
 * Fully connected and convolutional layers as single differentiable kernels, bias and activation inside the product, both ways: the
 * operations and their gradients, for every backend that has kernels of these names.
 */
import * as tf from '../tf.ts';

/** Activations whose derivative follows from their value. WebAssembly differentiates all but relu6 and sigmoid. */
export type FusedActivation = 'linear' | 'relu' | 'relu6' | 'tanh' | 'sigmoid';

/** Names of the kernels. */
export const DENSE_LAYER = 'DenseLayer';
export const CONV_LAYER = 'ConvLayer';
/** Of dy and y: dy · activation'(y), and with `withBias` its sum over all but the last dimension. */
export const BIAS_ACTIVATION_GRADIENT = 'BiasActivationGrad';

export interface LayerAttrs {
  readonly activation: FusedActivation;
  readonly withBias: boolean;
}

export type DenseAttrs = LayerAttrs & { readonly transposeWeights: boolean };

/**
 * activation(x · W + bias), or x · Wᵀ with `transposeWeights`. tfjs fuses bias and activation only outside of a gradient, or computes the
 * gradient by x even where nobody asks for it, as in a first layer: a quarter of a step of LeNet-300-100.
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
  return tf.engine().runKernel<tf.Tensor2D>(DENSE_LAYER, inputs, { activation, transposeWeights, withBias: bias !== undefined });
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
  return tf.engine().runKernel<tf.Tensor4D>(CONV_LAYER, inputs, attrs as tf.NamedAttrMap);
}

/**
 * Makes the layers differentiable; only what the step asks for is computed, so the first layer has no gradient by its input. Once for all
 * backends: tfjs keeps gradients by kernel name alone.
 */
export function registerAffineGradients(): void {
  if (tf.getGradient(DENSE_LAYER)) return;
  tf.registerGradient({
    kernelName: DENSE_LAYER,
    inputsToSave: ['x', 'weights'],
    outputsToSave: [true],
    gradFunc: (dy, saved, attrs) => {
      const [x, weights, y] = saved as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
      const { transposeWeights, ...layer } = attrs as unknown as DenseAttrs;
      const { dz, dBias } = throughBias(dy as tf.Tensor, y, layer);
      return {
        x: () => tf.matMul(dz, weights, false, !transposeWeights),
        weights: () => (transposeWeights ? tf.matMul(dz, x, true) : tf.matMul(x, dz, true)),
        bias: () => dBias,
      };
    },
  });
  tf.registerGradient({
    kernelName: CONV_LAYER,
    inputsToSave: ['x', 'filter'],
    outputsToSave: [true],
    gradFunc: (dy, saved, attrs) => {
      const [x, filter, y] = saved as [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D];
      const { activation, withBias, ...geometry } = attrs as unknown as LayerAttrs & tf.NamedAttrMap;
      const { dz, dBias } = throughBias(dy as tf.Tensor, y, { activation, withBias });
      const engine = tf.engine();
      return {
        x: () => engine.runKernel<tf.Tensor>('Conv2DBackpropInput', { dy: dz, filter }, { ...geometry, inputShape: x.shape }),
        filter: () => engine.runKernel<tf.Tensor>('Conv2DBackpropFilter', { x, dy: dz }, { ...geometry, filterShape: filter.shape }),
        bias: () => dBias,
      };
    },
  });
}

/** Both gradients at once, before tfjs asks for either: what is made while it asks for one is gone when it asks for the next. */
function throughBias(dy: tf.Tensor, y: tf.Tensor, { activation, withBias }: LayerAttrs): { dz: tf.Tensor; dBias: tf.Tensor } {
  if (activation === 'linear' && !withBias) return { dz: dy, dBias: dy };
  const [dz, dBias] = tf.engine().runKernel(BIAS_ACTIVATION_GRADIENT, { dy, y }, { activation, withBias }) as unknown as tf.Tensor[];
  return { dz, dBias };
}
