import { describe, expect, it } from 'vitest';
import { LLAMA, llamaExample, llamaLoss, llamaLossIntegral } from '../../../src/coding/llama-example.ts';
import { onlineCodeBits } from '../../../src/coding/online-code.ts';
import vectors from '../../reference/l0-test-vectors.json';

describe('onlineCodeBits', () => {
  const vector = vectors.online_code_length;

  it('is the reference length, by batch and by share of the data', () => {
    expect(onlineCodeBits(vector.train_loss_nats, vector.tokens_per_batch)).toBeCloseTo(vector.bits, 4);
    expect(onlineCodeBits(vector.train_loss_nats, vector.tokens_per_batch) / 8).toBeCloseTo(vector.bytes, 5);
    expect(onlineCodeBits(vector.train_loss_nats, vector.dataset_bytes / vector.train_loss_nats.length)).toBeCloseTo(vector.bits, 4);
  });

  it('codes an epoch of the paper’s text corpora at one bit a byte: as many bits as the corpus has bytes', () => {
    const { tokens_per_iteration: tokens, ...sizes } = vectors.dataset_sizes;
    for (const [steps, bytes] of [
      [sizes.small_iters, sizes.small_bytes],
      [sizes.medium_iters, sizes.medium_bytes],
      [sizes.large_iters, sizes.large_bytes],
    ]) {
      expect(
        onlineCodeBits(
          Array.from({ length: steps }, () => Math.LN2),
          tokens,
        ),
      ).toBeCloseTo(bytes, 0);
    }
  });

  it('is nothing for no data, and refuses losses that stand for none', () => {
    expect(onlineCodeBits([], 10)).toBe(0);
    expect(() => onlineCodeBits([1], 0)).toThrow(/0 tokens/);
  });
});

describe('the LLaMA example', () => {
  const { printed, recomputed } = vectors.llama;

  it('has the reference numbers with both slips mended, and the online code is the shorter one', () => {
    const example = llamaExample();
    expect(example.integral).toBeCloseTo(recomputed.integral_1_to_1400, 5);
    expect(example.meanLoss).toBeCloseTo(recomputed.mean_loss_per_token, 6);
    expect(example.onlineGigabytes).toBeCloseTo(recomputed.online_GB_from_true_integral, 3);
    expect(example.fixedDataGigabytes).toBeCloseTo(recomputed.data_GB_correct, 4);
    expect(example.fixedTotalGigabytes).toBeCloseTo(recomputed.fixed_total_GB_correct, 4);
    expect(example.onlineGigabytes - example.fixedTotalGigabytes).toBeCloseTo(recomputed.online_minus_fixed_GB, 3);
    expect(-100 * example.fixedSaving).toBeCloseTo(recomputed.fixed_vs_online_percent_true_integral, 2);
  });

  it('has the printed numbers with both slips', () => {
    const example = llamaExample({ integral: 'printed', conversion: 'multiply' });
    expect(example.onlineGigabytes).toBeCloseTo(recomputed.wrong_conversion_online_GB, 4);
    expect(Math.round(example.onlineGigabytes)).toBe(printed.online_GB);
    expect(example.fixedDataGigabytes).toBeCloseTo(recomputed.wrong_conversion_data_GB, 4);
    expect(Math.round(example.fixedTotalGigabytes)).toBe(printed.fixed_total_GB);
    expect(Math.round(100 * example.fixedSaving)).toBe(printed.saving_percent);
    expect(LLAMA.finalLoss * LLAMA.gigatokens).toBeCloseTo(printed.fixed_data_nats_1e9, 9);
  });

  it('keeps the printed conclusion if only the units are mended', () => {
    const example = llamaExample({ integral: 'printed', conversion: 'divide' });
    // The reference divides this one by 1400, where the curve spans 1399.
    expect(example.integral / LLAMA.gigatokens).toBeCloseTo(recomputed.printed_integral_mean_loss, 5);
    expect(example.onlineGigabytes).toBeCloseTo(recomputed.online_GB_from_printed_integral_correct_conversion, 3);
    expect(100 * example.fixedSaving).toBeCloseTo(recomputed.saving_percent_printed_integral_correct_units, 3);
  });

  it('integrates its curve: the derivative of the integral is the loss', () => {
    expect(llamaLoss(1400)).toBeCloseTo(recomputed.loss_at_1400, 6);
    for (const x of [2, 50, 1399]) {
      expect((llamaLossIntegral(x + 1e-3) - llamaLossIntegral(x - 1e-3)) / 2e-3).toBeCloseTo(llamaLoss(x), 5);
    }
  });
});
