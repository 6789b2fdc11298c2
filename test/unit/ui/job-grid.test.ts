import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jobsOf, settingOf, studySchema } from '../../../src/study/schema.ts';
import { jobGrid, usualColumns } from '../../../src/ui/run/job-grid.ts';

const axes = [
  { path: 'compression.method', values: ['rl1', 'drr'] },
  { path: 'compression.alpha', values: [0.00003, 0.0003, 0.003] },
  { path: 'compression.beta', values: [1] },
  { path: 'seed', values: [7, 8, 9, 10] },
];
const study = studySchema.parse({ name: 'A', job: { compression: { method: 'drr' } }, axes });

test('the columns are the axis with the most values, the rows are named by the others', () => {
  expect(usualColumns(study)).toBe('seed');
  const grid = jobGrid(study, 'seed')!;
  expect(grid.columns).toEqual(['7', '8', '9', '10']);
  expect(grid.rows.map(({ title }) => title)).toEqual(
    ['R-L1', 'DRR'].flatMap((method) => ['3e−5', '3e−4', '0.003'].map((alpha) => `${method} · α = ${alpha}`)),
  );
  expect(usualColumns({ ...study, axes: study.axes.slice(2, 3) })).toBeNull();
  expect(jobGrid(study, 'no.such')).toBeNull();
});

test('every job has one place, in the column of its value and in a row of one combination of the others', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(axes, { minLength: 1 }), fc.nat(3), (chosen, at) => {
      const own = { ...study, axes: chosen };
      const { path, values } = chosen[at % chosen.length];
      const jobs = jobsOf(own);
      const grid = jobGrid(own, path)!;
      expect(grid.rows.flatMap((row) => row.jobs).toSorted((a, b) => a - b)).toEqual(jobs.map((_, index) => index));
      const others = chosen.filter((axis) => axis.path !== path);
      for (const row of grid.rows) {
        expect(row.jobs.map((index) => settingOf(jobs[index], path))).toEqual(values);
        for (const other of others) expect(new Set(row.jobs.map((index) => settingOf(jobs[index], other.path))).size).toBe(1);
      }
    }),
  );
});
