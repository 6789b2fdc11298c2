/** Single figures against numbers worked out by hand, and at their edges. */
import { describe, expect, it } from 'vitest';
import { accuracyBeforePrune } from '../../../src/figures/dtc/accuracy-before-prune.ts';
import { accuracyCloseUp } from '../../../src/figures/dtc/accuracy-close-up.ts';
import { accuracy } from '../../../src/figures/dtc/accuracy.ts';
import { differenceToRandom } from '../../../src/figures/dtc/difference-to-random.ts';
import type { Trace } from '../../../src/figures/draw.ts';
import { entropyAccuracyCorrelation } from '../../../src/figures/dtc/entropy-accuracy-correlation.ts';
import type { Figure } from '../../../src/figures/figure.ts';
import { dtcFigures as figures } from '../../../src/figures/dtc/index.ts';
import { gibbsEntropyNext } from '../../../src/figures/dtc/gibbs-entropy-next.ts';
import { measurementHistograms } from '../../../src/figures/dtc/measurement-histograms.ts';
import { neuronsAlive } from '../../../src/figures/dtc/neurons-alive.ts';
import { noiseBand, noiseEntropy } from '../../../src/study/families/dtc/noise.ts';
import { ray } from '../../../src/figures/dtc/ray.ts';
import { trainingLoss } from '../../../src/figures/dtc/training-loss.ts';
import { weightRays } from '../../../src/figures/dtc/weight-rays.ts';
import { dct1Matrix } from '../../../src/math/dct.ts';
import { loadPublished } from '../../../src/study/families/dtc/published.ts';
import type { DtcRun } from '../../../src/study/families/dtc/run.ts';
import { digestOf, inputOf, study, syntheticTrajectory } from './synthetic.ts';
import { sparsityPosition } from '../../../src/figures/dtc/sparsity-axis.ts';
import { wordsOf } from '../../../src/figures/notes.ts';

const published = await loadPublished();

const points = ({ data }: Figure, group: string): Trace => {
  const found = (data as Trace[]).find(({ uid }) => uid === `${group}/points`);
  if (!found) throw new Error(`No points of ${group} among ${(data as Trace[]).map(({ uid }) => uid).join(', ')}`);
  return found;
};
const cells = (figure: Figure, name: string) => figure.table.rows.map((row) => row[figure.table.columns.indexOf(name)]);

/** The same run with other accuracies after its prunes. */
const withAccuracies = (trajectory: DtcRun, accuracies: readonly number[]): DtcRun => ({
  ...trajectory,
  points: trajectory.points.slice(0, accuracies.length).map((point, index) => ({ ...point, testAccuracy: accuracies[index] })),
});

describe('difference to random', () => {
  it('is the mean over seeds in percentage points, with the t-interval: 12.706 s/√2 for two, 4.303 s/√3 for three', () => {
    const differences = [0.01, 0.03, 0.02];
    const runs = (count: number) =>
      differences
        .slice(0, count)
        .flatMap((difference, seed) => [
          withAccuracies(syntheticTrajectory({ method: 'dtc', seed }), [0.9 + difference]),
          withAccuracies(syntheticTrajectory({ method: 'random', seed }), [0.9]),
        ]);
    for (const [count, mean, half] of [
      [2, 2, (12.7062 * Math.SQRT2) / Math.SQRT2],
      [3, 2, (4.30265 * 1) / Math.sqrt(3)],
    ]) {
      const figure = differenceToRandom.make(inputOf({ own: runs(count) }));
      const [row] = figure.table.rows;
      expect(row.slice(5, 8).map((value) => Number(value).toFixed(3))).toEqual(
        [mean, mean - half, mean + half].map((value) => value.toFixed(3)),
      );
      expect(wordsOf(figure)).toContain(`mean and 95 % t-interval of ${count} seeds`);
    }
    const [single] = differenceToRandom.make(inputOf({ own: runs(1) })).table.rows;
    expect(single.slice(6)).toEqual([null, null, 1]);
  });

  it('pairs equal seeds only, at cycles that both have come to', () => {
    const own = [
      syntheticTrajectory({ method: 'dtc', seed: 1 }),
      syntheticTrajectory({ method: 'dtc', seed: 2 }),
      syntheticTrajectory({ method: 'random', seed: 2, cycles: 3 }),
    ];
    const figure = differenceToRandom.make(inputOf({ own }));
    expect(cells(figure, 'cycle')).toEqual([0, 1, 2]);
    expect(cells(figure, 'seeds')).toEqual([1, 1, 1]);
    const wanted = own[1].points.slice(0, 3).map(({ testAccuracy }, index) => 100 * (testAccuracy - own[2].points[index].testAccuracy));
    expect(points(figure, 'own/DTC/').y).toEqual(wanted);
  });

  it('says what it needs where there is no pair, a shared run being none for an own one', () => {
    const shared = [syntheticTrajectory({ method: 'random' })];
    expect(differenceToRandom.make(inputOf({ own: [syntheticTrajectory({ method: 'dtc' })], shared })).data).toEqual([]);
    for (const own of [[syntheticTrajectory({ method: 'dtc' })], [syntheticTrajectory({ method: 'random' })], []]) {
      expect(differenceToRandom.make(inputOf({ own })).empty).toContain('Compare random pruning with another method');
    }
  });
});

