import { expect, test } from 'vitest';
import { tallyOf } from '../../../src/lab/archive/tally.ts';
import { jobsCsv } from '../../../src/lab/jobs-csv.ts';
import { stepsCsv } from '../../../src/lab/steps-csv.ts';
import { resultOf } from '../../../src/lab/result-file.ts';
import { presetByName } from '../../../src/study/presets.ts';
import { noisyL0Records } from '../study/noisy-l0-records.ts';
import { noisyRecords } from '../study/noisy-records.ts';

test('a study of ℓ0 as CSV has a row a job, with its axes, its sizes and why it failed', () => {
  const { study, records } = noisyL0Records(
    { ...presetByName('l0-mnist-mlp').study, axes: [{ path: 'compression.alpha', values: [1e-6, 1e-3] }] },
    1,
  );
  const [first, second] = records;
  const failed = {
    ...second,
    status: 'failed' as const,
    summary: null,
    error: { kind: 'diverged' as const, message: 'The loss is NaN, at step 3.' },
  };
  const lines = jobsCsv(resultOf(study, [first, failed], null)).split('\r\n');
  expect(lines[0]).toMatch(
    /^job,data,network,compression\.method,seed,compression\.alpha,status,parameters,nonzero,effective,compressionRate,/u,
  );
  if (!first.summary) throw new Error('A record without a summary.');
  const cells = lines[1].split(',');
  const cell = (name: string): string | undefined => cells[lines[0].split(',').indexOf(name)];
  expect([cell('compression.alpha'), cell('status'), cell('nonzero'), cell('descriptionBytes')]).toEqual([
    '0.000001',
    'finished',
    String(first.summary.nonzero),
    String(first.summary.descriptionBytes),
  ]);
  expect(lines[2]).toMatch(/^1,MNIST,LeNet-300-100,drr,42,0\.001,failed,,,.*,100,"The loss is NaN, at step 3\."$/u);
  expect(lines[3]).toBe('');
  expect(tallyOf([first, failed])).toMatchObject({
    compressionRate: { lowest: first.summary.compressionRate, highest: first.summary.compressionRate },
  });
  expect(stepsCsv(resultOf(study, [first, failed], null)).split('\r\n')[1]).toMatch(/^0,MNIST,LeNet-300-100,drr,42,/u);
});

test('a study of Dual Tomographic Compression has its ladders', () => {
  const { study, records } = noisyRecords({ name: 'A' }, 1);
  expect(jobsCsv(resultOf(study, records, null))).toMatch(
    /^job,data,network,compression\.method,seed,status,cycles,finalNeurons,finalAccuracy,/u,
  );
  expect(tallyOf(records)).not.toHaveProperty('compressionRate');
});
