import { beforeAll, describe, expect, it } from 'vitest';
import { convLayer, denseLayer, type FusedActivation } from '../../../../src/nn/kernels/affine.ts';
import type { KernelModule } from '../../../../src/nn/kernels/wasm/module.ts';
import * as tf from '../../../../src/nn/tf.ts';
import { bits, largestDifference, memoryOver, onBoth, startWithKernels, tensor } from './setup.ts';

let kernels: KernelModule;
beforeAll(async () => {
  kernels = await startWithKernels();
});

const activations: FusedActivation[] = ['linear', 'relu', 'tanh'];

function activate(x: tf.Tensor, activation: FusedActivation): tf.Tensor {
  if (activation === 'linear') return x;
  return activation === 'relu' ? tf.relu(x) : tf.tanh(x);
}

type Layer = (x: tf.Tensor, weights: tf.Tensor, bias?: tf.Tensor) => tf.Tensor;

/** The layer on WebAssembly, its expression on the cpu backend: value and gradients by x, weights and bias. */
async function compare(
  shapes: { x: number[]; weights: number[]; bias?: number[] | undefined },
  layer: Layer,
  expression: Layer,
): Promise<void> {
  const { cpu, wasm } = await onBoth(() => {
    const f = tf.getBackend() === 'wasm' ? layer : expression;
    const inputs = [tensor(shapes.x, 1), tensor(shapes.weights, 2), ...(shapes.bias ? [tensor(shapes.bias, 3)] : [])];
    const y = f(inputs[0], inputs[1], inputs[2]);
    return [y, ...tf.grads((x: tf.Tensor, w: tf.Tensor, b?: tf.Tensor) => f(x, w, b))(inputs, tensor(y.shape, 4))];
  });
  // Sums of up to 500 products of values in [-1, 1), in float32 on the cpu backend.
  wasm.forEach((values, i) => expect(largestDifference(values, cpu[i]), `result ${i}`).toBeLessThan(500 * 4 * 2 ** -24));
}

describe('denseLayer', () => {
  for (const activation of activations) {
    for (const transposed of [false, true]) {
      it(`equals its expression with ${activation}${transposed ? ', weights transposed' : ''}, forward and backward, with and without bias`, async () => {
        for (const [m, k, n] of [
          [1, 3, 1],
          [7, 10, 10],
          [33, 272, 17],
          [5, 300, 37],
          [272, 5, 3],
        ]) {
          for (const bias of [undefined, [n]]) {
            await compare(
              { x: [m, k], weights: transposed ? [n, k] : [k, n], bias },
              (x, w, b) => denseLayer(x as tf.Tensor2D, w as tf.Tensor2D, b as tf.Tensor1D | undefined, activation, transposed),
              (x, w, b) => {
                const sums = tf.matMul(x, w, false, transposed);
                return activate(b ? tf.add(sums, b) : sums, activation);
              },
            );
          }
        }
      });
    }
  }

  it('gives the very bits of product, bias and activation one after the other', () => {
    const [x, w, b] = [tensor([50, 70], 1) as tf.Tensor2D, tensor([30, 70], 2) as tf.Tensor2D, tensor([30], 3) as tf.Tensor1D];
    for (const activation of activations) {
      const apart = activate(tf.fused.matMul({ a: x, b: w, bias: b, transposeB: true }), activation);
      expect(bits(denseLayer(x, w, b, activation, true))).toEqual(bits(apart));
    }
  });

  it('computes no gradient that nobody asks for', async () => {
    const x = tensor([5, 7], 1) as tf.Tensor2D;
    const weights = tf.variable(tensor([3, 7], 2)) as tf.Variable<tf.Rank.R2>;
    const profile = await tf.profile(() =>
      tf.tidy(() => tf.variableGrads(() => tf.sum<tf.Scalar>(denseLayer(x, weights, undefined, 'relu', true))).grads),
    );
    expect(profile.kernels.filter(({ name }) => name === 'BatchMatMul')).toHaveLength(1);
  });

  it('keeps neither tensors nor heap', () => {
    const inputs = [tensor([30, 70], 1), tensor([70, 20], 2), tensor([20], 3)];
    const { before, after } = memoryOver(
      () =>
        tf.tidy(() => {
          for (const activation of activations) {
            tf.grads((x: tf.Tensor, w: tf.Tensor, b: tf.Tensor) =>
              denseLayer(x as tf.Tensor2D, w as tf.Tensor2D, b as tf.Tensor1D, activation, false),
            )(inputs);
          }
        }),
      () => kernels.heap.memory.buffer.byteLength,
    );
    expect(after).toEqual(before);
  });
});

describe('convLayer', () => {
  for (const activation of activations) {
    it(`equals its expression with ${activation}, forward and backward, with and without bias`, async () => {
      const cases: [number[], number[], 'valid' | 'same', [number, number]][] = [
        [[2, 9, 8, 3], [3, 3, 3, 10], 'valid', [1, 1]],
        [[2, 9, 8, 3], [3, 3, 3, 17], 'same', [1, 1]],
        [[1, 7, 7, 1], [5, 5, 1, 1], 'same', [2, 1]],
        [[2, 4, 4, 5], [1, 1, 5, 20], 'valid', [1, 1]],
      ];
      for (const [x, weights, pad, strides] of cases) {
        for (const bias of [undefined, [weights[3]]]) {
          await compare(
            { x, weights, bias },
            (input, filter, b) =>
              convLayer(input as tf.Tensor4D, filter as tf.Tensor4D, b as tf.Tensor1D | undefined, { pad, strides, activation }),
            (input, filter, b) => {
              const sums = tf.conv2d(input as tf.Tensor4D, filter as tf.Tensor4D, strides, pad);
              return activate(b ? tf.add(sums, b) : sums, activation);
            },
          );
        }
      }
    });
  }

  it('computes no gradient by the images that nobody asks for', async () => {
    const x = tensor([2, 6, 6, 1], 1) as tf.Tensor4D;
    const filter = tf.variable(tensor([3, 3, 1, 4], 2)) as tf.Variable<tf.Rank.R4>;
    const profile = await tf.profile(() =>
      tf.tidy(
        () =>
          tf.variableGrads(() => tf.sum<tf.Scalar>(convLayer(x, filter, undefined, { strides: [1, 1], pad: 'valid', activation: 'relu' })))
            .grads,
      ),
    );
    const names = profile.kernels.map(({ name }) => name);
    expect(names).toContain('Conv2DBackpropFilter');
    expect(names).not.toContain('Conv2DBackpropInput');
  });
});
