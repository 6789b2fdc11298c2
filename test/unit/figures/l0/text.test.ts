/** Figures of studies on texts against numbers from elsewhere. */
import { describe, expect, it } from 'vitest';
import { llama } from '../../../../src/figures/l0/text/llama.ts';
import { publishedTotals } from '../../../../src/figures/l0/text/published-totals.ts';
import { loadL0Published } from '../../../../src/study/families/l0/published.ts';
import compressors from '../../../reference/text/compressors.json';
import online from '../../../reference/text/online.json';
import { inputs } from './inputs.ts';
import { l0InputOf } from './synthetic.ts';

const published = await loadL0Published();

describe('the published totals', () => {
  it.each(['300', '1232', '6160'] as const)('of %s MB are those of the reference', (publishedText) => {
    const { table, data, empty } = publishedTotals.make(l0InputOf({ published }, { publishedText }));
    expect(empty).toBeNull();
    expect(table.rows.map((row) => row[3])).toEqual(
      Object.values(compressors.table3_bits_per_byte[publishedText]).map((rate) => expect.closeTo(rate, 9)),
    );
    expect(table.rows[0][5]).toBeCloseTo(compressors.table3_container_bytes[publishedText].xz_60_each_MB, 9);
    // The parts of each bar come to its total.
    const lengths = table.rows.map(() => 0);
    for (const trace of data as { type: string; x: number[]; y: number[] }[]) {
      if (trace.type === 'bar') trace.y.forEach((bar, i) => (lengths[bar] += trace.x[i]));
    }
    table.rows.forEach((row, bar) => expect(lengths[bar]).toBeCloseTo(Number(row[3]), 9));
  });

  it('stand under studies on texts alone', () => {
    for (const maker of [publishedTotals, llama]) expect(maker.applies?.(inputs.images)).toBe(false);
  });
});

describe('the LLaMA example', () => {
  const totals = (integral: 'printed' | 'recomputed', conversion: 'divide' | 'multiply') => {
    const { data } = llama.make(l0InputOf({}, { integral, conversion }));
    const sums = [0, 0];
    for (const trace of data as { type: string; x: number[]; y: number[] }[]) {
      if (trace.type === 'bar') trace.y.forEach((bar, i) => (sums[bar] += trace.x[i]));
    }
    return sums;
  };
  const { printed_integral: printed, recomputed_integral: recomputed, fixed_data_1_54: fixed, totals: expected } = online.appendix_e;

  it('draws what the switches say', () => {
    expect(totals('printed', 'multiply')).toEqual([
      expect.closeTo(printed.GB_multiply_as_printed, 6),
      expect.closeTo(131 + fixed.GB_multiply_as_printed, 6),
    ]);
    expect(totals('printed', 'divide')).toEqual([expect.closeTo(printed.GB_divide, 6), expect.closeTo(expected.fixed_GB, 6)]);
    expect(totals('recomputed', 'divide')).toEqual([expect.closeTo(recomputed.GB_divide, 6), expect.closeTo(expected.fixed_GB, 6)]);
  });

  it('tells all three readings and who wins by how much', () => {
    const { subtitle, notes, table } = llama.make(l0InputOf({}));
    expect(subtitle).toMatch(/^both mended: training along is 18.2\s% shorter, by 95 GB$/u);
    expect(notes.join('\n')).toMatch(/as printed: network first is 42.2\s% shorter\nunits mended: network first is 54.6\s% shorter/u);
    expect(notes.join('\n')).toContain('above 2.059 nats a token; it is 1.685');
    expect(table.rows.map((row) => row[2])).toEqual(
      [printed.GB_multiply_as_printed, printed.GB_divide, recomputed.GB_divide].map((value) => expect.closeTo(value, 6)),
    );
  });
});
