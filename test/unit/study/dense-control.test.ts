/** Each pruned network beside the unpruned one of its seed. */
import { expect, test } from 'vitest';
import { againstUnpruned } from '../../../src/study/families/l0/dense-control.ts';
import type { L0Run } from '../../../src/study/families/l0/run.ts';
import { presetByName } from '../../../src/study/presets.ts';

const { job } = presetByName('l0-mnist-mlp-quick').study;
const run = (method: string, seed: number, testAccuracy: number | null, width = 1): Pick<L0Run, 'job' | 'summary'> =>
  ({
    job: { ...job, seed, model: { ...job.model, width }, compression: { ...job.compression, method } },
    summary: testAccuracy === null ? null : { testAccuracy },
  }) as L0Run;

test('of the same seed and the same network, and none where there is none', () => {
  const runs = [run('vanilla', 1, 0.95), run('vanilla', 2, 0.96), run('drr', 1, 0.94), run('drr', 2, 0.97), run('drr', 3, 0.9)];
  const beyond = againstUnpruned(runs);
  expect(beyond(runs[2])).toBeCloseTo(-0.01, 12);
  expect(beyond(runs[3])).toBeCloseTo(0.01, 12);
  // Of seed 3, of another width, of the unpruned one itself, and of a job that has not ended.
  for (const other of [runs[4], run('drr', 1, 0.94, 0.5), runs[0], run('drr', 1, null)]) expect(beyond(other)).toBeNull();
});
