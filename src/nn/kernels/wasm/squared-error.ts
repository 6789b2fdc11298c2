import * as tf from '../../tf.ts';
import type { KernelModule } from './module.ts';
import { requireFloat32, type KernelTable } from './table.ts';
import { type Inputs, kernel } from '../kernel.ts';

const withGradient = 'SquaredErrorWithGradient';

/**
 * Mean of (outputs − targets)² over all entries, in one kernel with its gradient.
 *
 * @param targets float32, of the shape of the outputs; no gradient flows to them
 * @throws if the sizes differ, or the current backend has no kernels of ours
 */
export function squaredErrorLoss(outputs: tf.Tensor, targets: tf.Tensor): tf.Scalar {
  const operation = tf.customGrad((o, save) => {
    const [loss, gradient] = tf.engine().runKernel(withGradient, { outputs: o as tf.Tensor, targets }) as unknown as [tf.Scalar, tf.Tensor];
    (save as tf.GradSaveFunc)([gradient]);
    return { value: loss, gradFunc: (dy, saved) => tf.mul(dy, saved[0]) };
  });
  return operation(outputs) as tf.Scalar;
}

export function squaredErrorKernels({ heap, functions }: KernelModule): KernelTable {
  return {
    [withGradient]: kernel<Inputs<'outputs' | 'targets'>>(({ inputs }) => {
      const { outputs, targets } = inputs;
      requireFloat32(withGradient, outputs, targets);
      const size = tf.util.sizeFromShape(outputs.shape);
      if (tf.util.sizeFromShape(targets.shape) !== size || size === 0) {
        throw new Error(
          `A squared error needs as many targets as outputs, and at least one, but got outputs of shape [${outputs.shape.join(', ')}] ` +
            `and targets of shape [${targets.shape.join(', ')}].`,
        );
      }
      const [loss, gradient] = [heap.output([], 'float32'), heap.output(outputs.shape, 'float32')];
      functions.squaredError(heap.address(outputs), heap.address(targets), size, heap.address(loss), heap.address(gradient));
      return [loss, gradient];
    }),
  };
}
