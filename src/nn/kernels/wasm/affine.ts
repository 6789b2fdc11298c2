/** The layers of `kernels/affine.ts` on WebAssembly. */
import * as tf from '../../tf.ts';
import { BIAS_ACTIVATION_GRADIENT, CONV_LAYER, DENSE_LAYER, type DenseAttrs, type FusedActivation, type LayerAttrs } from '../affine.ts';
import { convKernels } from './conv.ts';
import { matMulKernels } from './matmul.ts';
import type { KernelModule } from './module.ts';
import { requireFloat32, type KernelTable } from './table.ts';
import { type Inputs, kernel } from '../kernel.ts';

/** Codes of `assembly/affine.ts`, for the activations that it differentiates. */
const codes: { readonly [Name in FusedActivation]?: number } = { linear: 0, relu: 1, tanh: 2 };

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
    [DENSE_LAYER]: kernel<Inputs<'x' | 'weights'>, DenseAttrs>(({ inputs, attrs, backend }) => {
      const { x, weights, ...bias } = inputs;
      const { activation, transposeWeights } = attrs;
      return activated(activation, (fused) =>
        fusedMatMul({
          inputs: { a: x, b: weights, ...bias },
          attrs: { transposeA: false, transposeB: transposeWeights, activation: fused },
          backend,
        }),
      );
    }),
    [CONV_LAYER]: kernel<Inputs<'x' | 'filter'>, LayerAttrs>(({ inputs, attrs, backend }) =>
      activated(attrs.activation, (activation) => fusedConv({ inputs, attrs: { ...attrs, activation }, backend })),
    ),
    [BIAS_ACTIVATION_GRADIENT]: kernel<Inputs<'dy' | 'y'>, LayerAttrs>(({ inputs, attrs }) => {
      const { dy, y } = inputs;
      const { activation, withBias } = attrs;
      requireFloat32(BIAS_ACTIVATION_GRADIENT, dy, y);
      const code = codes[activation];
      if (code === undefined)
        throw new Error(`The WebAssembly backend cannot differentiate a fused ${activation}: apply it after the layer.`);
      const columns = dy.shape.at(-1) ?? 1;
      const dz = activation === 'linear' ? heap.share(dy) : heap.output(dy.shape, 'float32');
      const dBias = withBias ? heap.output([columns], 'float32') : undefined;
      functions.biasActivationGradient(
        heap.address(dy),
        heap.address(y),
        activation === 'linear' ? 0 : heap.address(dz),
        dBias ? heap.address(dBias) : 0,
        tf.util.sizeFromShape(dy.shape) / columns,
        columns,
        code,
      );
      return dBias ? [dz, dBias] : [dz];
    }),
  };
}