describe('accuracy', () => {
  it('has the mean and the range over the seeds that have come to a cycle', () => {
    const own = [[0.9, 0.8], [0.94], [0.92, 0.7]].map((accuracies, seed) =>
      withAccuracies(syntheticTrajectory({ method: 'dtc', seed }), accuracies),
    );
    const figure = accuracy.make(inputOf({ own }));
    expect(figure.table.rows.map((row) => row.slice(5, 9))).toEqual([
      [expect.closeTo(0.92, 12), 0.9, 0.94, 3],
      [0.75, 0.7, 0.8, 2],
    ]);
    expect(points(figure, 'own/DTC/').text).toEqual([
      expect.stringContaining('mean of 3 seeds'),
      expect.stringContaining('0.7000 to 0.8000'),
    ]);
  });

  it('has −log₁₀(1 − s) as its place on a log axis, ticks that read as sparsities, and no place for a sparsity of 1', () => {
    expect(sparsityPosition(0.9, 'log')).toBeCloseTo(1, 12);
    expect(sparsityPosition(0.99, 'log')).toBeCloseTo(2, 12);
    expect(sparsityPosition(0, 'log')).toBe(-0);
    expect(sparsityPosition(1, 'log')).toBeNull();
    const run = syntheticTrajectory({ method: 'dtc' });
    const all = digestOf({
      ...run,
      points: run.points.map((point, index) => (index === 4 ? { ...point, sparsity: 1, neurons: 0 } : point)),
    });
    const figure = accuracy.make(inputOf({ shared: [all], options: { sparsityAxis: 'log' } }));
    expect((points(figure, 'shared/DTC/').x as unknown[]).at(-1)).toBeNull();
    const { tickvals, ticktext, range } = figure.layout.xaxis!;
    expect(ticktext![(tickvals as number[]).findIndex((at) => Math.abs(at - 1) < 1e-9)]).toBe('0.9');
    expect(range!.every(Number.isFinite)).toBe(true);
  });

  it('close up has the curve of the whole ladder, from a sparsity of 0.8 on', () => {
    const whole = accuracy.make(inputOf({ published }));
    const part = accuracyCloseUp.make(inputOf({ published }));
    const rows = whole.table.rows.filter((row) => Number(row[4]) >= 0.8);
    expect(part.table.rows).toEqual(rows);
    expect(part.layout.xaxis!.range).toEqual([0.8, 0.999]);
  });

  it('before a prune belongs to the sparsity that the prune before it left', () => {
    const run = syntheticTrajectory({ method: 'dtc', hidden: [40, 30] });
    const figure = accuracyBeforePrune.make(inputOf({ own: [run] }));
    const before = figure.table.rows.filter((row) => row[5] === 'before prune');
    expect(before.map((row) => row.slice(2, 5))).toEqual(
      run.points.map(({ cycle }, index) => [cycle, run.points[index - 1]?.neurons ?? 70, run.points[index - 1]?.sparsity ?? 0]),
    );
    expect(before.map((row) => row[6])).toEqual(run.points.map(({ testAccuracyBeforePrune }) => testAccuracyBeforePrune));
  });
});

