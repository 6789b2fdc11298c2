/** What the gallery says of presets, and draws of them. */
import { describe, expect, test } from 'vitest';
import { presetByName, presets } from '../../../src/study/presets.ts';
import { loadPublished } from '../../../src/study/families/dtc/published.ts';
import { dtcExpected } from '../../../src/study/families/dtc/expected.ts';
import { l0Expected } from '../../../src/study/families/l0/expected.ts';
import { loadL0Published } from '../../../src/study/families/l0/published.ts';
import { familyOf } from '../../../src/study/schema.ts';
import { presetGroups } from '../../../src/ui/presets/groups.ts';

/** Beyond that a line is two, on a phone three. */
const MOST_LETTERS = 90;

test('every preset is in one group, with a line of its own, and says where its experiment was published', () => {
  const shown = presetGroups().flatMap((group) => group.presets);
  expect(shown.map(({ name }) => name).sort()).toEqual(
    presets()
      .map(({ name }) => name)
      .sort(),
  );
  expect(new Set(shown.map(({ line }) => line)).size).toBe(shown.length);
  for (const { name, line, kind, from } of shown) {
    expect(line.length, name).toBeLessThanOrEqual(MOST_LETTERS);
    expect(kind === 'paper', name).toBe(from !== undefined);
  }
  expect(presetGroups()[0].presets.every(({ name }) => name.endsWith('quick'))).toBe(true);
});

test('every preset has a network to draw, from inputs to classes', () => {
  const layersOf = (name: string) => {
    const { job } = presetByName(name).study;
    return familyOf(job).layersOf(job);
  };
  expect(layersOf('dtc-as-published').map(({ units }) => units)).toEqual([512, 10]);
  expect(layersOf('l0-mnist-mlp').map(({ units }) => units)).toEqual([300, 100, 10]);
  // LeCun's network in Caffe: 20 filters of 24 × 24, 50 of 8 × 8, 500 neurons.
  expect(layersOf('l0-mnist-caffe')).toEqual([
    { units: 20, pixels: 576 },
    { units: 50, pixels: 64 },
    { units: 500, pixels: 1 },
    { units: 10, pixels: 1 },
  ]);
  expect(layersOf('l0-cifar-vgg').length).toBe(16);
  expect(layersOf('teacher-student-mse').map(({ units }) => units)).toEqual([25, 25, 1]);
});

describe('what the papers say that a preset comes to', () => {
  const of = (name: string) => presetByName(name).study;

  test('of the notebook, its curves; of what does otherwise, nothing', async () => {
    const published = await loadPublished();
    const sketch = dtcExpected(published, of('dtc-as-published'))!;
    expect(sketch.series.map(({ method }) => method)).toEqual(['magnitude', 'random', 'dtc']);
    // Table 1: DTC at a sparsity of 0.1016.
    expect(sketch.series[2].points[0][0]).toBeCloseTo(-Math.log10(1 - 0.1016), 4);
    expect(sketch.series[2].points[0][1]).toBeCloseTo(0.9663, 4);
    for (const name of ['dtc-as-described', 'dtc-largest-class-axis', 'dtc-quick'])
      expect(dtcExpected(published, of(name)), name).toBeNull();
  });

  test('of an ℓ0 preset, its table; of a smaller network or fewer data, nothing', async () => {
    const published = await loadL0Published();
    const drawn = (name: string) => l0Expected(published, of(name));
    const drr = drawn('l0-mnist-mlp')!.series.filter(({ method }) => method === 'drr');
    // Table 6: DRR, 0.16 points lost at a compression of 92.
    expect(drr.map(({ points }) => points)).toEqual([[[expect.closeTo(Math.log10(92), 9), -0.16]]]);
    expect(drawn('l0-mnist-caffe')?.as).toBe('dots');
    // Table 5: 30 samples with noise of 0.08, unpruned and both methods, for each of three numbers of samples.
    const bars = drawn('teacher-student-mse')!;
    expect(bars.series.map(({ points }) => points.length)).toEqual([3, 3, 3]);
    expect(bars.series[0].points.map(([, height]) => height)).toEqual([1, 1, 1]);
    expect(bars.series[1].points.every(([, height]) => height > 0 && height < 1)).toBe(true);
    for (const { name } of presets()) if (name.endsWith('-quick')) expect(drawn(name), name).toBeNull();
    expect(drawn('l0-cifar-vgg')).toBeNull();
    expect(drawn('l0-cifar-mlp')).toBeNull();
  });
});
