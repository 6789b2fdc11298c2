/** Jobs beside the product of a study, against what a search through all of its jobs finds. */
import { describe, expect, test } from 'vitest';
import { withBeside, withStudyAxis, withStudySetting, withoutBeside } from '../../../src/lab/study-edit.ts';
import { rowTitle, someJobHas, takenValues, tellingPaths, variedPaths } from '../../../src/study/beside.ts';
import { explainIssues } from '../../../src/study/explain.ts';
import { applyOverrides } from '../../../src/study/overrides.ts';
import { presets } from '../../../src/study/presets.ts';
import { jobCount, jobKey, jobsOf, settingOf, studySchema, type Study, type StudyInput } from '../../../src/study/schema.ts';

const method = 'compression.method';
const alpha = 'compression.alpha';

const input: StudyInput = {
  name: 'beside',
  job: { data: { name: 'mnist' }, compression: { method: 'drr', alpha: 0.01 } },
  axes: [
    { path: method, values: ['drr', 'rl1'] },
    { path: alpha, values: [0.01, 0.1] },
    { path: 'seed', values: [1, 2, 3] },
  ],
  beside: [{ [method]: 'vanilla' }, { [method]: 'pmmp', [alpha]: 1 }, { 'training.batchSize': 100 }],
};
const study = (): Study => studySchema.parse(input);
const complaint = (changed: object): string => {
  const { error } = studySchema.safeParse({ ...input, ...changed });
  return error ? explainIssues(error, { ...input, ...changed }) : '';
};

describe('jobs beside a product', () => {
  test('come after it, each with every seed of the study and the rest of its base job', () => {
    const jobs = jobsOf(study());
    expect(jobs).toHaveLength(2 * 2 * 3 + 3 * 3);
    expect(jobCount(study())).toBe(jobs.length);
    const product = jobsOf(studySchema.parse({ ...input, beside: undefined }));
    expect(jobs.slice(0, product.length)).toEqual(product);
    const told = jobs
      .slice(product.length)
      .map((job) => [job.compression.method, settingOf(job, alpha), settingOf(job, 'training.batchSize'), job.seed]);
    const size = settingOf(study().job, 'training.batchSize');
    expect(told).toEqual([
      ...[1, 2, 3].map((seed) => ['vanilla', 0.01, size, seed]),
      ...[1, 2, 3].map((seed) => ['pmmp', 1, size, seed]),
      ...[1, 2, 3].map((seed) => ['drr', 0.01, 100, seed]),
    ]);
  });

  test('are added on the form, each once', () => {
    const added = withBeside(study(), [{ [method]: 'vanilla' }, { [method]: 'rl1', [alpha]: 7 }]);
    expect(added.beside).toEqual([...input.beside!, { [method]: 'rl1', [alpha]: 7 }]);
    expect(() => withBeside(added, [{ [method]: 'vanilla' }])).toThrow('has these jobs already');
    expect(() => withBeside(study(), [{ [alpha]: 0.1 }])).toThrow(/is a job that the study has already/);
  });

  test('without one a study is written as it always was', () => {
    const plain = studySchema.parse({ ...input, beside: undefined });
    expect(Object.keys(JSON.parse(JSON.stringify(plain)) as object)).toEqual(['name', 'job', 'axes']);
  });

  test.each(presets())('of preset $name: jobs are counted, none is there twice, and each is told from the others', ({ study: own }) => {
    const jobs = jobsOf(own);
    expect(jobCount(own)).toBe(jobs.length);
    expect(new Set(jobs.map(jobKey)).size).toBe(jobs.length);
    const titles = jobs.map((job) => `${rowTitle(own, job)} ${tellingPaths(own, job).includes('seed') ? job.seed : ''}`);
    expect(new Set(titles).size).toBe(jobs.length);
  });

  test('what settings are taken by some job is what a search through the jobs finds', () => {
    const own = study();
    const jobs = jobsOf(own);
    for (const path of variedPaths(own)) {
      const found = new Set(jobs.map((job) => settingOf(job, path)));
      expect(takenValues(own, path)).toHaveLength(found.size);
      expect(new Set(takenValues(own, path))).toEqual(found);
    }
    const choices = { [method]: ['drr', 'rl1', 'vanilla', 'pmmp', 'fpp'], [alpha]: [0.01, 0.1, 1], 'training.batchSize': [100, 200] };
    for (const ofMethod of choices[method])
      for (const ofAlpha of choices[alpha])
        for (const size of choices['training.batchSize']) {
          const wanted = { [method]: [ofMethod], [alpha]: [ofAlpha], 'training.batchSize': [size] };
          const found = jobs.some((job) => Object.entries(wanted).every(([path, [value]]) => settingOf(job, path) === value));
          expect(someJobHas(own, wanted), JSON.stringify(wanted)).toBe(found);
        }
  });

  test('what makes none is refused, and it says which and why', () => {
    expect(complaint({ beside: [{ 'compression.nothing': 1 }] })).toContain('of job 1 beside the product names no setting of this job');
    expect(complaint({ beside: [{ [alpha]: -1 }] })).toContain('(compression.alpha) of job 1 beside the product');
    expect(complaint({ beside: [{ seed: 7 }] })).toContain('it runs with every seed of the study');
    expect(complaint({ beside: [{}] })).toContain('job 1 beside the product changes nothing of the job');
    expect(complaint({ beside: [{ [alpha]: 0.1 }] })).toContain('job 1 beside the product is a job that the study has already');
    expect(complaint({ beside: [{ [alpha]: 3 }, { [alpha]: 3 }] })).toContain(
      'job 2 beside the product is a job that the study has already',
    );
    expect(complaint({ beside: [{ 'model.name': 'transformer' }] })).toContain('job 1 beside the product');
    expect(complaint({ beside: Array.from({ length: 33 }, (_, index) => ({ [alpha]: index + 2 })) })).toContain(
      'the jobs beside the product',
    );
  });

  test('go with what is changed on the form or the command line once they make no sense, or the product has them', () => {
    const methods = (of: Study) => (of.beside ?? []).map((own) => own[method] ?? own['training.batchSize']);
    expect(methods(withStudyAxis(study(), method, ['drr', 'vanilla']))).toEqual(['pmmp', 100]);
    expect(methods(withStudySetting(study(), 'training.batchSize', 100))).toEqual(['vanilla', 'pmmp']);
    expect(methods(applyOverrides(study(), ['training.batchSize=100']))).toEqual(['vanilla', 'pmmp']);
    expect(methods(withStudySetting(study(), 'training.learningRate', 0.002))).toEqual(['vanilla', 'pmmp', 100]);
    expect(withoutBeside(withoutBeside(withoutBeside(study(), 2), 0), 0)).toEqual(studySchema.parse({ ...input, beside: undefined }));
  });
});
