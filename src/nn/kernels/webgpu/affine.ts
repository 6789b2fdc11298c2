/** The layers of `kernels/affine.ts` on WebGPU. */
import type * as tf from '../../tf.ts';
import { BIAS_ACTIVATION_GRADIENT, CONV_LAYER, DENSE_LAYER, type DenseAttrs, type FusedActivation, type LayerAttrs } from '../affine.ts';
import { biasActivationGradient } from './bias-activation.ts';
import type { Dispatcher } from './dispatcher.ts';
import { presentKernel, requireFloat32, type KernelTable } from './table.ts';
import { type Inputs, kernel } from '../kernel.ts';

/** To be made when the products and convolutions that they call are registered. */
export function affineKernels(dispatcher: Dispatcher): KernelTable {
  const fusedMatMul = presentKernel('_FusedMatMul');
  const fusedConv = presentKernel('FusedConv2D');
  const tanh = presentKernel('Tanh');
  /** tfjs 4.22 fuses every activation of ours but tanh. */
  const activate = (
    activation: FusedActivation,
    backend: object,
    product: (activation: FusedActivation) => tf.TensorInfo,
  ): tf.TensorInfo => {
    if (activation !== 'tanh') return product(activation);
    const x = product('linear');
    const y = tanh({ inputs: { x }, attrs: {}, backend }) as tf.TensorInfo;
    dispatcher.release(x);
    return y;
  };
  return {
    [DENSE_LAYER]: kernel<Inputs<'x' | 'weights'>, DenseAttrs>(({ inputs, attrs, backend }) => {
      const { x, weights, ...bias } = inputs;
      const { activation, transposeWeights } = attrs;
      return activate(activation, backend, (fused) => {
        const product = { transposeA: false, transposeB: transposeWeights, activation: fused };
        return fusedMatMul({ inputs: { a: x, b: weights, ...bias }, attrs: product, backend }) as tf.TensorInfo;
      });
    }),
    [CONV_LAYER]: kernel<Inputs<'x' | 'filter'>, LayerAttrs>(({ inputs, attrs, backend }) =>
      activate(attrs.activation, backend, (activation) => fusedConv({ inputs, attrs: { ...attrs, activation }, backend }) as tf.TensorInfo),
    ),
    [BIAS_ACTIVATION_GRADIENT]: kernel<Inputs<'dy' | 'y'>, LayerAttrs>(({ inputs, attrs }) => {
      const { dy, y } = inputs;
      const { activation, withBias } = attrs;
      requireFloat32(BIAS_ACTIVATION_GRADIENT, dy, y);
      const { sum, bias } = biasActivationGradient(dispatcher, dy, y, activation, withBias);
      const own = sum === dy ? dispatcher.share(dy) : sum;
      return bias ? [own, bias] : [own];
    }),
  };
}
