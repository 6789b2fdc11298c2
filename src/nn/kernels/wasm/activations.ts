import * as tf from '../../tf.ts';
import type { KernelModule } from './module.ts';
import { requireFloat32, type KernelTable } from './table.ts';

const reluGradient = 'ReluGrad';

export function activationKernels({ heap, functions }: KernelModule): KernelTable {
  return {
    [reluGradient]: ({ inputs }) => {
      const { dy, y } = inputs as unknown as { dy: tf.TensorInfo; y: tf.TensorInfo };
      requireFloat32(reluGradient, dy, y);
      const dx = heap.output(y.shape, 'float32');
      functions.reluGradient(heap.address(dy), heap.address(y), heap.address(dx), tf.util.sizeFromShape(y.shape));
      return dx;
    },
    // tfjs-wasm computes tanh one value at a time.
    Tanh: ({ inputs }) => {
      const { x } = inputs as unknown as { x: tf.TensorInfo };
      requireFloat32('Tanh', x);
      const y = heap.output(x.shape, 'float32');
      functions.tanh(heap.address(x), heap.address(y), tf.util.sizeFromShape(x.shape));
      return y;
    },
  };
}

/**
 * Makes tfjs-core differentiate Relu through our kernel, in place of step, cast and multiply, on backends that have it;
 * the others keep tfjs's own gradient.
 */
export function registerReluGradient(): void {
  const stock = tf.getGradient('Relu');
  tf.unregisterGradient('Relu');
  tf.registerGradient({
    ...stock,
    gradFunc: (dy, saved, attrs) => {
      const x = saved[0];
      if (!tf.getKernel(reluGradient, tf.getBackend()) || x.dtype !== 'float32') return stock.gradFunc(dy, saved, attrs);
      return { x: () => tf.engine().runKernel(reluGradient, { dy: dy as tf.Tensor, y: x }) as tf.Tensor };
    },
  });
}
