/** What figures say of their data, and while there is nothing to draw. */
import { describe, expect, it } from 'vitest';
import { frontier } from '../../../../src/figures/l0/frontier.ts';
import { lossCurves } from '../../../../src/figures/l0/loss-curves.ts';
import type { JobStatus } from '../../../../src/study/records.ts';
import { endedRun, l0InputOf, l0Job, mnistJob, studentJob } from './synthetic.ts';

const without = (status: JobStatus) => ({ kind: 'l0' as const, job: mnistJob({}, 7), status, steps: [], summary: null });
const said = (...statuses: JobStatus[]): (string | null)[] =>
  [frontier, lossCurves].map((maker) => maker.make(l0InputOf({ own: statuses.map(without) })).empty);

describe('an empty figure', () => {
  it('says that runs are under way where one is', () => {
    for (const text of said('running', 'queued')) expect(text).toMatch(/^Runs are under way: /);
  });
  it('says so of no run that waits, is paused, or has ended', () => {
    for (const text of said('paused', 'queued')) expect(text).toMatch(/^The run is paused\. When it goes on, /);
    for (const text of said('queued')) expect(text).toMatch(/^Jobs are waiting: /);
    for (const text of said('cancelled', 'failed')) expect(text).toMatch(/^No run of this study /);
  });
  it('says so of no shared run, which goes on nowhere', () => {
    expect(frontier.make(l0InputOf({ shared: [without('running')] })).empty).toMatch(/^No run of this study came to its end/);
  });
});

it('a subtitle says once from how many samples', () => {
  const few = l0Job({ ...studentJob(), data: { ...studentJob().data, train: 30 } });
  const own = [few, studentJob()].map((job) => endedRun(job, { nonzero: 90, testLoss: 0.02 }));
  const { subtitle } = frontier.make(l0InputOf({ own }));
  expect(subtitle).toContain('30 samples, noise');
  expect(subtitle).not.toContain('Training samples');
});

it('runs of one accuracy leave no room for accuracies that there are not', () => {
  const { layout } = frontier.make(l0InputOf({ own: [endedRun(mnistJob(), { nonzero: 9000, testLoss: 0.4, testAccuracy: 0.9 })] }));
  const [low, high] = layout.yaxis!.range as number[];
  expect(low).toBeGreaterThan(0.8);
  expect(high).toBeLessThan(1);
});
