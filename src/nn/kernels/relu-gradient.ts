/** Relu's gradient as one kernel, in place of tfjs's step, cast and multiply. */
import * as tf from '../tf.ts';

/** Name of the kernel: of dy and y, dy where y > 0, else 0. */
export const RELU_GRADIENT = 'ReluGrad';

let registered = false;

/** Makes tfjs-core differentiate Relu through the kernel on backends that have it; the others keep tfjs's own gradient. Once for all. */
export function registerReluGradient(): void {
  if (registered) return;
  registered = true;
  const stock = tf.getGradient('Relu');
  tf.unregisterGradient('Relu');
  tf.registerGradient({
    ...stock,
    gradFunc: (dy, saved, attrs) => {
      const x = saved[0];
      if (!tf.getKernel(RELU_GRADIENT, tf.getBackend()) || x.dtype !== 'float32') return stock.gradFunc(dy, saved, attrs);
      return { x: () => tf.engine().runKernel<tf.Tensor>(RELU_GRADIENT, { dy: dy as tf.Tensor, y: x }) };
    },
  });
}
