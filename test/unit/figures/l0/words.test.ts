/** What figures say of their data, and while there is nothing to draw. */
import { describe, expect, it } from 'vitest';
import { frontier } from '../../../../src/figures/l0/frontier.ts';
import { accuracyCurves } from '../../../../src/figures/l0/accuracy-curves.ts';
import { l0Figures } from '../../../../src/figures/l0/index.ts';
import { lossCurves } from '../../../../src/figures/l0/loss-curves.ts';
import { l0Digest } from '../../../../src/study/families/l0/digest.ts';
import type { L0Run } from '../../../../src/study/families/l0/run.ts';
import type { JobStatus } from '../../../../src/study/records.ts';
import { endedRun, l0InputOf, l0Job, mnistJob, mnistStudy, studentJob } from './synthetic.ts';
import { wordsOf } from '../../../../src/figures/notes.ts';

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

describe('of a link', () => {
  /** What the receiver of a link has of runs. */
  const received = (runs: readonly L0Run[]): L0Run[] =>
    l0Digest.unpack(
      l0Digest.pack(runs),
      runs.map(({ job }) => ({ job, status: 'finished' as const })),
      (message) => {
        throw new Error(message);
      },
    );
  const emptyOf = (runs: readonly L0Run[], run: string | null = null) => {
    const input = l0InputOf({ shared: received(runs) }, { run });
    return Object.fromEntries(
      l0Figures
        // Pictures are spoken of below although a link does not say whether there are any.
        .filter(({ applies, topic }) => topic?.id === 'network' || !applies || applies(input))
        .map((maker) => [maker.name, maker.make(input).empty] as const)
        .filter(([, text]) => text !== null),
    );
  };

  it('nothing is said that the link does not tell, but that Reproduce would show it', () => {
    const link = 'The link does not carry';
    for (const run of [null, 'shared/1']) {
      const images = emptyOf(mnistStudy(), run);
      expect(Object.keys(images).sort()).toEqual(['connections', 'first-layer', 'thinned-network', 'threshold-search', 'weight-histogram']);
      for (const text of Object.values(images)) expect(text).toMatch(new RegExp(`^${link} .*Reproduce runs the study here`));
    }
    // The same figures, from runs of which all is known, are there, or say what is so.
    const known = l0Figures.map((maker) => maker.make(l0InputOf({ own: mnistStudy() })).empty).filter((text) => text !== null);
    for (const text of known) expect(text).not.toContain('link');
  });

  it('too many layers to travel are said to be missing', () => {
    const layers = Array.from({ length: 399 }, (_, index) => ({ name: `layer ${index}`, size: 9, nonzero: 1 }));
    const many = mnistStudy().map((run) => ({ ...run, summary: { ...run.summary!, layers } }));
    expect(emptyOf(many)['layer-sparsity']).toBe(
      'The link does not carry what each layer has lost. Reproduce runs the study here, which shows it.',
    );
  });

  it('a link of version 1, with settings alone, is said to be one', () => {
    const runs = l0Digest.unpack(
      null,
      mnistStudy().map(({ job }) => ({ job, status: 'finished' as const })),
      () => undefined as never,
    );
    for (const maker of [frontier, lossCurves]) expect(maker.make(l0InputOf({ shared: runs })).empty).toMatch(/^The link does not carry /);
  });

  it('accuracies that did not travel are not named as lines', () => {
    const words = wordsOf(accuracyCurves.make(l0InputOf({ shared: received(mnistStudy()) })));
    expect(words).toContain('test accuracy');
    expect(words).not.toContain('validation accuracy');
  });
});

it('a figure says once from how many samples', () => {
  const few = l0Job({ ...studentJob(), data: { ...studentJob().data, train: 30 } });
  const own = [few, studentJob()].map((job) => endedRun(job, { nonzero: 90, testLoss: 0.02 }));
  const words = wordsOf(frontier.make(l0InputOf({ own })));
  expect(words).toContain('30 samples, noise');
  expect(words).not.toContain('Training samples');
});

it('runs of one accuracy leave no room for accuracies that there are not', () => {
  const { layout } = frontier.make(l0InputOf({ own: [endedRun(mnistJob(), { nonzero: 9000, testLoss: 0.4, testAccuracy: 0.9 })] }));
  const [low, high] = layout.yaxis!.range as number[];
  expect(low).toBeGreaterThan(0.8);
  expect(high).toBeLessThan(1);
});
