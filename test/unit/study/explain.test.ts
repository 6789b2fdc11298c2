/** What schemas refuse is told by the names that people know the fields by. */
import { expect, it } from 'vitest';
import { explainIssues } from '../../../src/study/explain.ts';
import { fieldWords } from '../../../src/study/field-words.ts';
import { presetByName } from '../../../src/study/presets.ts';
import { resultSchema } from '../../../src/study/records.ts';
import { families, jobSchema, settingsOf, studySchema } from '../../../src/study/schema.ts';
import { methodsOf } from '../../../src/study/settings.ts';

const { study } = presetByName('l0-mnist-mlp-quick');
const told = (schema: { safeParse(value: unknown): { error?: unknown } }, value: unknown): string =>
  explainIssues(schema.safeParse(value).error as never, value);
const job = (change: object) => ({ ...study.job, training: { ...study.job.training, ...change } });

it.each<[string, string, string]>([
  [
    'a study',
    told(studySchema, { ...study, job: job({ window: 1 }) }),
    '“Window of convergence” (training.window) should be at least 4 and is 1',
  ],
  ['a job', told(jobSchema, job({ window: 1 })), '“Window of convergence” (training.window) should be at least 4 and is 1'],
  [
    'the study of a result',
    told(resultSchema, {
      format: 'parsimony/result',
      version: 1,
      study: { ...study, job: job({ window: 1 }) },
      environment: null,
      records: [],
    }),
    '“Window of convergence” (training.window) should be at least 4 and is 1',
  ],
  [
    'a job of a result',
    told(resultSchema, { format: 'parsimony/result', version: 1, study, environment: null, records: [{ job: job({ window: 1 }) }] }),
    '“Window of convergence” (training.window) of job 1 should be at least 4 and is 1',
  ],
  [
    'the same path of another family',
    told(studySchema, { name: 'A', job: { training: { loss: 'mse' } } }),
    '“Loss normalised over” (training.loss)',
  ],
  [
    'an axis',
    told(studySchema, { ...study, axes: [{ path: 'seed', values: [1, -1] }] }),
    'the value -1 of “Seed” (seed) should be at least 0 and is -1',
  ],
  ['twins', told(studySchema, { ...study, axes: [{ path: 'seed', values: [1, 1] }] }), 'the axis “Seed” (seed) has the same value twice'],
  ['no setting', told(studySchema, { ...study, axes: [{ path: 'no.such', values: [1] }] }), 'the axis “no.such” names no setting'],
  ['too many', told(studySchema, { ...study, name: '' }), '“name” should have at least 1 character'],
  ['what nobody knows', told(studySchema, { ...study, onload: 1 }), 'has “onload”, which is not known here'],
])('%s', (_, text, expected) => {
  expect(text).toContain(expected);
  expect(text).not.toMatch(/\.\d|study\.|axes\.|records\./u);
});

it('every setting of every family is named by its title and what one types for it', () => {
  for (const family of families.all) {
    const [{ value: method }] = methodsOf(family);
    for (const [path, { title }] of settingsOf(family)) {
      const [section, name] = path.split('.');
      const base = { compression: { method } };
      const bad =
        name === undefined
          ? { ...base, seed: {} }
          : { ...base, [section]: { ...(section === 'compression' ? base.compression : {}), [name]: {} } };
      // A method that is none is of no family.
      if (path !== 'compression.method') expect(told(jobSchema, bad)).toContain(`“${title}” (${path})`);
    }
  }
});

it('fields that are no settings are told in words', () => {
  expect(
    [
      ['steps', 2, 'trainLoss'],
      ['losses', 0],
      ['summaries', 3, 'testAccuracy'],
      ['firstLayer', 'used', 1],
      ['matrix', 1, 2],
    ].map((path) => fieldWords(path)),
  ).toEqual([
    '“train loss” of step 3',
    'loss 1',
    '“test accuracy” of summary 4',
    'entry 2 of “used” of “first layer”',
    'entry 3 of entry 2 of “matrix”',
  ]);
});
