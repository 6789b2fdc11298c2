/**
 * Records are what they were when test/reference/records/ was written, to the last bit: one job of each study, or all of them with
 *
 *     ALL_RECORDS=1 npx vitest run test/unit/study/kept-records.test.ts
 */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RunControl } from '../../../src/nn/run-control.ts';
import type { JobEvent } from '../../../src/study/events.ts';
import { readNetworkFile } from '../../../src/study/network-model.ts';
import { applyOverrides } from '../../../src/study/overrides.ts';
import { presetByName } from '../../../src/study/presets.ts';
import { runJob } from '../../../src/study/run-job.ts';
import { jobsOf, settingOf, type Job, type Study } from '../../../src/study/schema.ts';
import { nodeAssets, serveData, type DataServer } from '../support/backends.ts';
import { hashOf, outlineOf } from '../support/record-outline.ts';

const few = ['training.minEpochs=2', 'training.maxEpochs=2', 'training.measureEvery=1', 'training.fineTuneMin=1', 'training.fineTuneMax=1'];
const mnist = [...few, 'compression.alpha=2e-5', 'seed=42'];

interface Kept {
  readonly preset: string;
  /** Where its records lie, if not under the name of the preset. */
  readonly folder?: string;
  readonly changes: readonly string[];
  /** Which of its jobs is run where not all are; of some none. */
  readonly job?: number;
}

const studies: readonly Kept[] = [
  { preset: 'dtc-quick', changes: [], job: 2 },
  { preset: 'teacher-student-mse-quick', changes: [], job: 5 },
  // On all of MNIST one job takes half a minute.
  { preset: 'l0-mnist-mlp', changes: mnist },
  {
    preset: 'l0-mnist-mlp',
    folder: 'l0-mnist-mlp-5000',
    changes: [...mnist, 'data.train=5000', 'data.validation=1000', 'data.test=1000', 'training.batchSize=100'],
    job: 3,
  },
];

const jobs = studies.flatMap(({ preset, folder = preset, changes, job: chosen }) => {
  const study = applyOverrides(presetByName(preset).study, changes);
  return jobsOf(study)
    .map((job) => ({ name: `${folder}/${nameIn(study, job)}`, job }))
    .filter((_, index) => process.env.ALL_RECORDS !== undefined || index === chosen);
});

/** What tells a job from the others of its study. */
function nameIn(study: Study, job: Job): string {
  return study.axes.map(({ path }) => `${path.replace(/^.*\./, '')}-${settingOf(job, path)}`).join('_');
}

class TestControl extends RunControl {
  readonly signal = new AbortController().signal;
}

let server: DataServer;
beforeAll(async () => {
  server = await serveData();
});
afterAll(() => server.close());

test.each(jobs)(
  '$name',
  async ({ name, job }) => {
    const events: JobEvent[] = [];
    await runJob(
      job,
      { backend: 'wasm', dataUrl: server.url },
      { assets: nodeAssets, browser: 'node', cores: 1 },
      new TestControl(),
      (event) => {
        events.push(event);
      },
    );
    const finished = events.at(-1);
    if (finished?.type !== 'finished') throw new Error(`The job ended with ${JSON.stringify(finished)}.`);
    const networks = events.filter((event) => event.type === 'network');
    const kept = {
      ...outlineOf({
        job,
        status: 'finished',
        steps: events.flatMap((event) => (event.type === 'step' ? [event.step] : [])),
        summary: finished.summary,
        losses: events.flatMap((event) => (event.type === 'losses' ? event.values : [])),
      }),
      networks: await Promise.all(
        networks.map(async ({ stage, file }) => ({
          stage,
          hash: hashOf(
            (await readNetworkFile(file)).network.tensors.map((tensor) => ({
              ...tensor,
              values: [...tensor.values],
              bias: tensor.bias && [...tensor.bias],
            })),
          ),
        })),
      ),
    };
    const path = join(import.meta.dirname, `../../reference/records/${name}.json`);
    await expect(`${JSON.stringify(kept, null, 1)}\n`).toMatchFileSnapshot(path);
  },
  240_000,
);
