/** Runs small jobs on WebAssembly in Node, for the tests of the ℓ0 methods. */
import type { WeightTensor } from '../../../../src/coding/weight-matrix.ts';
import { runJob } from '../../../../src/study/run-job.ts';
import type { JobEvent, LayerMagnitudes } from '../../../../src/study/events.ts';
import { readNetworkFile } from '../../../../src/study/network-model.ts';

import { l0StepSchema, l0SummarySchema } from '../../../../src/compression/l0/record.ts';
import { RunControl } from '../../../../src/nn/run-control.ts';
import type { JobInput } from '../../../../src/study/schema.ts';
import { nodeAssets } from '../../support/backends.ts';
import type { L0Step, L0Summary } from '../../../../src/study/families/l0/types.ts';

class TestControl extends RunControl {
  readonly signal = new AbortController().signal;
}

export interface Ran {
  readonly steps: readonly L0Step[];
  readonly summary: L0Summary;
  readonly losses: readonly number[];
  /** What it told of its network between its steps. */
  readonly looks: readonly (readonly LayerMagnitudes[])[];
  /** The network in the end, as its file has it. */
  readonly network: readonly WeightTensor[];
}

/** Steps and summary, checked by their schemas; without times, so that they can be compared. */
export async function ranJob(job: JobInput, dataUrl = 'http://127.0.0.1:1/'): Promise<Ran> {
  const events: JobEvent[] = [];
  await runJob(job, { backend: 'wasm', dataUrl }, { assets: nodeAssets, browser: 'node', cores: 1 }, new TestControl(), (event) => {
    events.push(event);
  });
  const failed = events.find((event) => event.type === 'failed');
  if (failed) throw new Error(failed.error.message);
  const file = events.findLast((event) => event.type === 'network' && event.stage === 'final');
  const finished = events.find((event) => event.type === 'finished');
  return {
    steps: events.flatMap((event) => (event.type === 'step' ? [{ ...l0StepSchema.parse(event.step), seconds: 0 }] : [])),
    summary: l0SummarySchema.parse(finished?.summary),
    looks: events.flatMap((event) => (event.type === 'look' ? [event.layers] : [])),
    losses: events.flatMap((event) => (event.type === 'losses' ? event.values : [])),
    network: file?.type === 'network' ? (await readNetworkFile(file.file)).network.tensors : [],
  };
}

/** A student of 751 numbers on 60 samples, 150 epochs and 40 of fine-tuning: half a second. */
export const smallJob = (compression: Readonly<Record<string, unknown>>, change: Partial<JobInput> = {}): JobInput => ({
  data: { name: 'teacher-student', train: 60, validation: 100, test: 200 },
  model: { name: 'student' },
  seed: 3,
  ...change,
  training: {
    loss: 'mse',
    batchSize: 30,
    learningRate: 5e-3,
    minEpochs: 150,
    maxEpochs: 150,
    fineTuneMin: 40,
    fineTuneMax: 40,
    checkEvery: 10,
    window: 20,
    measureEvery: 10,
    bestState: 'last',
    ...change.training,
  },
  compression,
});
