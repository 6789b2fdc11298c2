import { describe, expect, it } from 'vitest';
import { classificationBits, gaussianBits, gaussianLoss } from '../../../src/coding/data-length.ts';
import {
  descriptionLength,
  isolineGaussianBits,
  isolineLevels,
  isolineMse,
  isolineNats,
  mdlAlpha,
} from '../../../src/coding/description-length.ts';
import vectors from '../../reference/l0-test-vectors.json';

const { classification, isolines } = vectors.description_length;

describe('descriptionLength', () => {
  it('is the reference total', () => {
    const total = descriptionLength(classification.model_bytes, classificationBits(classification.mean_ce_nats, classification.n));
    expect(total.modelBytes).toBe(classification.model_bytes);
    expect(total.dataBytes).toBeCloseTo(classification.data_bytes, 7);
    expect(total.bytes).toBeCloseTo(classification.total, 6);
    expect(total.bits).toBeCloseTo(8 * classification.total, 5);
  });
});

describe('mdlAlpha', () => {
  const { classification_nats: nats, gauss_bits: bits, mse_sigma_0_08: squared, lm_nats: text } = vectors.mdl_alpha;
  it.each(Object.entries({ ...nats, ...text }))('of %s samples in nats is %d', (samples, alpha) => {
    expect(mdlAlpha({ unit: 'nats' }, Number(samples)) / alpha).toBeCloseTo(1, 10);
  });
  it.each(Object.entries(bits))('of %s targets in bits is %d', (samples, alpha) => {
    expect(mdlAlpha({ unit: 'bits' }, Number(samples)) / alpha).toBeCloseTo(1, 10);
  });
  it.each(Object.entries(squared))('of %s targets with squared errors at σ = 0.08 is %d', (samples, alpha) => {
    expect(mdlAlpha({ unit: 'squared', sigma: 0.08 }, Number(samples)) / alpha).toBeCloseTo(1, 10);
  });

  it('trades a parameter for as much loss as its 32 bits of data', () => {
    const samples = 45_000;
    const before = descriptionLength(4 * 100, classificationBits(0.06, samples)).bytes;
    const after = descriptionLength(4 * 101, classificationBits(0.06 - mdlAlpha({ unit: 'nats' }, samples), samples)).bytes;
    expect(after).toBeCloseTo(before, 6);
  });

  it('refuses no samples', () => {
    for (const samples of [0, -3, 1.5, Number.NaN]) expect(() => mdlAlpha({ unit: 'bits' }, samples)).toThrow(/integer ≥ 1/);
  });
});

describe('isolines', () => {
  it('have the reference losses', () => {
    const { lm, gaussian_mse: mse } = isolines;
    expect(isolineNats({ bytes: lm.DL, modelBytes: lm.model_bytes }, lm.dataset_bytes)).toBeCloseTo(lm.loss, 10);
    expect(isolineMse({ bytes: mse.DL, modelBytes: mse.model_bytes }, mse.n, mse.y_bits)).toBeCloseTo(mse.mse, 10);
  });

  it('lead back to their description length', () => {
    const line = { bytes: 11_000, modelBytes: 700 };
    const mse = isolineMse(line, 4000);
    expect(descriptionLength(700, gaussianBits({ targets: 4000, mse })).bytes).toBeCloseTo(11_000, 6);
    expect(isolineGaussianBits(line, 4000)).toBeCloseTo(gaussianLoss(mse, Math.sqrt(mse), { constant: true }), 10);
    expect(descriptionLength(700, classificationBits(isolineNats(line, 300), 300)).bytes).toBeCloseTo(11_000, 6);
  });

  it('are drawn at 8 levels around what is shown, in equal ratios', () => {
    const levels = isolineLevels([2000, 1000, 4000]);
    expect(levels).toHaveLength(8);
    expect(levels[0]).toBeCloseTo(900, 9);
    expect(levels[7]).toBeCloseTo(4400, 9);
    for (let i = 2; i < 8; i++) expect(levels[i] / levels[i - 1]).toBeCloseTo(levels[1] / levels[0], 9);
    expect(isolineLevels([])).toEqual([]);
    expect(isolineLevels([100], 1)).toEqual([expect.closeTo(Math.sqrt(90 * 110), 9)]);
  });
});
