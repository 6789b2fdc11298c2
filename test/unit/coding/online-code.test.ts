import { describe, expect, it } from 'vitest';
import { LLAMA, llamaExample, llamaLoss, llamaLossIntegral } from '../../../src/coding/llama-example.ts';
import { blockCodeBits, doublingBlocks, onlineCodeBits, worthOfNetwork } from '../../../src/coding/online-code.ts';
import vectors from '../../reference/l0-test-vectors.json';
import text from '../../reference/text/online.json';

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

  it('counts each batch by its own tokens', () => {
    const { losses, tokens, bits, bytes } = text.online.steps;
    expect(onlineCodeBits(losses, tokens)).toBeCloseTo(bits, 6);
    expect(onlineCodeBits(losses, tokens) / 8).toBeCloseTo(bytes, 7);
    expect(() => onlineCodeBits(losses, [1, 2])).toThrow(/5 losses/);
    expect(() => onlineCodeBits([1, 1], [3, 0])).toThrow(/0 tokens/);
  });

  it('is nothing for no data, and refuses losses that stand for none', () => {
    expect(onlineCodeBits([], 10)).toBe(0);
    expect(() => onlineCodeBits([1], 0)).toThrow(/0 tokens/);
  });
});

describe('a code in doubling blocks', () => {
  const { boundaries, mean_nats_of_block: means, bits, total } = text.online.block_code;
  const nats = means.filter((mean) => mean !== null);

  it('has the reference length', () => {
    expect(blockCodeBits({ ends: boundaries, nats, symbols: 256 })).toBeCloseTo(bits, 5);
    expect(doublingBlocks(total, 512)).toEqual(boundaries);
  });

  it('of a text in one block is the uniform code, and the last block ends with the text', () => {
    expect(blockCodeBits({ ends: doublingBlocks(100), nats: [], symbols: 4 })).toBe(200);
    expect(doublingBlocks(1_090_309)).toEqual([4096, 8192, 16_384, 32_768, 65_536, 131_072, 262_144, 524_288, 1_048_576, 1_090_309]);
    expect(doublingBlocks(8192)).toEqual([4096, 8192]);
    expect(() => blockCodeBits({ ends: [1, 2], nats: [], symbols: 4 })).toThrow(/2 blocks/);
  });
});

describe('worthOfNetwork', () => {
  it('is the gap of the rates over the text, and the rule that decides the LLaMA example', () => {
    expect(worthOfNetwork({ mean: 2.9, final: 2.5, bytes: 1_090_309 })).toBeCloseTo(54_515, 0);
    const example = llamaExample();
    const bits = (nats: number): number => nats / Math.LN2;
    const worth = (mean: number): number => worthOfNetwork({ mean: bits(mean), final: bits(LLAMA.finalLoss), bytes: LLAMA.gigatokens });
    expect(worth(text.appendix_e.break_even_mean_loss_nats)).toBeCloseTo(LLAMA.modelGigabytes, 6);
    expect(worth(example.integral / LLAMA.gigatokens)).toBeLessThan(LLAMA.modelGigabytes);
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

  it.each([
    ['printed', text.appendix_e.printed_integral],
    ['recomputed', text.appendix_e.recomputed_integral],
  ] as const)('has the columns of the reference with the integral %s', (integral, expected) => {
    const [divided, multiplied] = (['divide', 'multiply'] as const).map((conversion) => llamaExample({ integral, conversion }));
    expect(divided.integral).toBeCloseTo(expected.giganats, 6);
    expect(divided.onlineGigabytes).toBeCloseTo(expected.GB_divide, 6);
    expect(multiplied.onlineGigabytes).toBeCloseTo(expected.GB_multiply_as_printed, 6);
    expect(divided.fixedDataGigabytes).toBeCloseTo(text.appendix_e.fixed_data_1_54.GB_divide, 6);
    expect(multiplied.fixedDataGigabytes).toBeCloseTo(text.appendix_e.fixed_data_1_54.GB_multiply_as_printed, 6);
    expect(divided.firstGigabytes).toBeCloseTo(text.appendix_e.first_gigatoken_uniform.GB_divide, 6);
    expect(divided.breakEven).toBeCloseTo(text.appendix_e.break_even_mean_loss_nats, 9);
  });

  it('has the totals of the reference', () => {
    const { totals } = text.appendix_e;
    const mended = llamaExample();
    expect(mended.fixedTotalGigabytes).toBeCloseTo(totals.fixed_GB, 6);
    expect(mended.onlineGigabytes + mended.firstGigabytes).toBeCloseTo(totals.online_with_first_gigatoken_GB, 6);
    expect(mended.onlineGigabytes - mended.fixedTotalGigabytes).toBeCloseTo(totals.online_minus_fixed_GB, 6);
  });
});
