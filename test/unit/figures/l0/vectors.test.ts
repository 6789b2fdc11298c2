/** Figures of ℓ0 studies against numbers from elsewhere: the specification's vectors, the published tables, and values worked out by hand. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Trace } from '../../../../src/figures/draw.ts';
import type { Figure } from '../../../../src/figures/figure.ts';
import { baselineOf } from '../../../../src/figures/l0/baseline.ts';
import { descriptionLength } from '../../../../src/figures/l0/description-length.ts';
import { errorIncrease } from '../../../../src/figures/l0/error-increase.ts';
import { frontier, hullsOf, meshed } from '../../../../src/figures/l0/frontier.ts';
import { lossAgainstSize } from '../../../../src/figures/l0/loss-against-size.ts';
import { thinned } from '../../../../src/figures/l0/points.ts';
import { seriesOf } from '../../../../src/figures/l0/runs.ts';
import { limitOf } from '../../../../src/figures/l0/threshold-search.ts';
import {
  codedPredictions,
  exactAlpha,
  isolineLevels,
  lengthAt,
  lossOnIsoline,
  teacherParameters,
  testMse,
  verbatimBytes,
} from '../../../../src/study/families/l0/length.ts';
import { l0RunOf } from '../../../../src/study/families/l0/run.ts';
import { loadL0Published } from '../../../../src/study/families/l0/published.ts';
import { endedRun, l0InputOf, l0Job, mnistJob, mnistStudy, studentJob, studentStudy } from './synthetic.ts';
import { wordsOf } from '../../../../src/figures/notes.ts';

const read = (name: string) => JSON.parse(readFileSync(join(import.meta.dirname, '../../../reference', name), 'utf8'));
const vectors = read('l0-test-vectors.json');
const hulls = read('hulls.json');
const published = await loadL0Published();

const trace = ({ data }: Figure, uid: RegExp): Trace => (data as Trace[]).find((one) => uid.test(one.uid ?? ''))!;
const column = ({ table }: Figure, name: string) => table.rows.map((row) => row[table.columns.indexOf(name)]);

describe('description lengths', () => {
  it('on lines of equal length are those of the vectors', () => {
    const { gaussian_mse: line } = vectors.description_length.isolines;
    const job = l0Job({ ...studentJob(), data: { name: 'teacher-student', train: 2000, test: 5000 } });
    expect(codedPredictions(job)).toBe(line.n);
    expect(lossOnIsoline(job, { bytes: line.DL, modelBytes: line.model_bytes })).toBeCloseTo(line.mse, 10);
    expect(lengthAt(job, { modelBytes: line.model_bytes, testLoss: line.mse })).toBeCloseTo(line.DL, 5);
    const { classification } = vectors.description_length;
    const images = l0Job({ data: { name: 'mnist', train: classification.n }, compression: { method: 'drr' } });
    expect(lengthAt(images, { modelBytes: classification.model_bytes, testLoss: classification.mean_ce_nats })).toBeCloseTo(
      classification.total,
      5,
    );
    expect(lossOnIsoline(images, { bytes: classification.total, modelBytes: classification.model_bytes })).toBeCloseTo(
      classification.mean_ce_nats,
      10,
    );
    expect(verbatimBytes(images)).toBeCloseTo(classification.uniform_label_code_bytes, 5);
  });

  it('of the Gaussian loss are the same as of its squared error at σ² = MSE', () => {
    const [gauss, mse] = ['gauss', 'mse'].map((loss) => studentJob({}, 1, loss));
    // At σ² = MSE = 0.01 the loss is 1/(2 ln 2) + ½ log2 0.01, without the constant.
    const testLoss = 1 / (2 * Math.LN2) + 0.5 * Math.log2(0.01);
    expect(testMse(gauss, { testLoss, sigma: 0.1 })).toBeCloseTo(0.01, 12);
    expect(lengthAt(gauss, { modelBytes: 100, testLoss })).toBeCloseTo(lengthAt(mse, { modelBytes: 100, testLoss: 0.01 }), 8);
    expect(lossOnIsoline(gauss, { bytes: lengthAt(gauss, { modelBytes: 100, testLoss }), modelBytes: 100 })).toBeCloseTo(testLoss, 10);
  });

  it('of a Gaussian loss that is told with its constant are those of the loss without', () => {
    const without = studentJob({}, 1, 'gauss');
    const told: typeof without = { ...without, training: { ...without.training, gaussConstant: 'yes' } };
    // At σ² = MSE = 0.01 the whole code length is ½ log2 2πe·0.01.
    const testLoss = 0.5 * Math.log2(2 * Math.PI * Math.E * 0.01);
    const bytes = lengthAt(told, { modelBytes: 100, testLoss });
    expect(testMse(told, { testLoss, sigma: 0.1 })).toBeCloseTo(0.01, 12);
    expect(bytes).toBeCloseTo(lengthAt(without, { modelBytes: 100, testLoss: 0.5 * Math.log2(Math.E * 0.01) }), 8);
    expect(lossOnIsoline(told, { bytes, modelBytes: 100 })).toBeCloseTo(testLoss, 10);
  });

  it('have the MDL-exact α of the vectors', () => {
    const { classification_nats: nats, gauss_bits: bits, mse_sigma_0_08: squared } = vectors.mdl_alpha;
    expect(exactAlpha(l0Job({ compression: { method: 'drr' } }))).toBeCloseTo(nats['45000'], 12);
    expect(exactAlpha(l0Job({ compression: { method: 'drr', alphaScale: 'perSample' } }))).toBeCloseTo(45_000 * nats['45000'], 8);
    expect(exactAlpha(studentJob({}, 1, 'gauss'))).toBeCloseTo(bits['300'], 10);
    expect(exactAlpha(studentJob())).toBeCloseTo(squared['300'], 12);
  });

  it('of data written down as they are take 32 bits a target, and the teacher has 72 numbers', () => {
    expect(verbatimBytes(studentJob())).toBe(4 * 600);
    expect(teacherParameters(studentJob())).toBe(vectors.parameter_counts['teacher [2,5,8,1]']);
    expect(teacherParameters(mnistJob())).toBeNull();
  });
});

describe('loss against size', () => {
  const figure = lossAgainstSize.make(l0InputOf({ own: mnistStudy() }));

  it('has eight lines on which every place has their description length', () => {
    const lines = (figure.data as Trace[]).filter(({ uid }) => uid?.startsWith('isoline/'));
    const levels = isolineLevels(column(figure, 'description at test loss (bytes)') as number[]);
    expect(levels).toHaveLength(8);
    expect(lines.length).toBeGreaterThan(4);
    for (const { name, x, y } of lines) {
      const level = levels.find((bytes) => `${Math.round(bytes).toLocaleString('en-US')} B` === name)!;
      (x as number[]).forEach((bytes, place) => expect(bytes + (1000 * (y as number[])[place]) / (8 * Math.LN2)).toBeCloseTo(level, 3));
    }
  });

  it('has the median and quartiles of the vectors by adaptive binning', () => {
    const [{ bins }] = vectors.adaptive_binning;
    // The vector's x is 10^(0.02 i), y is i: sizes of 4 bytes a number cannot be that, rates can.
    const own = Array.from({ length: 25 }, (_, i) => {
      const run = endedRun(mnistJob({ alpha: 1e-5 }, i), { nonzero: 1000, testLoss: i + 1 });
      return { ...run, summary: { ...run.summary!, compressionRate: 10 ** (0.02 * i) } };
    });
    const binned = lossAgainstSize.make(l0InputOf({ own }, { size: 'rate' }));
    const median = trace(binned, /median$/);
    (bins as { x_geo_median: number; median: number; q25: number; q75: number }[]).forEach((bin, index) => {
      expect((median.x as number[])[index]).toBeCloseTo(bin.x_geo_median, 10);
      expect((median.y as number[])[index]).toBeCloseTo(bin.median + 1, 10);
    });
    const tube = trace(binned, /tube$/).y as number[];
    expect(tube).toEqual([bins[0].q75 + 1, bins[1].q75 + 1, bins[1].q25 + 1, bins[0].q25 + 1]);
    expect(column(binned, 'runs in bin').filter((size) => size === bins[0].n)).toHaveLength(bins[0].n);
    expect(column(binned, 'runs in bin').filter((size) => size === bins[1].n)).toHaveLength(bins[1].n);
  });

  it('crosses at the unpruned network: α = 0 before pruning, median over seeds, at four bytes a number', () => {
    const cross = trace(figure, /^baseline$/);
    expect([cross.x, cross.y]).toEqual([[4 * 266_610], [expect.closeTo((0.105 + 0.11) / 2, 12)]]);
  });

  it('draws few of many points, one at least of each place, and counts all', () => {
    const points = Array.from({ length: 10_000 }, (_, i) => ({ x: Math.sin(i), y: Math.cos(7 * i) }));
    const few = thinned(points, [({ x }) => x, ({ y }) => y]);
    expect(few.length).toBeLessThanOrEqual(1500);
    expect(few.length).toBeGreaterThan(500);
    for (const { x, y } of points) expect(few.some((one) => Math.hypot(one.x - x, one.y - y) < 0.15)).toBe(true);
  });
});

describe('the baseline', () => {
  it('is of the method Unpruned where there is one, else of α = 0, else none', () => {
    const unpruned = [1, 2, 3].map((seed) =>
      endedRun(mnistJob({ method: 'vanilla' }, seed), { nonzero: 266_610, testLoss: 0.1 * seed, testAccuracy: 0.9 + 0.01 * seed }),
    );
    expect(baselineOf(l0InputOf({ own: [...mnistStudy(), ...unpruned] }))).toMatchObject({
      from: 'unpruned',
      seeds: 3,
      testLoss: 0.2,
      testAccuracy: 0.92,
    });
    expect(baselineOf(l0InputOf({ own: mnistStudy() }))).toMatchObject({ from: 'before pruning', seeds: 2 });
    // α = 0 with an ℓ2 penalty is no plain training.
    const withL2 = mnistStudy().map((run) => ({ ...run, job: { ...run.job, compression: { ...run.job.compression, rho: 5e-5 } } }));
    expect(baselineOf(l0InputOf({ own: withL2 }))).toBeNull();
    const pruned = mnistStudy().filter(({ job }) => job.compression.alpha > 0);
    expect(baselineOf(l0InputOf({ own: pruned }))).toBeNull();
    expect(errorIncrease.make(l0InputOf({ own: pruned })).empty).toContain('has no unpruned run to compare with');
  });
});

describe('error increase', () => {
  it('is that of the vectors', () => {
    for (const { baseline_acc: baseline, acc, EI_percentage_points: wanted, CR, nnz, total } of vectors.ei_cr) {
      const scaled = total === 266_610 ? nnz : Math.round(266_610 / CR);
      const figure = errorIncrease.make(
        l0InputOf({
          own: [
            endedRun(mnistJob({ method: 'vanilla' }), { nonzero: 266_610, testLoss: 0.1, testAccuracy: baseline }),
            endedRun(mnistJob(), { nonzero: scaled, testLoss: 0.1, testAccuracy: acc }),
          ],
        }),
      );
      const at = column(figure, 'method').indexOf('drr');
      expect(column(figure, 'error increase (percentage points)')[at]).toBeCloseTo(wanted, 8);
      expect(column(figure, 'compression rate')[at] as number).toBeCloseTo(CR, total === 266_610 ? 7 : 2);
    }
  });

  it('lies over the published table of its network: DRR 0.16 points at 92', () => {
    const figure = errorIncrease.make(l0InputOf({ own: mnistStudy(), published }));
    const drr = (figure.data as Trace[]).find(({ uid, text }) => uid === 'published/DRR' && text)!;
    expect([drr.x, drr.y]).toEqual([[92], [0.16]]);
    expect(wordsOf(figure)).toContain('Table 6, with other data or training than here');
  });
});

describe('the frontier', () => {
  const own = (hulls.points as [number, number][]).map(([x, y], seed) => {
    // The unit square is theirs already: rates of 1 to 10 have logarithms of 0 to 1.
    const run = endedRun(mnistJob({}, seed), { nonzero: 1000, testLoss: 0.1, testAccuracy: y });
    return { ...run, summary: { ...run.summary!, compressionRate: 10 ** x } };
  });
  const edgesOf = (rings: readonly (readonly number[])[]) =>
    rings
      .flatMap((ring) => ring.map((from, at) => [from, ring[(at + 1) % ring.length]].sort((a, b) => a - b)))
      .sort(([a, b], [c, d]) => a - c || b - d);
  const placed = () => {
    const [series] = seriesOf(l0InputOf({ own }));
    return [
      {
        series,
        points: series.runs.map((run, i) => ({
          ...run,
          summary: run.run.summary!,
          x: run.run.summary!.compressionRate!,
          y: own[i].summary.testAccuracy!,
        })),
      },
    ];
  };

  it.each(['1.0', '0.5', '0.2'])('by edge ratio %s has the hull of the vectors', (ratio) => {
    const [{ rings }] = hullsOf(meshed(placed()), { hull: 'ratio', hullRatio: Number(ratio), hullRadius: 1 });
    const all = hulls.concave_hull_by_edge_ratio ?? vectors.hulls.concave_hull_by_edge_ratio;
    expect(edgesOf(rings)).toEqual(all[ratio].boundary_edges);
  });

  it.each(['10', '0.6', '0.4', '0.33'])('by radius %s has the α-hull of the vectors', (radius) => {
    const [{ rings }] = hullsOf(meshed(placed()), { hull: 'radius', hullRatio: 1, hullRadius: Number(radius) });
    const all = hulls.alpha_shape_by_radius ?? vectors.hulls.alpha_shape_by_radius;
    expect(edgesOf(rings)).toEqual(all[radius].boundary_edges);
  });

  it('names the runs that define it: of the convex hull those from the leftmost over the top to the rightmost', () => {
    const figure = frontier.make(l0InputOf({ own }, { hullRatio: 1 }));
    expect(column(figure, 'defines the frontier').flatMap((yes, index) => (yes === 'yes' ? [index] : []))).toEqual([0, 1, 2, 3]);
    const line = trace(figure, /frontier$/);
    expect(line.customdata).toEqual(['own/0', 'own/3', 'own/2', 'own/1']);
    for (const text of line.text as string[]) expect(text).toMatch(/^<b>DRR, α = .*defines the frontier$/s);
  });

  it('of a regression is of 1/MSE, with a line at the size of the teacher', () => {
    const figure = frontier.make(l0InputOf({ own: studentStudy() }));
    expect(figure.layout.shapes![0].x0).toBeCloseTo(751 / 72, 10);
    const [first] = studentStudy();
    expect(column(figure, 'inverse test error, 1/MSE')[0]).toBeCloseTo(1 / first.summary!.testLoss, 10);
  });
});

describe('description length against α', () => {
  it('marks the shortest, stands α = 0 apart, and has bars where there are several seeds', () => {
    const figure = descriptionLength.make(l0InputOf({ own: mnistStudy() }));
    const shortest = column(figure, 'shortest').flatMap((yes, index) => (yes === 'yes' ? [column(figure, 'alpha')[index]] : []));
    expect(shortest).toEqual([1e-3, 1e-3]);
    const points = trace(figure, /rl1.*points$/);
    expect((points.x as number[])[0]).toBeLessThan(1e-5 / 2);
    expect(figure.layout.xaxis!.ticktext![0]).toBe('0');
    const [low, median, high] = ['lower quartile', 'description length (bytes)', 'upper quartile'].map(
      (name) => column(figure, name)[0] as number,
    );
    const lengths = mnistStudy()
      .slice(0, 2)
      .map(({ summary }) => summary!.descriptionBytes);
    expect(low).toBeGreaterThanOrEqual(Math.min(...lengths));
    expect(high).toBeLessThanOrEqual(Math.max(...lengths));
    expect(low <= median && median <= high).toBe(true);
  });

  it('has the published lengths of the same data beside: 1,586 ± 18 bytes for R-L1 with 300 samples of little noise', () => {
    const job = l0Job({ ...studentJob({ method: 'rl1' }), data: { name: 'teacher-student', train: 300, test: 1000, noise: 1e-5 } });
    const figure = descriptionLength.make(l0InputOf({ own: [endedRun(job, { nonzero: 60, testLoss: 1e-6 })], published }));
    const line = trace(figure, /^published\/rl1$/);
    expect([line.y, line.error_y!.array]).toEqual([[1586], [18]]);
    expect(wordsOf(figure)).toContain('Table 5');
  });
});

describe('the limit of a search', () => {
  const run = endedRun(studentJob(), { nonzero: 20, testLoss: 0.01 });
  const pruning = run.steps.find(({ phase }) => phase === 'pruning')!;
  const search = (limit: number) => [0.5, 0.9, 1.1, 2].map((part) => ({ threshold: part, loss: part * limit, accepted: part <= 1 }));

  it('is the loss before with the tolerance, and is not told where the search decided by another one', () => {
    const before = run.steps[1].validationLoss;
    expect(limitOf(run.job, search(1.01 * before), run.steps, pruning)).toBeCloseTo(1.01 * before, 12);
    expect(limitOf(run.job, search(2 * before), run.steps, pruning)).toBeNull();
    expect(limitOf(studentJob({ tamadeData: 'train' }), search(1.01 * before), run.steps, pruning)).toBeNull();
  });
});

it('a record that does not change gives the same run, so that its figures are not made again', () => {
  const { job, steps, summary } = endedRun(mnistJob(), { nonzero: 5, testLoss: 1 });
  const record = {
    job,
    status: 'finished',
    steps,
    summary,
    losses: [],
    error: null,
    environment: null,
    startedAt: null,
    seconds: 1,
  } as const;
  const one = l0RunOf({ ...record, steps: [...steps] } as never);
  const same = { ...record, steps } as never as Parameters<typeof l0RunOf>[0];
  expect(l0RunOf(same)).toBe(l0RunOf({ ...same, losses: [1, 2] }));
  expect(l0RunOf(same)).not.toBe(l0RunOf({ ...same, summary: null }));
  expect(one).not.toBe(l0RunOf(same));
});
