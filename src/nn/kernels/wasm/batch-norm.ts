import * as tf from '../../tf.ts';
import type { KernelModule } from './module.ts';
import { requireFloat32, registeredKernel, type KernelTable } from './table.ts';
import { type Inputs, kernel } from '../kernel.ts';

const statistics = 'BatchNormStatistics';
const gradient = 'BatchNormGradient';

/** A type, not an interface, so that `tf.tidy` accepts it as a result. */
export type BatchNorm = {
  /** (x − mean) / √(variance + ε) · scale + offset, the shape of x. */
  readonly y: tf.Tensor;
  /** Mean over all dimensions but the last, [channels]. No gradient flows through it. */
  readonly mean: tf.Tensor1D;
  /** Variance (divided by the number of rows), [channels]. No gradient flows through it. */
  readonly variance: tf.Tensor1D;
};

/**
 * Batch normalisation in training (arXiv 1502.03167): normalises by the statistics of x itself and differentiates through them.
 *
 * @param x float32, [..., channels]
 * @param scale γ, [channels]
 * @param offset β, [channels]
 * @throws if the sizes do not fit or the current backend has no kernels of ours
 */
export function batchNormTraining(x: tf.Tensor, scale: tf.Tensor1D, offset: tf.Tensor1D, epsilon: number): BatchNorm {
  const channels = x.shape[x.shape.length - 1];
  if (scale.size !== channels || offset.size !== channels) {
    throw new Error(
      `Batch normalisation of [${x.shape.join(', ')}] needs a scale and an offset of ${channels} values, ` +
        `but got ${scale.size} and ${offset.size}.`,
    );
  }
  const [mean, variance] = tf.engine().runKernel(statistics, { x }, {}) as unknown as [tf.Tensor1D, tf.Tensor1D];
  const operation = tf.customGrad((input, gamma, beta, save) => {
    (save as tf.GradSaveFunc)([input as tf.Tensor, gamma as tf.Tensor, mean, variance]);
    const inputs = { x: input as tf.Tensor, mean, variance, offset: beta as tf.Tensor, scale: gamma as tf.Tensor };
    return {
      value: tf.engine().runKernel<tf.Tensor>('FusedBatchNorm', inputs, { varianceEpsilon: epsilon }),
      gradFunc: (dy, [savedX, savedScale, savedMean, savedVariance]) =>
        tf.engine().runKernel(gradient, { x: savedX, dy: dy, scale: savedScale, mean: savedMean, variance: savedVariance }, { epsilon }),
    };
  });
  return { y: operation(x, scale, offset), mean, variance };
}

export function batchNormKernels(kernels: KernelModule): KernelTable {
  const { heap, functions } = kernels;
  const stock = registeredKernel('FusedBatchNorm');
  const sizes = (x: tf.TensorInfo): { rows: number; channels: number; scratch: number } => {
    const channels = x.shape[x.shape.length - 1];
    const rows = tf.util.sizeFromShape(x.shape) / channels;
    return { rows, channels, scratch: kernels.scratch(functions.batchNormScratchBytes(channels)) };
  };
  return {
    [statistics]: kernel<Inputs<'x'>>(({ inputs }) => {
      const { x } = inputs;
      requireFloat32(statistics, x);
      const { rows, channels, scratch } = sizes(x);
      const [mean, variance] = [heap.output([channels], 'float32'), heap.output([channels], 'float32')];
      functions.batchNormStatistics(heap.address(x), rows, channels, heap.address(mean), heap.address(variance), scratch);
      return [mean, variance];
    }),
    FusedBatchNorm: kernel<
      Record<'x' | 'mean' | 'variance', tf.TensorInfo> & Partial<Record<'scale' | 'offset', tf.TensorInfo>>,
      tf.FusedBatchNormAttrs
    >((params) => {
      const { x, mean, variance, scale, offset } = params.inputs;
      const { varianceEpsilon } = params.attrs;
      requireFloat32('FusedBatchNorm', x, mean, variance);
      const perChannel = [mean, variance, scale, offset].every((t) => !t || tf.util.sizeFromShape(t.shape) === x.shape.at(-1));
      if (!perChannel) return stock(params);
      const { rows, channels, scratch } = sizes(x);
      const y = heap.output(x.shape, 'float32');
      functions.batchNormTransform(
        heap.address(x),
        heap.address(mean),
        heap.address(variance),
        scale ? heap.address(scale) : 0,
        offset ? heap.address(offset) : 0,
        varianceEpsilon,
        heap.address(y),
        rows,
        channels,
        scratch,
      );
      return y;
    }),
    [gradient]: kernel<Inputs<'x' | 'dy' | 'mean' | 'variance' | 'scale'>, { epsilon: number }>(({ inputs, attrs }) => {
      const { x, dy, mean, variance, scale } = inputs;
      const { epsilon } = attrs;
      requireFloat32(gradient, x, dy, scale);
      const { rows, channels, scratch } = sizes(x);
      const dx = heap.output(x.shape, 'float32');
      const [dScale, dOffset] = [heap.output([channels], 'float32'), heap.output([channels], 'float32')];
      functions.batchNormGradient(
        heap.address(x),
        heap.address(dy),
        heap.address(mean),
        heap.address(variance),
        heap.address(scale),
        epsilon,
        heap.address(dx),
        heap.address(dScale),
        heap.address(dOffset),
        rows,
        channels,
        scratch,
      );
      return [dx, dScale, dOffset];
    }),
  };
}
