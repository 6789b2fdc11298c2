/** Figures of studies on texts against numbers from elsewhere. */
import { describe, expect, it } from 'vitest';
import { llama } from '../../../../src/figures/l0/text/llama.ts';
import { publishedTotals } from '../../../../src/figures/l0/text/published-totals.ts';
import type { L0Maker } from '../../../../src/figures/l0/input.ts';
import { online } from '../../../../src/figures/l0/text/online.ts';
import { textTotals } from '../../../../src/figures/l0/text/totals.ts';
import type { L0Run } from '../../../../src/study/families/l0/run.ts';
import { loadL0Published } from '../../../../src/study/families/l0/published.ts';
import compressors from '../../../reference/text/compressors.json';
import reference from '../../../reference/text/online.json';
import { inputs } from './inputs.ts';
import { l0InputOf } from './synthetic.ts';
import { textStudy } from './texts.ts';

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

describe('runs that code a text while they learn from it', () => {
  const [first, ...others] = textStudy();
  const BYTES = 1_090_309;
  const along = (onlineCode: string, way: [number, number][]): L0Run => {
    const { summary, job } = first;
    const [coded, bytes] = way[way.length - 1];
    return {
      ...first,
      job: { ...job, compression: { ...job.compression, method: 'learning-along', onlineCode } } as L0Run['job'],
      summary: { ...summary!, text: { ...summary!.text!, online: { bytes, coded, way } } },
    };
  };
  const coded = [
    along('replay-1', [
      [545_155, 230_000],
      [BYTES, 390_000],
    ]),
    along('blocks', [
      [4096, 3282],
      [8192, 6200],
      [BYTES, 480_000],
    ]),
  ];
  const input = l0InputOf({ own: [...others, ...coded] });
  const traces = (figure: L0Maker): { uid: string; x: number[]; y: number[] }[] => figure.make(input).data as never;

  it('have a rate between any two moments, which holds for a whole block', () => {
    const [replays, blocks] = traces(online).filter(({ uid }) => uid.startsWith('own/learning-along') && uid.endsWith('/rate'));
    expect(replays.x).toEqual([545_155, BYTES]);
    expect(replays.y).toEqual([(8 * 230_000) / 545_155, (8 * 160_000) / (BYTES - 545_155)].map((rate) => expect.closeTo(rate, 9)));
    expect(blocks.x).toEqual([0, 4096, 8192, BYTES]);
    expect(blocks.y[0]).toBe(blocks.y[1]);
    expect(blocks.y[2]).toBeCloseTo((8 * (6200 - 3282)) / 4096, 9);
    const sent = traces(online).find(({ uid }) => uid.startsWith('own/learning-along') && uid.endsWith('/sent'))!;
    expect([sent.x, sent.y]).toEqual([
      [0, 545_155, BYTES],
      [0, 230_000, 390_000],
    ]);
  });

  it('are told by their code, and beat what is shorter as a network first', () => {
    const { subtitle, notes } = online.make(input);
    // The shortest of the reference runs: DRR at α = 1e-5, 450,458 bytes.
    expect([subtitle, ...notes].join('\n')).toContain(
      'learning along (Learning along, 1 replay, 390,000 bytes) is 60,458 bytes shorter than a network first (DRR, α = 1e−5',
    );
  });

  it('say how far they came where none has gone through the whole text', () => {
    const partly = [along('one-pass', [[545_155, 230_000]]), along('replay-1', [[40_960, 30_000]])];
    expect(online.make(l0InputOf({ own: partly })).empty).toMatch(
      /has learned from 545,155 of its 1,090,309 bytes\. Train for more rounds\.$/u,
    );
  });

  it('send no network among the totals', () => {
    const { table } = textTotals.make(l0InputOf({ own: coded }));
    const row = table.rows.find(([label]) => String(label).startsWith('Learning along, doubling blocks'));
    expect(row?.slice(2, 5)).toEqual([null, 480_000, 480_000]);
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
  const { printed_integral: printed, recomputed_integral: recomputed, fixed_data_1_54: fixed, totals: expected } = reference.appendix_e;

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
