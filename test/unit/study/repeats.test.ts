/** Jobs that compute the same are counted before they run; what is counted is checked by running some of them. */
import { describe, expect, it, test } from 'vitest';
import { estimateStudy, warningOf } from '../../../src/lab/estimate.ts';
import { repeatsOf, type Repeats } from '../../../src/study/repeats.ts';
import { jobsOf, studySchema, type StudyInput } from '../../../src/study/schema.ts';
import { ranJob, smallJob } from '../compression/l0/job.ts';

const repeats = (job: StudyInput['job'], axes: Readonly<Record<string, readonly (string | number)[]>>): Repeats => {
  const study = studySchema.parse({ name: 'A', job, axes: Object.entries(axes).map(([path, values]) => ({ path, values })) });
  return repeatsOf(study, jobsOf(study));
};
const method = 'compression.method';

describe('jobs repeat others', () => {
  it.each<[string, Parameters<typeof repeats>, Repeats]>([
    [
      'λ and the domain of rays for methods that reconstruct none',
      [{}, { [method]: ['dtc', 'magnitude', 'random'], 'compression.lambda': [0.3, 1, 3, 10], seed: [1, 2] }],
      { jobs: 12, axes: ['compression.lambda'] },
    ],
    [
      'which end of the ranking for one that has none',
      [{}, { [method]: ['magnitude', 'random'], 'compression.prune': ['largest', 'smallest'] }],
      { jobs: 1, axes: ['compression.prune'] },
    ],
    ['share for none', [{}, { [method]: ['dtc', 'random'], 'compression.share': [0.1, 0.2] }], { jobs: 0, axes: [] }],
    [
      'α = 0 of methods that train towards few weights',
      [{ compression: { method: 'drr' } }, { [method]: ['rl1', 'drr', 'pmmp'], 'compression.alpha': [0, 1e-5] }],
      { jobs: 2, axes: [method] },
    ],
    [
      'α for methods that have none',
      [{ compression: { method: 'drr' } }, { [method]: ['drr', 'magnitude-finetune'], 'compression.alpha': [1e-6, 1e-5] }],
      { jobs: 1, axes: ['compression.alpha'] },
    ],
  ])('%s', (_, given, expected) => expect(repeats(...given)).toEqual(expected));
});

test('the form is told how many, and of which setting', () => {
  const study = studySchema.parse({
    name: 'A',
    axes: [
      { path: method, values: ['dtc', 'random'] },
      { path: 'compression.lambda', values: [0.3, 3] },
    ],
  });
  expect(warningOf(study, estimateStudy(study, {}, 'wasm', 1), null)).toBe(
    '1 of the 4 jobs repeats another, as “LASSO penalty λ” has no effect on it: it runs all the same, and will give the same results.',
  );
});

test('without α, methods with a penalty come to the same network in every bit, as is said of them', async () => {
  const training = { minEpochs: 6, maxEpochs: 6, fineTuneMin: 3, fineTuneMax: 3 };
  const runs = [];
  for (const name of ['rl1', 'drr', 'drr-o', 'pmmp', 'fpp', 'hard-concrete'])
    runs.push(await ranJob(smallJob({ method: name, alpha: 0 }, { training })));
  for (const run of runs) {
    expect(run.summary).toEqual(runs[0].summary);
    expect(run.network.map(({ values }) => [...values])).toEqual(runs[0].network.map(({ values }) => [...values]));
  }
});
