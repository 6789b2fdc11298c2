/** The pieces of the ℓ0 methods against the test vectors (computed in float64, independently of this code). */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { admmZUpdate } from '../../../../src/nn/optimizer/terms/admm.ts';
import { deleteNeurons, pruneUnconnected, type DenseValues } from '../../../../src/compression/l0/dense-graph.ts';
import { layerwiseObjective } from '../../../../src/compression/l0/layerwise.ts';
import { strengths } from '../../../../src/compression/l0/terms.ts';
import { pruneZeroGradients } from '../../../../src/compression/l0/random-gradient-pruning.ts';
import { magnitudes } from '../../../../src/compression/l0/methods/magnitude-finetune.ts';
import { masksAt } from '../../../../src/compression/l0/spread.ts';
import { below } from '../../../../src/math/pruning.ts';
import { startBackend } from '../../../../src/nn/backend.ts';
import { Dense } from '../../../../src/nn/layers/dense.ts';
import { Sequential } from '../../../../src/nn/layers/sequential.ts';
import { meanSquaredError } from '../../../../src/nn/loss.ts';
import { networkAround } from '../../../../src/nn/models/network.ts';
import * as tf from '../../../../src/nn/tf.ts';
import vectors from '../../../reference/l0-test-vectors.json' with { type: 'json' };
import { nodeAssets } from '../../support/backends.ts';

const layerOf = (weights: readonly (readonly number[])[], bias: readonly number[]): DenseValues => ({
  weights: Float32Array.from(weights.flat()),
  bias: Float32Array.from(bias),
  outputs: weights.length,
  inputs: weights[0].length,
});
const close = (actual: ArrayLike<number>, expected: readonly number[]) => {
  expect(actual.length).toBe(expected.length);
  expected.forEach((value, i) => expect(actual[i]).toBeCloseTo(value, 6));
};

describe('random gradient pruning', () => {
  const { W1, b1, W2, b2, W3, b3, x, y, after } = vectors.random_gradient_pruning;

  test.each(['cpu', 'wasm'] as const)('takes what has no gradient on %s', async (backend) => {
    await startBackend(backend, 0, nodeAssets);
    const layers = [layerOf(W1, b1), layerOf(W2, b2), layerOf(W3, b3)].map(
      (layer, index) => new Dense({ ...layer, name: `dense-${index + 1}`, activation: index === 2 ? 'linear' : 'tanh' }),
    );
    const network = networkAround(new Sequential(layers));
    const [inputs, targets] = [tf.tensor2d(x), tf.tensor2d(y)];
    expect(await pruneZeroGradients(network, inputs, (outputs) => meanSquaredError(outputs, targets))).toBe(4);
    const left = await Promise.all(network.parameters.map((parameter) => parameter.values()));
    [after.W1.flat(), after.b1, after.W2.flat(), after.b2, after.W3.flat(), after.b3].forEach((values, i) => close(left[i], values));
    network.dispose();
    tf.dispose([inputs, targets]);
  });

  test('finds the same from the connections', () => {
    const layers = [layerOf(W1, b1), layerOf(W2, b2), layerOf(W3, b3)];
    expect(pruneUnconnected(layers)).toBe(4);
    close(layers[0].weights, after.W1.flat());
    close(layers[0].bias, after.b1);
    close(layers[1].weights, after.W2.flat());
    close(layers[2].weights, after.W3.flat());
  });
});

