/** Figures of the published runs against the numbers of arXiv 2505.23869 and of the controls computed from its data. */
import { describe, expect, it } from 'vitest';
import { accuracy } from '../../../src/figures/dtc/accuracy.ts';
import { differenceToRandom } from '../../../src/figures/dtc/difference-to-random.ts';
import type { Trace } from '../../../src/figures/draw.ts';
import { entropyAccuracyCorrelation } from '../../../src/figures/dtc/entropy-accuracy-correlation.ts';
import type { Figure } from '../../../src/figures/figure.ts';
import { gibbsEntropyNext } from '../../../src/figures/dtc/gibbs-entropy-next.ts';
import { gibbsEntropyPrevious } from '../../../src/figures/dtc/gibbs-entropy-previous.ts';
import { measurementHistograms } from '../../../src/figures/dtc/measurement-histograms.ts';
import { ray } from '../../../src/figures/dtc/ray.ts';
import { weightRaysOverLength } from '../../../src/figures/dtc/weight-rays-over-length.ts';
import { weightRays } from '../../../src/figures/dtc/weight-rays.ts';
import { loadPublished, publishedMethods } from '../../../src/study/families/dtc/published.ts';
import reference from '../../reference/dtc-published-series.json';
import { publishedRuns } from './published-runs.ts';
import { inputOf, syntheticTrajectory } from './synthetic.ts';
import { wordsOf } from '../../../src/figures/notes.ts';

const published = await loadPublished();
const runs = publishedRuns(published);

const traceOf = (figure: Figure, uid: string): Trace => {
  const found = (figure.data as Trace[]).find((trace) => trace.uid === uid);
  if (!found) throw new Error(`No trace ${uid} among ${(figure.data as Trace[]).map((trace) => trace.uid).join(', ')}`);
  return found;
};
const column = (figure: Figure, name: string) => {
  const index = figure.table.columns.indexOf(name);
  if (index < 0) throw new Error(`No column ${name} among ${figure.table.columns.join(', ')}`);
  return figure.table.rows.map((row) => row[index]);
};

describe('accuracy', () => {
  it('draws the published smoothed accuracies through published accuracies that were run here', () => {
    const figure = accuracy.make(inputOf({ own: runs }));
    for (const [method, title] of [
      ['magnitude', 'Magnitude'],
      ['random', 'Random'],
      ['dtc', 'DTC'],
    ] as const) {
      const line = traceOf(figure, `own/${title}//line`).y as number[];
      expect(line).toHaveLength(34);
      // They were printed with 12 digits after the point; one of them lies 2.4e-15 from where the last would be another.
      line.forEach((value, cycle) => expect(Math.abs(value - reference.accuracySmoothed[method][cycle])).toBeLessThan(5.1e-13));
      expect(traceOf(figure, `own/${title}//points`).y).toEqual(reference.accuracy[method]);
    }
  });

  it('draws the published ones hollow and dashed, at the published sparsities', () => {
    const figure = accuracy.make(inputOf({ published }));
    expect(figure.data).toHaveLength(6);
    const points = traceOf(figure, 'published/DTC//points');
    expect(points.x).toEqual(reference.ladder.map(({ sparsity }) => sparsity));
    expect(points.y).toEqual(reference.accuracy.dtc);
    expect(points.marker?.symbol).toBe('circle-open');
    expect(traceOf(figure, 'published/DTC//line').line?.dash).toBe('dash');
    expect(wordsOf(figure)).toContain('published (Süzen 2025, arXiv 2505.23869, CC BY 4.0)');
  });
});

describe('difference to random', () => {
  it('of DTC between sparsity 0.85 and 0.95 has a mean of 0.34 points, ahead in 5 of 9 cycles; over all −0.83, ahead in 14 of 34', () => {
    for (const figure of [differenceToRandom.make(inputOf({ published })), differenceToRandom.make(inputOf({ own: runs }))]) {
      const points = figure.data.findLast((trace) => (trace as Trace).uid?.includes('/DTC/')) as Trace;
      const all = points.y as number[];
      const sparsities = points.x as number[];
      const within = all.filter((_, index) => sparsities[index] > 0.85 && sparsities[index] <= 0.95);
      const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
      expect(within).toHaveLength(9);
      expect(within.filter((value) => value > 0)).toHaveLength(5);
      expect(mean(within).toFixed(2)).toBe('0.34');
      expect(all.filter((value) => value > 0)).toHaveLength(14);
      expect(mean(all).toFixed(2)).toBe('-0.83');
    }
  });
});

