/** How fast a machine is that has run nothing: some training steps are measured, and times of whole studies follow. */
import { beforeAll, describe, expect, test } from 'vitest';
import { estimateStudy } from '../../../src/lab/estimate.ts';
import { currentPaces, pacesSchema, ratesOf, withPaces, type Pace } from '../../../src/lab/paces.ts';
import { networkKey, withRate } from '../../../src/lab/rates.ts';
import { workOf } from '../../../src/lab/work.ts';
import { startBackend } from '../../../src/nn/backend.ts';
import * as tf from '../../../src/nn/tf.ts';
import { presetByName, presets } from '../../../src/study/presets.ts';
import { rehearse } from '../../../src/study/rehearse.ts';
import { familyOf, jobsOf } from '../../../src/study/schema.ts';
import { ENGINE_VERSION } from '../../../src/study/version.ts';
import { nodeAssets } from '../support/backends.ts';

const quick = presetByName('dtc-quick').study;
const pace = (network: string, rate: number, choice: Pace['choice'] = 'auto'): Pace => ({ choice, network, backend: 'wasm', rate });

describe('a step of a job', () => {
  test('is what its training is counted in', () => {
    for (const { name, study } of presets()) {
      const [job] = jobsOf(study);
      const { samples, work } = familyOf(job).trainingStep!(job);
      const { steps, total, stages } = workOf(job);
      // Beside the steps there are the tests; networks of stages become narrower.
      const trained = stages.length > 0 ? stages[0] / (steps / stages.length) : total / steps;
      expect(trained / work(samples), name).toBeGreaterThanOrEqual(1);
      expect(trained / work(samples), name).toBeLessThan(5);
      expect(work(2 * samples), name).toBeLessThanOrEqual(2 * work(samples));
    }
  });
});

describe('measured steps', () => {
  beforeAll(async () => void (await startBackend('wasm', 1, nodeAssets)));

  test('take longer with more samples, and leave nothing behind', async () => {
    const before = tf.memory().numTensors;
    const jobs = [jobsOf(quick)[0], jobsOf(presetByName('teacher-student-mse-quick').study).at(-1)!];
    const steps = jobs.flatMap((job) => [8, 512].map((samples) => ({ job, samples, seconds: 0.1 })));
    // The first time compiles.
    await rehearse(steps, 'wasm', nodeAssets);
    const times = await rehearse(steps, 'wasm', nodeAssets);
    expect(times.map((time) => time?.backend)).toEqual(['wasm', 'wasm', 'wasm', 'wasm']);
    // 64 times as many images; a step of points takes as long as it takes to ask for one.
    expect(times[1]!.seconds).toBeGreaterThan(times[0]!.seconds);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('of no time at all are one', async () => {
    const [time] = await rehearse([{ job: jobsOf(quick)[0], samples: 8, seconds: 0 }], 'wasm', nodeAssets);
    expect(time!.seconds).toBeGreaterThan(0);
  });
});

/** The second in which a worker starts comes on top, and its data: 70,000 images of 784 bytes, a tenth of a microsecond a byte. */
const START = 1 + 70_000 * 784 * 1e-7;

test('times follow from what was measured of a network; jobs that have run know better', () => {
  const key = networkKey(jobsOf(quick)[0]);
  const work = jobsOf(quick).reduce((sum, job) => sum + workOf(job).total, 0);
  const measured = ratesOf([pace(key, 1e-10), pace('l0/LeNet-300-100', 2e-10), pace('l0/LeNet-5 (Caffe)', 9e-10)]);
  expect(estimateStudy(quick, measured, 'wasm', 1).seconds).toBeCloseTo(START + work * 1e-10);
  expect(measured.wasm).toBe(2e-10);
  const run = { ...measured, ...withRate({}, jobsOf(quick)[0], 'wasm', 5e-10) };
  expect(estimateStudy(quick, run, 'wasm', 1).seconds).toBeCloseTo(START + work * 5e-10);
});

test('what was measured is kept for each choice of a backend and network, and for one version of the engine', () => {
  const first = withPaces([], [pace('a', 1), pace('b', 2)]);
  const both = withPaces(first.paces, [pace('a', 3, 'wasm')]);
  expect(both.paces.length).toBe(3);
  expect(withPaces(both.paces, [pace('a', 4)]).paces).toEqual([pace('b', 2), pace('a', 3, 'wasm'), pace('a', 4)]);
  expect(pacesSchema.parse(both)).toEqual({ engine: ENGINE_VERSION, paces: both.paces });
  expect(currentPaces(both)).toEqual(both.paces);
  expect(currentPaces({ ...both, engine: '0.0.1' })).toEqual([]);
});
