/** Axes of what is counted: no label stands there twice. */
import { describe, expect, it } from 'vitest';
import { lossCurves } from '../../../src/figures/l0/loss-curves.ts';
import { wholeTicks } from '../../../src/figures/layout.ts';
import { logAxis } from '../../../src/figures/log-axis.ts';
import { endedRun, l0InputOf, mnistJob } from './l0/synthetic.ts';

/** Of a number in a format that the axis has where its ticks are so far apart; by what d3 says of the formats, not by d3. */
function label(value: number, apart: number, { tickformatstops = [] }: ReturnType<typeof wholeTicks>): string {
  const stop = tickformatstops.find(({ dtickrange }) => {
    const [from, to] = dtickrange as (number | null)[];
    return (from === null || apart >= from) && (to === null || apart <= to);
  });
  if (stop?.value === ',d') return String(Math.round(value));
  expect(stop?.value).toBe('~r');
  return String(Number(value.toPrecision(6)));
}

describe('ticks of whole numbers', () => {
  // The steps that Plotly chooses among.
  it.each([0.1, 0.2, 0.5, 1, 2, 5, 10, 1000])('%f apart have a label each', (apart) => {
    const labels = Array.from({ length: 8 }, (_, index) => label(index * apart, apart, wholeTicks(10)));
    expect(new Set(labels).size).toBe(8);
  });

  it('stand at each number of a few', () => {
    expect([1, 2, 5, 6, 100].map((last) => wholeTicks(last).dtick)).toEqual([1, 1, 1, undefined, undefined]);
    const run = endedRun(mnistJob(), { nonzero: 350, testLoss: 0.1, testAccuracy: 0.9 });
    const steps = run.steps.slice(0, 2).map((step, index) => ({ ...step, epoch: index + 1 }));
    const { layout } = lossCurves.make(l0InputOf({ own: [{ ...run, steps }] }));
    expect(layout.xaxis).toMatchObject({ dtick: 1, range: [0, 2.04] });
  });
});

it('many decades have a name at every second', () => {
  const names = (low: number, high: number) => logAxis('a', { low, high }).tickvals as number[];
  expect(names(1, 1e6).filter((value) => value >= 1 && value <= 1e6)).toHaveLength(7);
  expect(names(1e-8, 10).filter((value) => value >= 1e-8 && value <= 10)).toEqual([1e-8, 1e-6, 1e-4, 0.01, 1]);
});
