import * as tf from '../../tf.ts';
import { RELU_GRADIENT } from '../relu-gradient.ts';
import type { KernelModule } from './module.ts';
import { requireFloat32, runRegistered, type KernelTable } from './table.ts';
import { type Inputs, kernel } from '../kernel.ts';

const geluForward = 'Gelu';
const geluGradient = 'GeluGrad';
const geluErfForward = 'GeluErf';
const geluErfGradient = 'GeluErfGrad';

/** x/2 · (1 + tanh(√(2/π) (x + 0.044715 x³))), the tanh form of arXiv 1606.08415, float32 of any shape. */
export const gelu = (x: tf.Tensor): tf.Tensor => tf.engine().runKernel<tf.Tensor>(geluForward, { x });

/** x Φ(x), float32 of any shape. */
export const geluErf = (x: tf.Tensor): tf.Tensor => tf.engine().runKernel<tf.Tensor>(geluErfForward, { x });

export function activationKernels({ heap, functions }: KernelModule): KernelTable {
  const elementwise = (name: string, compute: (x: number, y: number, n: number) => void) =>
    kernel<Inputs<'x'>>(({ inputs: { x } }) => {
      requireFloat32(name, x);
      const y = heap.output(x.shape, 'float32');
      compute(heap.address(x), heap.address(y), tf.util.sizeFromShape(x.shape));
      return y;
    });
  const elementwiseGradient = (name: string, compute: (dy: number, x: number, dx: number, n: number) => void) =>
    kernel<Inputs<'dy' | 'x'>>(({ inputs: { dy, x } }) => {
      requireFloat32(name, dy, x);
      const dx = heap.output(x.shape, 'float32');
      compute(heap.address(dy), heap.address(x), heap.address(dx), tf.util.sizeFromShape(x.shape));
      return dx;
    });
  return {
    // XNNPACK keeps a copy of the slopes, which may be trained, by their tensor's id.
    Prelu: kernel<Inputs<'x' | 'alpha'>>(({ inputs, backend }) => {
      const { x, alpha } = inputs;
      requireFloat32('Prelu', x, alpha);
      const y = heap.output(x.shape, 'float32');
      const size = tf.util.sizeFromShape(x.shape);
      if (size === 0) return y;
      const padded = [...Array<number>(x.shape.length - alpha.shape.length).fill(1), ...alpha.shape];
      const firstOwn = padded.findIndex((dimension) => dimension !== 1);
      const repeats = firstOwn < 0 || padded.slice(firstOwn).every((dimension, i) => dimension === x.shape[firstOwn + i]);
      const reps = padded.map((dimension, i) => x.shape[i] / dimension);
      const slopes = repeats ? alpha : runRegistered('Tile', { x: { ...alpha, shape: padded } }, { reps }, backend);
      functions.prelu(heap.address(x), heap.address(slopes), heap.address(y), size, tf.util.sizeFromShape(slopes.shape));
      if (slopes !== alpha) heap.release(slopes);
      return y;
    }),
    [RELU_GRADIENT]: kernel<Inputs<'dy' | 'y'>>(({ inputs }) => {
      const { dy, y } = inputs;
      requireFloat32(RELU_GRADIENT, dy, y);
      const dx = heap.output(y.shape, 'float32');
      functions.reluGradient(heap.address(dy), heap.address(y), heap.address(dx), tf.util.sizeFromShape(y.shape));
      return dx;
    }),
    // tfjs-wasm computes tanh one value at a time.
    Tanh: elementwise('Tanh', functions.tanh),
    [geluForward]: elementwise(geluForward, functions.gelu),
    [geluGradient]: elementwiseGradient(geluGradient, functions.geluGradient),
    [geluErfForward]: elementwise(geluErfForward, functions.geluErf),
    [geluErfGradient]: elementwiseGradient(geluErfGradient, functions.geluErfGradient),
  };
}

/** Makes both forms differentiable. */
export function registerGeluGradients(): void {
  for (const [kernelName, gradient] of [
    [geluForward, geluGradient],
    [geluErfForward, geluErfGradient],
  ] as const) {
    tf.registerGradient({
      kernelName,
      inputsToSave: ['x'],
      gradFunc: (dy, [x]) => ({ x: () => tf.engine().runKernel<tf.Tensor>(gradient, { dy: dy as tf.Tensor, x }) }),
    });
  }
}
