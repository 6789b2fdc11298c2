import { expect, test } from 'vitest';
import { bandRows } from '../../../src/study/families/dtc/bands.ts';
import type { DtcRecord } from '../support/dtc.ts';
import { jobsOf, studySchema } from '../../../src/study/schema.ts';
import published from '../../reference/dtc-published-series.json' with { type: 'json' };

const methods = ['magnitude', 'random', 'dtc'] as const;

/** The published series as records: the parts that the bands are computed from. */
function recordsOf(study: ReturnType<typeof studySchema.parse>, seconds = 25): DtcRecord[] {
  return jobsOf(study).map((job) => {
    const method = job.compression.method as (typeof methods)[number];
    const steps = published.ladder.map(({ sparsity }, cycle) => ({
      sparsity,
      testAccuracy: published.accuracy[method][cycle],
      gibbsEntropy: { previous: published.G1.bits[cycle], next: published.G2.bits[cycle] },
    }));
    return { job, status: 'finished', steps, seconds } as unknown as DtcRecord;
  });
}

const study = studySchema.parse({ name: 'published', axes: [{ path: 'compression.method', values: [...methods] }] });

test('the published curves give the published band means and correlation', () => {
  const rows = bandRows(study, recordsOf(study));
  const rounded = rows.map((row) => [row.title, ...row.bands.map((value) => value?.toFixed(4))]);
  // Specification of the method, section 7, last table: band means of the published run.
  expect(rounded).toEqual([
    ['magnitude', '0.9724', '0.9591', '0.9244', '0.8469'],
    ['random', '0.9726', '0.9593', '0.9308', '0.8907'],
    ['dtc', '0.9717', '0.9634', '0.9325', '0.8527'],
  ]);
  // arXiv 2505.23869: r = 0.9174 with the accuracy of DTC, 0.9412 with that of random pruning.
  expect(rows[2].entropyCorrelation).toBeCloseTo(published.pearson.G2.dtc.smoothed, 9);
  expect(rows[1].entropyCorrelation?.toFixed(4)).toBe('0.9412');
  expect(rows[0].finalAccuracy).toBe(published.accuracy.magnitude.at(-1));
});

test('seeds are averaged, every other axis makes rows of its own', () => {
  const wide = studySchema.parse({
    name: 'seeds',
    axes: [
      { path: 'seed', values: [1, 2, 3] },
      { path: 'compression.method', values: ['dtc', 'random'] },
      { path: 'model.hidden', values: [[512], [64, 32]] },
    ],
  });
  const records = recordsOf(wide).map((record, index) => ({ ...record, seconds: index }));
  const rows = bandRows(wide, records);
  expect(rows.map((row) => row.title)).toEqual(['dtc, hidden 512', 'dtc, hidden 64+32', 'random, hidden 512', 'random, hidden 64+32']);
  expect(rows.map((row) => row.jobs)).toEqual([3, 3, 3, 3]);
  // Jobs 0, 4 and 8 are dtc with one layer.
  expect(rows[0].seconds).toBe(4);
});

test('what a job has not reached stays open', () => {
  const [first, second, third] = recordsOf(study);
  const rows = bandRows(study, [{ ...first, steps: first.steps.slice(0, 3) }, { ...second, steps: [] }, third]);
  expect(rows.map((row) => row.title)).toEqual(['magnitude', 'dtc']);
  expect(rows[0].bands[0]).not.toBeNull();
  expect(rows[0].bands.slice(1)).toEqual([null, null, null]);
});