describe('dense networks as arrays', () => {
  const forward = (layers: readonly DenseValues[], input: readonly number[]): number[] =>
    layers.reduce<number[]>(
      (activations, { weights, bias, inputs }, index) =>
        Array.from(bias, (offset, row) => {
          const sum = activations.reduce((total, value, column) => total + value * weights[row * inputs + column], offset);
          return index === layers.length - 1 ? sum : Math.tanh(sum);
        }),
      [...input],
    );
  const sparse = fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 2, arbitrary: fc.integer({ min: -8, max: 8 }).map((n) => n / 8) },
  );
  const widths = [3, 4, 4, 2];
  const network = fc.tuple(
    ...widths.slice(1).map((outputs, layer) =>
      fc
        .tuple(
          fc.array(sparse, { minLength: outputs * widths[layer], maxLength: outputs * widths[layer] }),
          fc.array(sparse, { minLength: outputs, maxLength: outputs }),
        )
        .map(([weights, bias]): DenseValues => ({
          weights: Float32Array.from(weights),
          bias: Float32Array.from(bias),
          outputs,
          inputs: widths[layer],
        })),
    ),
  );
  const point = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 3, maxLength: 3 });

  test('pruning what is not connected changes no output', () => {
    fc.assert(
      fc.property(network, point, (layers, input) => {
        const expected = forward(layers, input);
        pruneUnconnected(layers);
        forward(layers, input).forEach((value, i) => expect(value).toBeCloseTo(expected[i], 9));
        expect(pruneUnconnected(layers)).toBe(0);
      }),
    );
  });

  test('deleting neurons folds what they gave into the next biases', () => {
    const { W1, b1, W2, b2, after } = vectors.delete_neurons;
    const {
      layers: [first, second],
      kept,
    } = deleteNeurons([layerOf(W1, b1), layerOf(W2, b2)], Math.tanh);
    expect(kept).toEqual([[0]]);
    close(first.weights, after.W1.flat());
    close(first.bias, after.b1);
    close(second.weights, after.W2.flat());
    close(second.bias, after.b2);
  });

  test('deleting neurons changes no output and leaves none without inputs', () => {
    fc.assert(
      fc.property(network, point, (layers, input) => {
        const expected = forward(layers, input);
        const { layers: smaller, kept } = deleteNeurons(layers, Math.tanh);
        expect(smaller.slice(0, -1).map(({ outputs }) => outputs)).toEqual(kept.map(({ length }) => length));
        forward(smaller, input).forEach((value, i) => expect(value).toBeCloseTo(expected[i], 5));
        expect(smaller.at(-1).outputs).toBe(layers.at(-1).outputs);
        for (const { weights, inputs, outputs } of smaller.slice(0, -1)) {
          // The one neuron that a layer keeps may have no inputs.
          if (outputs > 1)
            for (let row = 0; row < outputs; row++)
              expect(weights.subarray(row * inputs, (row + 1) * inputs).some((weight) => weight !== 0)).toBe(true);
        }
      }),
    );
  });
});

test.each(vectors.admm_z_update.map((vector, index) => [index, vector] as const))(
  'ℓ0-ADMM, update %i',
  (_, { x, u, alpha, rho, z, u_new }) => {
    const next = admmZUpdate(x, u, alpha, rho);
    close(next.z, z);
    next.v.forEach((dual, worker) => close(dual, u_new[worker]));
  },
);

test('layerwise pruning: the objective is the expected squared error over all masks, plus α for each weight', async () => {
  await startBackend('cpu', 0, nodeAssets);
  const {
    X_columns_are_samples: x,
    Y,
    w,
    gamma_w: gammaW,
    b,
    gamma_b: gammaB,
    alpha,
    value,
    expectation_over_8_masks: expectation,
  } = vectors.layerwise_objective;
  const found = tf.tidy(() =>
    layerwiseObjective(
      { w: tf.tensor2d(w), gammaW: tf.tensor2d(gammaW), b: tf.tensor1d([b]), gammaB: tf.tensor1d([gammaB]) },
      tf.transpose(tf.tensor2d(x)),
      tf.transpose(tf.tensor2d(Y)),
      alpha,
    ),
  );
  expect((await found.data())[0]).toBeCloseTo(value, 6);
  expect(value).toBeCloseTo(expectation, 12);
  found.dispose();
});

