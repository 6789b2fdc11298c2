import { expect, test } from 'vitest';
import { linkFragment } from '../../../src/lab/link.ts';
import { resolveStudy, type StudySource } from '../../../src/lab/read-study.ts';
import { digestOf } from '../../../src/study/digest-of.ts';
import { presetByName } from '../../../src/study/presets.ts';
import { jobsOf, studySchema } from '../../../src/study/schema.ts';

const study = studySchema.parse({ name: 'mine', job: { model: { hidden: [32, 16] } }, axes: [{ path: 'seed', values: [1, 2] }] });
const studyOf = async (source: StudySource, changes: readonly string[] = []) => (await resolveStudy(source, changes)).study;
const file = (content: unknown) => ({ kind: 'file', name: 'study.json', text: JSON.stringify(content) }) as const;

test('a preset, a study file, a result file and a link give their study', async () => {
  const result = { format: 'parsimony/result', version: 1, study, environment: null, records: [] };
  const fragment = `#${await linkFragment(await digestOf(study, [], null))}`;
  expect(await studyOf({ kind: 'preset', name: 'dtc-quick' })).toEqual(presetByName('dtc-quick').study);
  expect(await studyOf(file(study))).toEqual(study);
  expect(await resolveStudy(file(result), [])).toMatchObject({ study, result: { study } });
  expect(await studyOf({ kind: 'link', fragment })).toEqual(study);
});

test('a study file needs to say only what is not the default', async () => {
  expect(jobsOf(await studyOf(file({ name: 'short' })))).toEqual([studySchema.parse({ name: 'short' }).job]);
});

test('changes are made to it', async () => {
  const changed = await studyOf(file(study), ['seed=7,8,9', 'compression.method=random']);
  expect(jobsOf(changed).map((job) => [job.compression.method, job.seed])).toEqual([
    ['random', 7],
    ['random', 8],
    ['random', 9],
  ]);
});

test.each([
  [{ kind: 'preset', name: 'no-such-preset' } as const, 'There is no preset “no-such-preset”'],
  [{ kind: 'file', name: 'x.json', text: '{' } as const, 'x.json is not readable as JSON'],
  [
    { kind: 'file', name: 'x.json', text: '{"__proto__": {}, "name": "x"}' } as const,
    'x.json is not readable as JSON (It names a member “__proto__”',
  ],
  [file([]), 'study.json holds no study that can be run'],
  [
    file({ name: 'x', job: { compression: { lambda: -1 } } }),
    'study.json holds no study that can be run: “LASSO penalty λ” (compression.lambda)',
  ],
  [file({ name: 'x', job: { speed: 1 } }), '“job” has “speed”, which is not known here'],
  [file({ format: 'parsimony/result', version: 99, study }), 'study.json was made with a newer version of Parsimony'],
  [{ kind: 'link', fragment: '#r=1.damaged' } as const, 'This link is damaged'],
])('%j is refused', async (source, message) => {
  await expect(resolveStudy(source, [])).rejects.toThrow(message);
});
