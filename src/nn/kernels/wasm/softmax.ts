import * as tf from '../../tf.ts';
import type { KernelModule } from './module.ts';
import { requireFloat32, type KernelTable } from './table.ts';
import { kernel, type Inputs, type Kernel } from '../kernel.ts';

/** The gradients as single kernels, by the names of tfjs's kernels. */
const gradients = { Softmax: 'SoftmaxGrad', LogSoftmax: 'LogSoftmaxGrad' } as const;

/** Whether `logSoftmax` is there on the backend in use. */
export const hasLogSoftmax = (): boolean => tf.getKernel(gradients.LogSoftmax, tf.getBackend()) !== undefined;

/** ln softmax over the last dimension. tfjs's own operation of that name is put together from six others and asks for no kernel. */
export const logSoftmax = (logits: tf.Tensor): tf.Tensor => tf.engine().runKernel<tf.Tensor>('LogSoftmax', { logits }, { axis: -1 });

/** Softmax over the last dimension and its logarithm, and their gradients as one kernel each. */
export function softmaxKernels({ heap, functions }: KernelModule): KernelTable {
  const sizes = (x: tf.TensorInfo): [rows: number, n: number] => {
    const n = x.shape.at(-1) ?? 1;
    return [n === 0 ? 0 : tf.util.sizeFromShape(x.shape) / n, n];
  };
  const forward =
    (name: string, compute: typeof functions.softmax): Kernel<Inputs<'logits'>> =>
    ({ inputs: { logits } }) => {
      requireFloat32(name, logits);
      const y = heap.output(logits.shape, 'float32');
      compute(heap.address(logits), heap.address(y), ...sizes(logits));
      return y;
    };
  const backward =
    (name: string, compute: typeof functions.softmaxGradient): Kernel<Inputs<'dy' | 'y'>> =>
    ({ inputs: { dy, y } }) => {
      requireFloat32(name, dy, y);
      const dx = heap.output(y.shape, 'float32');
      compute(heap.address(dy), heap.address(y), heap.address(dx), ...sizes(y));
      return dx;
    };
  // Called through `functions`, where another build may take the place of this one.
  return {
    Softmax: kernel(forward('Softmax', (...given) => functions.softmax(...given))),
    LogSoftmax: kernel(forward('LogSoftmax', (...given) => functions.logSoftmax(...given))),
    [gradients.Softmax]: kernel(backward(gradients.Softmax, (...given) => functions.softmaxGradient(...given))),
    [gradients.LogSoftmax]: kernel(backward(gradients.LogSoftmax, (...given) => functions.logSoftmaxGradient(...given))),
  };
}

/** Makes tfjs-core differentiate both through our kernels on backends that have them; the others keep tfjs's own gradients. */
export function registerSoftmaxGradients(): void {
  for (const [kernelName, gradient] of Object.entries(gradients)) {
    const stock = tf.getGradient(kernelName);
    tf.unregisterGradient(kernelName);
    tf.registerGradient({
      ...stock,
      gradFunc: (dy, saved, attrs) => {
        if (!tf.getKernel(gradient, tf.getBackend())) return stock.gradFunc(dy, saved, attrs);
        return { logits: () => tf.engine().runKernel<tf.Tensor>(gradient, { dy: dy as tf.Tensor, y: saved[0] }) };
      },
    });
  }
}