describe('layerwise pruning with a learned σ', () => {
  const alpha = 0.3;
  const [x, y] = [
    [
      [1, -1],
      [0.5, 2],
      [-0.75, 0.25],
    ],
    [
      [0.5, -1],
      [0.25, 0.75],
      [-0.5, 0.125],
    ],
  ];
  const start = { w: [0.5, -0.25, 0.75, 0.375], gammaW: [0.75, 0.25, 0.5, 0.875], b: [0.125, -0.5], gammaB: [0.5, 0.625], sigma: [0.4] };
  const names = ['w', 'gammaW', 'b', 'gammaB', 'sigma'] as const;
  type Numbers = Readonly<Record<(typeof names)[number], readonly number[]>>;

  /** The expected squared error, sum by sum. */
  function errorOf({ w, gammaW, b, gammaB }: Numbers): number {
    let error = 0;
    x.forEach((inputs, sample) => {
      for (const output of [0, 1]) {
        let mean = b[output] * gammaB[output];
        error += b[output] ** 2 * gammaB[output] * (1 - gammaB[output]);
        inputs.forEach((value, input) => {
          const at = 2 * output + input;
          mean += w[at] * gammaW[at] * value;
          error += (w[at] * value) ** 2 * gammaW[at] * (1 - gammaW[at]);
        });
        error += (y[sample][output] - mean) ** 2;
      }
    });
    return error;
  }
  const price = ({ gammaW, gammaB }: Numbers): number => alpha * [...gammaW, ...gammaB].reduce((sum, gamma) => sum + gamma, 0);
  const expected = (at: Numbers): number => {
    const variance = at.sigma[0] ** 2;
    return errorOf(at) / (2 * variance * Math.LN2) + 3 * Math.log2(2 * Math.PI * variance) + price(at);
  };

  function found(at: Numbers): { readonly value: number; readonly gradients: number[][] } {
    return tf.tidy(() => {
      const tensors = [
        tf.tensor2d([...at.w], [2, 2]),
        tf.tensor2d([...at.gammaW], [2, 2]),
        tf.tensor1d([...at.b]),
        tf.tensor1d([...at.gammaB]),
        tf.scalar(at.sigma[0]),
      ];
      const { value, grads } = tf.valueAndGrads((w: tf.Tensor, gammaW: tf.Tensor, b: tf.Tensor, gammaB: tf.Tensor, sigma: tf.Tensor) =>
        layerwiseObjective({ w, gammaW, b, gammaB }, tf.tensor2d(x), tf.tensor2d(y), alpha, sigma),
      )(tensors);
      return { value: value.dataSync()[0], gradients: grads.map((gradient) => [...gradient.dataSync()]) };
    });
  }

  test('is the code length of the expected error, with the gradients of finite differences', async () => {
    await startBackend('cpu', 0, nodeAssets);
    const { value, gradients } = found(start);
    expect(value).toBeCloseTo(expected(start), 4);
    const step = 1e-5;
    names.forEach((name, index) => {
      expect(gradients[index].length).toBe(start[name].length);
      start[name].forEach((_, i) => {
        const moved = (by: number): Numbers => ({ ...start, [name]: start[name].map((number, j) => (j === i ? number + by : number)) });
        expect(gradients[index][i]).toBeCloseTo((expected(moved(step)) - expected(moved(-step))) / (2 * step), 3);
      });
    });
  });

  test('is least at σ² = E/n, where it is ½ n log2 2πe E/n and the price of the weights', async () => {
    await startBackend('cpu', 0, nodeAssets);
    const variance = errorOf(start) / 6;
    const { value, gradients } = found({ ...start, sigma: [Math.sqrt(variance)] });
    expect(value).toBeCloseTo(3 * Math.log2(2 * Math.PI * Math.E * variance) + price(start), 4);
    expect(gradients[4][0]).toBeCloseTo(0, 4);
  });

  test('stays finite where σ comes to 0', async () => {
    await startBackend('cpu', 0, nodeAssets);
    const { value, gradients } = found({ ...start, sigma: [0] });
    expect([value, ...gradients.flat()].every(Number.isFinite)).toBe(true);
  });
});

test('DRR-O: α of a layer by its size', () => {
  const { layer_params, factors } = vectors.drr_norm_factors;
  const parameters = layer_params.flatMap((size, index) => [
    { name: `dense-${index + 1}/weight`, size: size - 10 },
    { name: `dense-${index + 1}/bias`, size: 10 },
  ]);
  for (const norm of ['layer', 'block'] as const) {
    const found = strengths(parameters, norm);
    factors.forEach((factor, index) => {
      expect(found.get(`dense-${index + 1}/weight`)).toBeCloseTo(factor, 9);
      expect(found.get(`dense-${index + 1}/bias`)).toBeCloseTo(factor, 9);
    });
  }
});

describe('pruning by magnitude', () => {
  test('strictly below the threshold, or at it as well', () => {
    const weights = Float32Array.of(0.5, -0.25, 0.25, -0.125, 0);
    expect([...below(weights, 0.25)]).toEqual([0.5, -0.25, 0.25, 0, 0]);
    expect([...below(weights, 0.25, true)]).toEqual([0.5, 0, 0, 0, 0]);
  });

  test('to a sparsity keeps the largest over all tensors', () => {
    const values = [Float32Array.of(0.1, -3, 0.2), Float32Array.of(2, 0, -0.3)];
    const parameters = values.map(({ length }, index) => ({ name: `${index}/weights`, kind: 'weight' as const, size: length }));
    const masks = masksAt(parameters, magnitudes(values), 0.5);
    expect(masks.map((mask) => [...mask])).toEqual([
      [0, 1, 0],
      [1, 0, 1],
    ]);
  });
});
