import * as tf from '../../tf.ts';
import { CAUSAL_ATTENTION as forward, CAUSAL_ATTENTION_GRADIENT as gradient, type AttentionAttrs } from '../attention.ts';
import { kernel, type Inputs } from '../kernel.ts';
import { findKernels, type KernelModule } from './module.ts';
import { requireFloat32, type KernelTable } from './table.ts';

/** Tokens of a sequence and numbers of a head that the panels of a product hold. */
const [MOST_TOKENS, LARGEST_HEAD] = [1024, 256];

/** Whether the current backend has the kernel, and for these sizes. @param size numbers of a head */
export const hasAttention = (length: number, size: number): boolean =>
  findKernels() !== undefined && length <= MOST_TOKENS && size <= LARGEST_HEAD;

/** `causalAttention` as one kernel. @returns the heads beside each other, [batch · length, width] */
export function attention(projected: tf.Tensor2D, { heads, length }: AttentionAttrs): tf.Tensor2D {
  const [out] = tf.engine().runKernel(forward, { projected }, { heads, length }) as unknown as [tf.Tensor2D, tf.Tensor];
  return out;
}

export function attentionKernels(kernels: KernelModule): KernelTable {
  const { heap, functions } = kernels;
  const sizes = ({ shape }: tf.TensorInfo, { heads, length }: AttentionAttrs) => {
    const width = shape[1] / 3;
    const size = width / heads;
    return { width, of: [shape[0] / length, heads, length, size, 1 / Math.sqrt(size)] as const };
  };
  return {
    [forward]: kernel<Inputs<'projected'>, AttentionAttrs>(({ inputs: { projected }, attrs }) => {
      requireFloat32(forward, projected);
      const { width, of } = sizes(projected, attrs);
      const [batch, heads, length] = of;
      const out = heap.output([projected.shape[0], width], 'float32');
      const seen = heap.output([batch, heads, length, length], 'float32');
      functions.attention(heap.address(projected), heap.address(seen), heap.address(out), ...of, kernels.gemmWorkspace);
      return [out, seen];
    }),
    [gradient]: kernel<Inputs<'dy' | 'projected' | 'seen'>, AttentionAttrs>(({ inputs: { dy, projected, seen }, attrs }) => {
      requireFloat32(gradient, dy, projected, seen);
      const { of } = sizes(projected, attrs);
      const dx = heap.output(projected.shape, 'float32');
      const scratch = kernels.scratch(functions.attentionScratchBytes(attrs.length));
      functions.attentionGradient(
        heap.address(dy),
        heap.address(projected),
        heap.address(seen),
        heap.address(dx),
        ...of,
        scratch,
        kernels.gemmWorkspace,
      );
      return dx;
    }),
  };
}

/** Makes `attention` differentiable. */
export function registerAttentionGradient(): void {
  tf.registerGradient({
    kernelName: forward,
    inputsToSave: ['projected'],
    outputsToSave: [false, true],
    gradFunc: (dy, [projected, seen], attrs) => ({
      projected: () => tf.engine().runKernel<tf.Tensor>(gradient, { dy: (dy as tf.Tensor[])[0], projected, seen }, attrs),
    }),
  });
}