describe('the ray of one cycle', () => {
  it('is that of the newest cycle, once it has ended of the last in which half as much was measured, or of the chosen one', () => {
    const ended = syntheticTrajectory({ method: 'dtc' });
    // 10, 8, 6, 5 and 4 measurements.
    for (const [status, cycle, wanted] of [
      ['running', null, 4],
      ['finished', null, 3],
      ['finished', 2, 2],
    ] as const) {
      const run = { ...ended, status };
      const figure = ray.make(inputOf({ own: [syntheticTrajectory({ method: 'random' }), run], options: { cycle } }));
      const values = run.steps![wanted].layers[0].ray!;
      expect(figure.table.rows.map((row) => row.slice(2))).toEqual(values.flatMap((value, k) => (value === 0 ? [] : [[wanted, k, value]])));
      expect(wordsOf(figure)).toContain(`seed 1, cycle ${wanted} with ${values.length} neurons`);
      expect(wordsOf(figure)).toContain('cosine coefficient k');
    }
  });

  it('is carried back by Ψ where the run scores neurons', () => {
    const run = syntheticTrajectory({ method: 'dtc', compression: { rayDomain: 'neuron' } });
    const figure = ray.make(inputOf({ own: [run], options: { cycle: 0 } }));
    const values = run.steps![0].layers[0].ray!;
    const m = values.length;
    const psi = dct1Matrix(m);
    expect(figure.table.columns[3]).toBe('neuron');
    expect(figure.table.rows).toHaveLength(m);
    figure.table.rows.forEach((row, i) =>
      expect(row[4]).toBeCloseTo(
        values.reduce((sum, value, k) => sum + psi[i * m + k] * value, 0),
        12,
      ),
    );
  });

  it('says that only DTC has one, or that the cycle has not come', () => {
    expect(ray.make(inputOf({ own: [syntheticTrajectory({ method: 'random' })] })).empty).toContain('Only DTC reconstructs rays');
    expect(ray.make(inputOf({ own: study(), options: { cycle: 9 } })).empty).toContain('No run has come to cycle 9 yet');
  });
});

describe('layers', () => {
  const run = { ...syntheticTrajectory({ method: 'dtc', hidden: [40, 30] }), status: 'running' as const };

  it.each([0, 1])('layer %i is read where it is chosen', (layer) => {
    const input = inputOf({ own: [run], options: { layer } });
    const of = run.steps!.map(({ layers }) => layers[layer]);
    expect(points(weightRays.make(input), 'own/DTC/').y).toEqual(of.map(({ rayMeanAbs }) => rayMeanAbs));
    expect(points(gibbsEntropyNext.make(input), 'own/DTC/').y).toEqual(of.map(({ gibbsEntropy }) => gibbsEntropy.next));
    const total = measurementHistograms
      .make(input)
      .table.rows.filter((row) => row[3] === 'y₂')
      .reduce((sum, row) => sum + Number(row[6]), 0);
    expect(total).toBe(of.at(-1).inRange.next);
  });

  it('published values and digests are of the first one only', () => {
    const figure = weightRays.make(inputOf({ shared: [digestOf(run)], published, options: { layer: 1 } }));
    expect(figure.data).toEqual([]);
    expect(wordsOf(figure)).not.toContain('published');
  });
});

describe('training loss', () => {
  const run = syntheticTrajectory({ method: 'dtc', losses: 20, compression: { batchesPerCycle: 50 } });

  it('is that of every tenth batch, with its cycle', () => {
    const figure = trainingLoss.make(inputOf({ own: [run] }));
    expect(cells(figure, 'training step')).toEqual(run.losses.map((_, index) => 10 * (index + 1)));
    expect(cells(figure, 'cycle')).toEqual(run.losses.map((_, index) => Math.floor(index / 5)));
  });

  it('keeps every peak when it is thinned to 1,500 points a line', () => {
    const losses = Array.from({ length: 40_000 }, (_, i) => 1 + 0.1 * Math.sin(i));
    const peaks = [0, 777, 12_345, 39_999];
    for (const peak of peaks) losses[peak] = 5;
    const figure = trainingLoss.make(inputOf({ own: [{ ...run, losses }] }));
    const [{ x, y }] = figure.data as Trace[];
    expect((x as unknown[]).length).toBeLessThanOrEqual(1500);
    expect((x as number[]).filter((_, i) => (y as number[])[i] === 5)).toEqual(peaks.map((peak) => 10 * (peak + 1)));
    expect([...(x as number[])].sort((a, b) => a - b)).toEqual(x);
    expect(wordsOf(figure)).toContain('1,500 points a line');
  });
});

