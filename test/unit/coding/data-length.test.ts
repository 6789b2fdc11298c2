import { describe, expect, it } from 'vitest';
import { encodeSymbols, quantise } from '../../../src/coding/arithmetic-coder.ts';
import {
  classificationBits,
  gaussianBits,
  gaussianLoss,
  labelBits,
  textBits,
  uniformLabelBits,
  verbatimTargetBits,
} from '../../../src/coding/data-length.ts';
import { stream } from '../../../src/math/random.ts';
import vectors from '../../reference/l0-test-vectors.json';

describe('labelBits', () => {
  const { logits, label, plain_nats: nats } = vectors.cross_entropy;

  it('is the reference cross-entropy in bits, per sample and summed', () => {
    expect(labelBits(logits, [label], 3)).toBeCloseTo(nats / Math.LN2, 10);
    expect(labelBits([...logits, ...logits], [label, label], 3)).toBeCloseTo(classificationBits(nats, 2), 10);
  });

  it('does not overflow, and does not depend on what is added to all logits', () => {
    expect(
      labelBits(
        logits.map((value) => value + 1e4),
        [label],
        3,
      ),
    ).toBeCloseTo(nats / Math.LN2, 8);
    expect(labelBits([1e5, 0], [1], 2)).toBeCloseTo(1e5 / Math.LN2, 6);
  });

  it('is what the arithmetic coder takes to write the labels', () => {
    const random = stream(4, 'labels');
    const [samples, classes] = [2000, 10];
    const scores = random.normals(samples * classes, 1.5);
    const labels = Array.from({ length: samples }, () => random.integer(classes));
    const model = (sample: number): number[] => {
      const weights = [...scores.subarray(sample * classes, (sample + 1) * classes)].map(Math.exp);
      const sum = weights.reduce((a, b) => a + b, 0);
      return quantise(weights.map((weight) => weight / sum));
    };
    const { bitLength } = encodeSymbols(labels, model);
    // 16-bit probabilities and the end of the code cost less than a thousandth here.
    expect(bitLength / labelBits(scores, labels, classes)).toBeCloseTo(1, 3);
  });

  it('refuses labels and logits that do not fit', () => {
    expect(() => labelBits([1, 2, 3], [0], 2)).toThrow(/give 2 per label/);
    expect(() => labelBits([1, 2], [2], 2)).toThrow(/Label 2 of sample 0/);
  });
});

describe('code lengths of classes and text', () => {
  const { classification, lm } = vectors.description_length;

  it('have the reference bytes', () => {
    expect(classificationBits(classification.mean_ce_nats, classification.n) / 8).toBeCloseTo(classification.data_bytes, 7);
    expect(uniformLabelBits(classification.n, 10) / 8).toBeCloseTo(classification.uniform_label_code_bytes, 6);
    for (const text of lm) {
      expect(textBits(text.mean_loss_nats, text.dataset_bytes) / 8 + text.model_bytes).toBeCloseTo(text.DL_bytes, 3);
    }
  });
});

describe('gaussianLoss', () => {
  it.each(vectors.gaussian_loss.cases)('at MSE $mse and σ $sigma', (vector) => {
    expect(gaussianLoss(vector.mse, vector.sigma, { constant: false })).toBeCloseTo(vector.loss_code, 8);
    expect(gaussianLoss(vector.mse, vector.sigma, { constant: true })).toBeCloseTo(vector.loss_full, 8);
    const at = (sigma: number) => gaussianLoss(vector.mse, sigma, { constant: false });
    const h = 1e-4 * vector.sigma;
    // By log σ, so that deviations of all sizes have one tolerance.
    const slope = vector.sigma * vector.dloss_dsigma;
    expect(Math.abs((at(vector.sigma + h) - at(vector.sigma - h)) / 2e-4 - slope)).toBeLessThan(1e-6 * Math.max(1, Math.abs(slope)));
  });

  it('is least at σ² = MSE', () => {
    const { mse, value_full: least } = vectors.gaussian_loss.optimum;
    expect(gaussianLoss(mse, Math.sqrt(mse), { constant: true })).toBeCloseTo(least, 9);
    for (const factor of [0.9, 1.1]) expect(gaussianLoss(mse, factor * Math.sqrt(mse), { constant: true })).toBeGreaterThan(least);
  });
});

describe('gaussianBits', () => {
  it('codes both sets of the reference, each with its own deviation', () => {
    const vector = vectors.description_length.gaussian;
    const bits =
      gaussianBits({ targets: vector.n_train, mse: vector.mse_train, targetBits: vector.y_bits }) +
      gaussianBits({ targets: vector.n_test, mse: vector.mse_test, targetBits: vector.y_bits });
    expect(4 * vector.nnz + bits / 8).toBeCloseTo(vector.total_bytes, 6);
  });

  it('costs more with any deviation but that of the set', () => {
    const best = gaussianBits({ targets: 100, mse: 0.01 });
    expect(gaussianBits({ targets: 100, mse: 0.01, sigma: 0.1 })).toBeCloseTo(best, 9);
    for (const sigma of [0.05, 0.2]) expect(gaussianBits({ targets: 100, mse: 0.01, sigma })).toBeGreaterThan(best + 20);
  });

  it('is never negative, and refuses errors and deviations that cannot be', () => {
    expect(gaussianBits({ targets: 100, mse: 0 })).toBe(0);
    expect(gaussianBits({ targets: 0, mse: 1 })).toBe(0);
    expect(() => gaussianBits({ targets: 1, mse: Number.NaN })).toThrow(/error of NaN/);
    expect(() => gaussianBits({ targets: 1, mse: 1, sigma: 0 })).toThrow(/deviation of 0/);
  });

  it('beats writing the targets down, where there is something to predict', () => {
    expect(verbatimTargetBits(60)).toBe(1920);
    expect(gaussianBits({ targets: 60, mse: 0.48 })).toBeLessThan(verbatimTargetBits(60));
  });
});