describe('weight rays', () => {
  it('go from 0.37 to 1.0 at cycle 6 and about 2 at cycles 23 to 25, then scatter between 0.12 and 2.1', () => {
    const values = traceOf(weightRays.make(inputOf({ published })), 'published/DTC//points').y as number[];
    expect(values[0].toFixed(2)).toBe('0.37');
    expect(values[6].toFixed(1)).toBe('1.0');
    for (const cycle of [23, 24, 25]) expect(values[cycle]).toBeCloseTo(1.95, 1);
    expect(Math.min(...values.slice(26)).toFixed(2)).toBe('0.12');
    expect(Math.max(...values.slice(26)).toFixed(1)).toBe('2.1');
  });

  it('divided once more by their length go from 0.0007 to at most 0.12', () => {
    const values = traceOf(weightRaysOverLength.make(inputOf({ published })), 'published/DTC//points').y as number[];
    expect(values[0].toFixed(4)).toBe('0.0007');
    expect(Math.max(...values).toFixed(2)).toBe('0.12');
  });

  it('show entry by entry at most twice as many entries as measurements, the rest being solver noise', () => {
    for (const cycle of [0, 5, 12, 20]) {
      const figure = ray.make(inputOf({ published, options: { cycle } }));
      const entries = traceOf(figure, 'published/DTC/entries');
      const values = published.rays[cycle];
      expect(entries.x!.length).toBeLessThanOrEqual(2 * published.ladder[cycle].measurements);
      (entries.x as number[]).forEach((k, i) => expect((entries.y as number[])[i]).toBe(values[k]));
      const drawn = (entries.y as number[]).reduce((sum, value) => sum + Math.abs(value), 0);
      expect(drawn / values.reduce((sum, value) => sum + Math.abs(value), 0)).toBeGreaterThan(0.999);
    }
  });
});

describe('Gibbs entropies', () => {
  it('are the published ones in bits below log2 n, with a gap at cycle 23 of G1', () => {
    const next = gibbsEntropyNext.make(inputOf({ published }));
    expect(traceOf(next, 'published/DTC//points').y).toEqual(reference.G2.bits);
    const bound = traceOf(next, 'bound').y as number[];
    expect(bound).toEqual(reference.ladder.map(({ n }) => Math.log2(n)));
    reference.G2.bits.forEach((bits, index) => expect(bits).toBeLessThanOrEqual(bound[index] + 1e-9));
    const previous = gibbsEntropyPrevious.make(inputOf({ published }));
    expect(traceOf(previous, 'published/DTC//points').customdata).not.toContain(23);
    expect((traceOf(previous, 'bound').y as (number | null)[])[23]).toBeNull();
    expect(wordsOf(previous)).toContain('a gap is a cycle without a measurement in range');
  });

  it('lie inside the band of noise of the same size in at least 31 of 34 cycles', () => {
    const figure = gibbsEntropyNext.make(inputOf({ published }));
    const [low, high] = ['noise 2.5 %', 'noise 97.5 %'].map((name) => column(figure, name) as number[]);
    const inside = reference.G2.bits.filter((bits, index) => bits >= low[index] - 1e-9 && bits <= high[index] + 1e-9);
    expect(inside.length).toBeGreaterThanOrEqual(31);
  });

  it('leave the published measurements out where own ones are taken in another way', () => {
    const other = { method: 'dtc', compression: { histogramBin: 1 } } as const;
    const figure = gibbsEntropyNext.make(inputOf({ published, own: [syntheticTrajectory(other)] }));
    expect((figure.data as Trace[]).some(({ uid }) => uid?.startsWith('published'))).toBe(false);
    expect(wordsOf(figure)).not.toContain('published');
  });
});

