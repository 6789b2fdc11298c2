import { dtcJobsOf } from '../support/dtc.ts';
import { describe, expect, it } from 'vitest';
import { presets } from '../../../src/study/presets.ts';
import { jobsOf, studySchema, type Study } from '../../../src/study/schema.ts';
import type { DtcRun, DtcPoint } from '../../../src/study/families/dtc/run.ts';
import { stepRows } from '../../../src/ui/families/dtc/rows.ts';
import { jobTitle } from '../../../src/ui/text/labels.ts';

const study: Study = studySchema.parse({
  name: 'rows',
  axes: [
    { path: 'compression.method', values: ['random', 'dtc'] },
    { path: 'seed', values: [1, 2] },
  ],
});

const point = (cycle: number, testAccuracy: number, entropy: number): DtcPoint => ({
  cycle,
  neurons: 90 - cycle,
  sparsity: 0.1 * (cycle + 1),
  testAccuracy,
  testAccuracyBeforePrune: 0.97,
  neuronsBefore: 100 - cycle,
  measurements: 10,
  gibbsEntropy: { previous: null, next: entropy },
  rayMeanAbs: entropy * 100,
});

/** Random with two cycles and one, DTC with one and none. */
function trajectories(): DtcRun[] {
  const points = [[point(0, 0.9, 5), point(1, 0.8, 4)], [point(0, 0.7, 5)], [point(0, 0.6, 3)], []];
  return dtcJobsOf(study).map((job, index) => ({
    kind: 'dtc',
    job,
    status: 'running' as const,
    points: points[index],
    steps: null,
    losses: [],
  }));
}

describe('stepRows', () => {
  const { series, measured, rows } = stepRows(study, trajectories(), 0);

  it('makes one series of the jobs that differ in their seed, and measures in DTC', () => {
    expect(series.map(({ title, trajectories: members }) => [title, members.length])).toEqual([
      ['Random', 2],
      ['DTC', 2],
    ]);
    expect(measured?.title).toBe('DTC');
  });

  it('counts the neurons of all hidden layers, before a prune as after it', () => {
    const two = studySchema.parse({ name: 'two', job: { model: { hidden: [64, 32] } }, axes: study.axes });
    const pruned = trajectories().map((one, index) => ({ ...one, job: dtcJobsOf(two)[index] }));
    expect(stepRows(two, pruned, 0).rows.map(({ neuronsBefore, neurons }) => [neuronsBefore, neurons])).toEqual([
      [90, 89],
      [96, 90],
    ]);
  });

  it('has the newest cycle first, and means over the seeds that have come so far', () => {
    expect(rows.map(({ cycle }) => cycle)).toEqual([1, 0]);
    expect(rows[0].accuracies).toEqual([0.8, null]);
    expect(rows[1].accuracies[0]).toBeCloseTo(0.8, 12);
    expect(rows[1].accuracies[1]).toBe(0.6);
  });

  it('divides the mean ray by the width before the prune, and leaves gaps where nothing was measured', () => {
    expect(rows[1]).toMatchObject({ g1: null, g2: 3, ray: 3, gap: null });
    expect(rows[0]).toMatchObject({ g2: null, ray: null });
  });
});

describe('jobTitle', () => {
  it('names what sets a job apart', () => {
    expect(jobsOf(study).map((job) => jobTitle(study, job))).toEqual([
      'Random · seed 1',
      'Random · seed 2',
      'DTC · seed 1',
      'DTC · seed 2',
    ]);
    expect(jobsOf(presets()[0].study).map((job) => jobTitle(presets()[0].study, job))).toEqual(['Magnitude', 'Random', 'DTC']);
  });
});
