/** What records keep of weights, against counts made in another way. */
import { describe, expect, test } from 'vitest';
import { firstLayerOf } from '../../../../src/compression/l0/portrait.ts';
import { weightHistogram } from '../../../../src/compression/weight-histogram.ts';
import { l0StepSchema } from '../../../../src/compression/l0/record.ts';
import { fromLevels } from '../../../../src/math/levels.ts';
import { stream } from '../../../../src/math/random.ts';
import { imageShape, vectorShape } from '../../../../src/data/shape.ts';
import type { Parameter } from '../../../../src/nn/layers/parameter.ts';
import { ranJob, smallJob } from './job.ts';

const total = ({ counts, zeros, below, above }: ReturnType<typeof weightHistogram>): number =>
  counts.reduce((sum, count) => sum + count, zeros + below + above);

test('magnitudes fall into tenths of a decade', () => {
  const histogram = weightHistogram([Float32Array.of(0, 1.5, -1.5, 0.0011), Float32Array.of(1e-9, 500, 0)]);
  expect(histogram).toMatchObject({ from: -8, width: 0.1, zeros: 2, below: 1, above: 1 });
  // log10 1.5 = 0.176 lies in [0.1, 0.2), the 82nd bin; log10 0.0011 = −2.96 in [−3, −2.9), the 51st.
  expect(histogram.counts.flatMap((count, bin) => (count > 0 ? [[bin, count]] : []))).toEqual([
    [50, 1],
    [81, 2],
  ]);
});

describe('the pruning of a student', () => {
  test('is recorded: every number once, nothing smaller than the threshold left, idle weights gone last', async () => {
    const { steps, summary } = await ranJob(smallJob({ method: 'drr', alpha: 1e-3, tolerance: 0.05 }));
    const { weights, connections, threshold, nonzero } = steps.find(({ phase }) => phase === 'pruning')!;
    expect([total(weights!.before), total(weights!.after), total(summary.weights!)]).toEqual([751, 751, 751]);
    expect(weights!.after.zeros).toBe(751 - nonzero);
    expect(summary.weights!.zeros).toBe(751 - summary.nonzero);
    const numbers = (of: 'dense' | 'before' | 'after') => [...connections![of]!.weights, ...connections![of]!.biases].flat();
    const left = (of: 'before' | 'after') => numbers(of).filter((value) => value !== 0);
    expect(connections!.before.weights.map(({ length }) => length)).toEqual([50, 625, 25]);
    for (const value of left('before')) expect(Math.abs(value)).toBeGreaterThanOrEqual(threshold! * 0.9999);
    expect(left('after')).toHaveLength(nonzero);
    expect(left('before').length).toBeGreaterThan(nonzero);
    // As it was trained: what the threshold took is there as well.
    const dense = numbers('dense');
    expect(dense.filter((value) => value !== 0).length).toBe(751 - weights!.before.zeros);
    numbers('before').forEach((value, index) => expect([0, dense[index]]).toContain(value));
    numbers('after').forEach((value, index) => expect([0, numbers('before')[index]]).toContain(value));
  });

  test('by magnitude is recorded as well, and an unpruned network has no pruning', async () => {
    const { steps } = await ranJob(smallJob({ method: 'magnitude-finetune', targetSparsity: 0.8 }));
    const { weights, connections } = steps.find(({ phase }) => phase === 'pruning')!;
    expect(weights!.before.zeros).toBeLessThan(weights!.after.zeros);
    expect(connections!.dense).toBeUndefined();
    expect(connections!.before.weights.flat().every((value) => value !== 0)).toBe(true);
    const plain = await ranJob(smallJob({ method: 'vanilla' }));
    expect(plain.steps.some((step) => step.weights)).toBe(false);
  });

  test('may be missing, as it is in older records', async () => {
    const { steps } = await ranJob(smallJob({ method: 'rl1', alpha: 1e-3 }));
    const { weights, connections, ...older } = steps.find(({ phase }) => phase === 'pruning')!;
    expect(weights && connections).toBeTruthy();
    expect(l0StepSchema.parse(older)).toEqual(older);
  });
});

describe('the first layer', () => {
  const random = stream(5, 'test/first-layer');
  const sparse = (length: number) => Float32Array.from(random.normals(length, 0.1), (value, i) => (i % 3 === 0 ? value : 0));
  const parameter = (shape: readonly number[]) => ({ kind: 'weight', shape }) as Parameter;
  const sum = (values: ArrayLike<number>) => Array.from(values).reduce((all, value) => all + value, 0);

  test('of dense weights has each pixel once per unit and channel', () => {
    const weights = sparse(20 * 2 * 3 * 3);
    const layer = firstLayerOf([parameter([20, 18])], [weights], imageShape([2, 3, 3]))!;
    expect(layer).toMatchObject({ kind: 'pixels', height: 2, width: 3, channels: 3, units: 20 });
    expect(layer.used).toEqual(
      Array.from({ length: 6 }, (_, pixel) => weights.filter((value, i) => value !== 0 && Math.floor((i % 18) / 3) === pixel).length),
    );
    const magnitudes = fromLevels(layer.magnitude);
    expect(Math.abs(sum(magnitudes) - sum(weights.map(Math.abs)))).toBeLessThan(0.05 * sum(magnitudes));
    expect(layer.shown).toHaveLength(16);
    for (const { unit, used, weights: levels } of layer.shown) {
      const row = weights.subarray(unit * 18, (unit + 1) * 18);
      expect(used).toBe(row.filter((value) => value !== 0).length);
      fromLevels(levels).forEach((value, pixel) =>
        expect(Math.abs(value - sum(row.subarray(3 * pixel, 3 * pixel + 3)))).toBeLessThan(levels.scale / 30),
      );
    }
  });

  test('of filters has each number of the filter once per output and input', () => {
    const weights = sparse(5 * 5 * 3 * 8);
    const layer = firstLayerOf([parameter([5, 5, 3, 8])], [weights], imageShape([28, 28, 3]))!;
    expect(layer).toMatchObject({ kind: 'filters', height: 5, width: 5, channels: 3, units: 8 });
    expect(sum(layer.used)).toBe(weights.filter((value) => value !== 0).length);
    const [{ unit, weights: levels }] = layer.shown;
    const filter = Array.from({ length: 25 }, (_, place) => sum([0, 1, 2].map((channel) => weights[(place * 3 + channel) * 8 + unit])));
    fromLevels(levels).forEach((value, place) => expect(Math.abs(value - filter[place])).toBeLessThan(levels.scale / 30));
  });

  test('is none where the data are no images', () => {
    expect(firstLayerOf([parameter([25, 2])], [sparse(50)], vectorShape(2))).toBeNull();
  });
});