describe('noise', () => {
  const binning = { range: 50, bin: 0.2 };

  it('of one value has an entropy of 0, of two at most one bit, and none where all is out of range', () => {
    expect(noiseEntropy({ cycle: 0, n: 1, sigma: 5 }, binning)!.high).toBeCloseTo(0, 9);
    const two = noiseEntropy({ cycle: 1, n: 2, sigma: 5 }, binning)!;
    expect(two.high).toBeCloseTo(1, 9);
    expect(two.mean).toBeGreaterThan(0.9);
    expect(noiseEntropy({ cycle: 2, n: 3, sigma: 1e9 }, binning)!.mean).toBeNull();
  });

  it('is independent from cycle to cycle', () => {
    const [a, b] = [10, 11].map((cycle) => noiseEntropy({ cycle, n: 20, sigma: 5.5 }, binning)!.draws);
    const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const covariance = (x: Float64Array, y: Float64Array) => mean(x.map((value, i) => (value - mean(x)) * (y[i] - mean(y))));
    const r = covariance(a, b) / Math.sqrt(covariance(a, a) * covariance(b, b));
    // 500 independent pairs: |r| stays below 0.15 but for one case in a thousand; the draws are fixed by their seeds.
    expect(Math.abs(r)).toBeLessThan(0.15);
  });

  it('is that of the bins of the job, open ones included, and left out where they are too fine to matter', () => {
    const cycle = { cycle: 0, n: 20, sigma: 5 };
    const wide = noiseEntropy(cycle, { range: 50, bin: 20 })!.mean!;
    expect(wide).toBeLessThan(noiseEntropy(cycle, binning)!.mean!);
    expect(noiseEntropy(cycle, { range: 0, bin: 0.2 })!.mean).toBeCloseTo(noiseEntropy(cycle, binning)!.mean!, 1);
    expect(noiseEntropy(cycle, { range: 1e6, bin: 0.2 })!.mean).toBeCloseTo(noiseEntropy(cycle, binning)!.mean!, 1);
    expect(noiseBand([cycle], { range: 50, bin: 0.0001 })).toBeNull();
  });
});

describe('correlations', () => {
  it('wait for five prunes', () => {
    const make = (cycles: number) => entropyAccuracyCorrelation.make(inputOf({ own: [syntheticTrajectory({ method: 'dtc', cycles })] }));
    expect(make(4).empty).toContain('the 5 prunes that correlations need');
    expect(make(5).empty).toBeNull();
  });

  it('over seeds are the mean with the range, and follow a run as it grows', () => {
    const own = [1, 2].map((seed) => syntheticTrajectory({ method: 'dtc', seed, cycles: 7 }));
    const each = own.map((run) => entropyAccuracyCorrelation.make(inputOf({ own: [run] })).table.rows[0]);
    const [row] = entropyAccuracyCorrelation.make(inputOf({ own })).table.rows;
    const values = each.map((single) => single[3] as number);
    expect(row.slice(3, 6)).toEqual([(values[0] + values[1]) / 2, Math.min(...values), Math.max(...values)]);
    const shorter = { ...own[0], points: own[0].points.slice(0, 6), steps: own[0].steps!.slice(0, 6) };
    expect(entropyAccuracyCorrelation.make(inputOf({ own: [shorter] })).table.rows[0][3]).not.toBe(values[0]);
  });
});

it('neurons alive are those of the ladder', () => {
  const figure = neuronsAlive.make(inputOf({ published }));
  expect(points(figure, 'published/DTC/').y).toEqual(published.ladder.map(({ neurons }) => neurons));
});

it('hostile but valid digests draw without an error, and finite numbers only', () => {
  const run = syntheticTrajectory({ method: 'dtc' });
  const shared = [
    digestOf({ ...run, points: [] }),
    digestOf({
      ...run,
      points: run.points.map((point) => ({
        ...point,
        sparsity: 1,
        neurons: 0,
        rayMeanAbs: 1,
        measurements: 0,
        neuronsBefore: 0,
        testAccuracy: 0,
      })),
    }),
    digestOf({
      ...run,
      points: run.points.map((point) => ({ ...point, cycle: 0, gibbsEntropy: { previous: null, next: null }, rayMeanAbs: null })),
    }),
  ];
  for (const maker of figures) {
    for (const sparsityAxis of ['linear', 'log'] as const) {
      for (const { x, y, uid } of maker.make(inputOf({ shared, options: { sparsityAxis } })).data as Trace[]) {
        for (const value of [...(x as unknown[]), ...(y as unknown[])])
          expect(value === null || Number.isFinite(value), `${maker.name} ${uid}: ${value}`).toBe(true);
      }
    }
  }
});
