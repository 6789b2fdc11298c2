/** Controls of a pruned network: which jobs they are, and that a study takes them. */
import { expect, test } from 'vitest';
import { withBeside } from '../../../src/lab/study-edit.ts';
import { controlsOf } from '../../../src/study/families/l0/controls.ts';
import { isL0Job } from '../../../src/study/families/l0/settings.ts';
import type { L0Run } from '../../../src/study/families/l0/run.ts';
import { jobsOf, settingOf, studySchema } from '../../../src/study/schema.ts';

const study = studySchema.parse({
  name: 'controls',
  job: { data: { name: 'mnist' }, model: { name: 'mlp', hidden: [8] }, compression: { method: 'drr', alpha: 1e-4 } },
  axes: [
    { path: 'model.hidden', values: [[8], [16]] },
    { path: 'seed', values: [1, 2] },
  ],
});
const ofJob = (change: object, left: readonly number[]): Pick<L0Run, 'job' | 'summary'> => {
  const job = jobsOf(studySchema.parse({ name: 'one', job: { ...study.job, ...change } }))[0];
  if (!isL0Job(job)) throw new Error('This is no ℓ0 job.');
  const layers = left.map((nonzero, index) => ({ name: `dense-${index + 1}`, size: 1000, nonzero }));
  return { job, summary: { layers, nonzero: left.reduce((sum, count) => sum + count) } } as Pick<L0Run, 'job' | 'summary'>;
};
const drr = { compression: { method: 'drr', alpha: 1e-4 } };

test('by lot and by magnitude, with the sizes of the network and the settings of its job that are no method’s', () => {
  const controls = controlsOf(study, ofJob({ ...drr, model: { name: 'mlp', hidden: [16] } }, [300, 40]));
  expect(new Set(controls.map((own) => own['compression.method']))).toEqual(new Set(['magnitude-finetune', 'random-finetune']));
  for (const own of controls) {
    expect(own).toMatchObject({ 'model.hidden': [16], 'compression.prunedOver': 'given', 'compression.layerSizes': [300, 40] });
    expect(own).not.toHaveProperty('seed');
  }
  const jobs = jobsOf(withBeside(study, controls));
  // Two widths and two seeds, and each control with both seeds.
  expect(jobs).toHaveLength(4 + 4);
  expect(jobs.slice(4).map((job) => settingOf(job, 'compression.layerSizes'))).toEqual(Array.from({ length: 4 }, () => [300, 40]));
});

test('none of what nothing was pruned of, of a control, and of what has not ended', () => {
  expect(controlsOf(study, ofJob({ compression: { method: 'vanilla' } }, [300, 40]))).toEqual([]);
  expect(controlsOf(study, ofJob({ compression: { method: 'random-finetune', prunedOver: 'given', layerSizes: [3, 4] } }, [3, 4]))).toEqual(
    [],
  );
  expect(controlsOf(study, { ...ofJob(drr, [1]), summary: null })).toEqual([]);
  expect(controlsOf(study, ofJob({ compression: { method: 'random-finetune', targetSparsity: 0.9 } }, [300, 40]))).toHaveLength(2);
});
