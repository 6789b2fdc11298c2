import * as tf from '../../tf.ts';
import type { KernelModule } from './module.ts';
import { requireFloat32, type KernelTable } from './table.ts';

const gradient = 'SoftmaxGrad';

/** tfjs's softmax over the last dimension, and its gradient as one kernel. */
export function softmaxKernels({ heap, functions }: KernelModule): KernelTable {
  const sizes = (x: tf.TensorInfo): [rows: number, n: number] => {
    const n = x.shape.at(-1) ?? 1;
    return [n === 0 ? 0 : tf.util.sizeFromShape(x.shape) / n, n];
  };
  return {
    Softmax: ({ inputs }) => {
      const { logits } = inputs as unknown as { logits: tf.TensorInfo };
      requireFloat32('Softmax', logits);
      const y = heap.output(logits.shape, 'float32');
      functions.softmax(heap.address(logits), heap.address(y), ...sizes(logits));
      return y;
    },
    [gradient]: ({ inputs }) => {
      const { dy, y } = inputs as unknown as { dy: tf.TensorInfo; y: tf.TensorInfo };
      requireFloat32(gradient, dy, y);
      const dx = heap.output(y.shape, 'float32');
      functions.softmaxGradient(heap.address(dy), heap.address(y), heap.address(dx), ...sizes(y));
      return dx;
    },
  };
}

/** Makes tfjs-core differentiate Softmax through our kernel on backends that have it; the others keep tfjs's own gradient. */
export function registerSoftmaxGradient(): void {
  const stock = tf.getGradient('Softmax');
  tf.unregisterGradient('Softmax');
  tf.registerGradient({
    ...stock,
    gradFunc: (dy, saved, attrs) => {
      if (!tf.getKernel(gradient, tf.getBackend())) return stock.gradFunc(dy, saved, attrs);
      return { logits: () => tf.engine().runKernel(gradient, { dy: dy as tf.Tensor, y: saved[0] }) as tf.Tensor };
    },
  });
}
