/** On WebGPU too, where steps are replayed, a job that goes on from its middle ends in the numbers of one that was never interrupted. */
import { describe, expect, test } from 'vitest';
import * as tf from '../../../../src/nn/tf.ts';
import type { JobInput } from '../../../../src/study/schema.ts';
import { offerWebGpu } from '../../support/webgpu.ts';
import { everyEpoch, run } from './course.ts';
import { smallJob } from './job.ts';

const gpuTest = test.skipIf(!(await offerWebGpu()));

const data = { name: 'teacher-student', train: 20, validation: 20, test: 20 };
const brief = {
  batchSize: 10,
  minEpochs: 2,
  maxEpochs: 2,
  fineTuneMin: 2,
  fineTuneMax: 2,
  checkEvery: 1,
  window: 4,
  measureEvery: 1,
  bestState: 'argmin',
};

const jobs: Record<string, JobInput> = {
  'R-L1 by Adam': smallJob({ method: 'rl1', alpha: 1e-3 }, { data, training: brief }),
  'hard concrete after a prelude, layer by layer': smallJob(
    { method: 'hard-concrete', alpha: 1e-3, prelude: 1, layerwisePruning: 'sigmoid', layerwiseEpochs: 2 },
    { data, training: brief },
  ),
  PMMP: smallJob({ method: 'pmmp', alpha: 1e-4, gammaStart: 0.5 }, { data, training: brief }),
};

describe.each(Object.entries(jobs))('%s', (_, job) => {
  gpuTest(
    'goes on from a checkpoint of each phase to the very same end',
    async () => {
      const whole = await run(job, { backend: 'webgpu', pace: everyEpoch });
      expect(tf.getBackend()).toBe('webgpu');
      const stages = [...new Set(whole.checkpoints.map(({ checkpoint }) => checkpoint.underWay.stage))];
      expect(stages.length).toBeGreaterThanOrEqual(2);
      // Software WebGPU is slow: the first checkpoint of each stage, which is inside of it.
      for (const stage of stages) {
        const { checkpoint, steps, losses } = whole.checkpoints.find((one) => one.checkpoint.underWay.stage === stage)!;
        const rest = await run(job, { backend: 'webgpu', checkpoint });
        expect(rest.losses, stage).toEqual(whole.losses.slice(losses));
        expect(rest.losses.length, stage).toBeGreaterThan(0);
        expect(rest.steps, stage).toEqual(whole.steps.slice(steps));
        expect(rest.summary, stage).toEqual(whole.summary);
      }
    },
    240_000,
  );
});
