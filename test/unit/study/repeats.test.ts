/** Jobs that compute the same are counted before they run; what is counted is checked by running some of them. */
import { describe, expect, it, test } from 'vitest';
import { estimateStudy, warningOf } from '../../../src/lab/estimate.ts';
import { l0Methods } from '../../../src/compression/l0/methods/index.ts';
import type { Setting } from '../../../src/data/setting.ts';
import { repeatsOf, twinsOf, type Repeats } from '../../../src/study/repeats.ts';
import { familyOf, jobsOf, settingOf, settingsOf, studySchema, type SettingValue, type StudyInput } from '../../../src/study/schema.ts';
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
    '1 of the 4 jobs repeats another, as “LASSO penalty λ” has no effect on it: what computes the same is trained once.',
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

/** Another value of a setting. */
function otherValue(setting: Setting, value: SettingValue): SettingValue {
  switch (setting.kind) {
    case 'choice':
      return setting.options.find((option) => option.value !== value)?.value ?? value;
    case 'number':
      return value === setting.max ? setting.min : Math.min(setting.max, (value as number) + (setting.step ?? 1));
    case 'seed':
      return value === null ? 7 : null;
    case 'widths':
      return [...(value as number[]), setting.min];
  }
}

describe('what is said to have no effect has none', () => {
  const training = { minEpochs: 4, maxEpochs: 4, fineTuneMin: 2, fineTuneMax: 2 };
  const pruning = { targetSparsity: 0.6, tolerance: 0.5, admmRounds: 2, ticketRounds: 2, layerwiseEpochs: 3, flowRounds: 3, alpha: 1e-3 };

  test.each(l0Methods.all.filter(({ along }) => !along).map(({ id }) => id))('of the settings of a job of %s', async (id) => {
    const input = smallJob({ method: id, ...pruning }, { training });
    const [job] = jobsOf(studySchema.parse({ name: 'one', job: input }));
    const idle: [string, SettingValue][] = [];
    for (const [path, setting] of settingsOf(familyOf(job))) {
      if (!path.startsWith('compression.') || path === method) continue;
      const value = settingOf(job, path);
      const other = otherValue(setting, value);
      const study = studySchema.safeParse({ name: 'two', job: input, axes: [{ path, values: [value, other] }] });
      if (study.success && twinsOf(study.data, jobsOf(study.data))[1] === 0) idle.push([path, other]);
    }
    expect(idle.length).toBeGreaterThan(5);
    const compression = Object.fromEntries(idle.map(([path, value]) => [path.slice('compression.'.length), value]));
    const [plain, changed] = [await ranJob(input), await ranJob(smallJob({ method: id, ...pruning, ...compression }, { training }))];
    expect(changed.losses).toEqual(plain.losses);
    expect(changed.steps).toEqual(plain.steps);
    expect(changed.summary).toEqual(plain.summary);
  });
});