describe('histograms', () => {
  it('are the published ones: at cycle 5, 13 of 29 of y1 and all of y2 in range, shares adding up to 1', () => {
    const figure = measurementHistograms.make(inputOf({ published, options: { cycle: 5 } }));
    const counts = (symbol: string) => figure.table.rows.filter((row) => row[3] === symbol).map((row) => row[6] as number);
    const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
    expect(sum(counts('y₁'))).toBe(reference.G1.inRange[5]);
    expect(sum(counts('y₂'))).toBe(29);
    expect(sum(figure.table.rows.filter((row) => row[3] === 'y₂').map((row) => row[7] as number))).toBeCloseTo(1, 12);
    expect(counts('y₂')).toHaveLength(reference.G2.occupiedBins[5]);
    const y2 = reference.y2[5];
    for (const [, , , symbol, from, to, count] of figure.table.rows) {
      if (symbol === 'y₂') expect(y2.filter((value) => value >= Number(from) && value < Number(to))).toHaveLength(Number(count));
    }
  });
});

describe('correlations', () => {
  const figure = entropyAccuracyCorrelation.make(inputOf({ published }));
  const r = (predictor: string, series: string, name = 'r (smoothed accuracy)') => {
    const at = figure.table.rows.findIndex((row) => row[0] === predictor && row[2] === series);
    return column(figure, name)[at] as number;
  };

  it('of G2 are 0.9174 for DTC and 0.9412 for random pruning, as the paper says', () => {
    expect(r('G₂ observed', 'DTC').toFixed(4)).toBe('0.9174');
    expect(r('G₂ observed', 'Random').toFixed(4)).toBe('0.9412');
  });

  // Section 9 of the controls: DTC, random, magnitude, each with the smoothed and the raw accuracy.
  it.each([
    ['G₂ observed', [0.9174, 0.6593, 0.9412, 0.8564, 0.9377, 0.9044]],
    ['G₁ observed', [0.792, 0.5767, 0.8237, 0.7582, 0.8167, 0.7854]],
    ['log₂ n', [0.8988, 0.6442, 0.9233, 0.8412, 0.9201, 0.8855]],
    ['G₂, Miller–Madow', [0.939, 0.68, 0.958, 0.871, 0.954, 0.926]],
    ['population entropy of y₂', [0.772, 0.588, 0.774, 0.755, 0.768, 0.765]],
    ['cycle number, negated', [0.872, 0.647, 0.9, 0.837, 0.894, 0.855]],
  ])('with %s are those of the controls', (predictor, expected) => {
    const found = ['DTC', 'Random', 'Magnitude'].flatMap((series) => [r(predictor, series), r(predictor, series, 'r (raw accuracy)')]);
    found.forEach((value, index) => expect(Math.abs(value - expected[index])).toBeLessThanOrEqual(0.00051));
  });

  it.each([
    ['noise, σ of each cycle', 'DTC', 0.911, 0.897, 0.92],
    ['noise, σ of each cycle', 'Random', 0.935, 0.925, 0.943],
    ['noise, σ of each cycle', 'Magnitude', 0.932, 0.92, 0.942],
    ['noise, σ = 5.5', 'DTC', 0.91, 0.899, 0.918],
    ['noise, σ = 5.5', 'Random', 0.933, 0.923, 0.941],
    ['noise, σ = 5.5', 'Magnitude', 0.93, 0.92, 0.938],
  ])('with %s, %s accuracies, have the mean of the controls to 0.003 and their range to 0.004', (predictor, series, mean, low, high) => {
    expect(Math.abs(r(predictor, series) - mean)).toBeLessThanOrEqual(0.003);
    expect(Math.abs(r(predictor, series, 'from') - low)).toBeLessThanOrEqual(0.004);
    expect(Math.abs(r(predictor, series, 'to') - high)).toBeLessThanOrEqual(0.004);
  });

  it('come out the same for the published runs as own runs, where a digest carries the predictor', () => {
    const own = entropyAccuracyCorrelation.make(inputOf({ own: runs }));
    const rows = own.table.rows.filter((row) => ['G₂ observed', 'G₁ observed', 'log₂ n', 'cycle number, negated'].includes(String(row[0])));
    expect(rows).toHaveLength(4 * publishedMethods.length);
    for (const row of rows) expect(row[3]).toBeCloseTo(r(String(row[0]), String(row[2])), 12);
    expect(own.table.rows).toHaveLength(rows.length);
    expect(column(own, 'cycles left out').filter((count) => count === 1)).toHaveLength(3);
  });
});
