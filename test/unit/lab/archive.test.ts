/** What is stored of a run, and how it is taken up again. The database itself is tested in a browser, in test/e2e/archive.spec.ts. */
import type { DtcCheckpoint } from '../../../src/compression/dtc/checkpoint.ts';
import { dtcStep } from '../support/dtc.ts';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { assemble } from '../../../src/lab/archive/assemble.ts';
import { changesOf } from '../../../src/lab/archive/changes.ts';
import { storedCheckpointSchema, storedJobSchema, storedRunSchema, type SavedJob, type SavedRun } from '../../../src/lab/archive/format.ts';
import { restoredJob } from '../../../src/lab/archive/resume.ts';
import { newRunId } from '../../../src/lab/archive/run-id.ts';
import { tallyOf } from '../../../src/lab/archive/tally.ts';
import { createLab } from '../../../src/lab/create-lab.ts';
import { newRecord } from '../../../src/study/records.ts';
import { newJobState } from '../../../src/lab/job-state.ts';
import { resultOf } from '../../../src/lab/result-file.ts';
import type { JobCheckpoint } from '../../../src/study/checkpoint.ts';
import type { JobRecord } from '../../../src/study/records.ts';
import { jobSchema, jobsOf, studySchema } from '../../../src/study/schema.ts';
import { ENGINE_VERSION } from '../../../src/study/version.ts';
import { endThreads, seeds, spawnThread, until } from './job-threads.ts';

afterEach(endThreads);

/** A record that a thread has left: three steps, finished. */
async function finishedRecord(): Promise<JobRecord> {
  const lab = createLab({
    spawn: spawnThread,
    cores: 1,
    storage: null,
    dataUrl: () => 'http://localhost/data/',
    pageUrl: () => 'http://localhost/lab/',
    now: () => Date.parse('2026-11-21T12:00:00Z'),
  });
  lab.actions.setSetting('model.hidden', [32]);
  lab.actions.setSetting('compression.share', 0.3);
  lab.actions.setAxis('compression.method', ['random']);
  lab.actions.setAxis('seed', [seeds.slow]);
  lab.actions.run();
  await until(() => lab.store.getState().run.status === 'finished', 'the run has ended');
  return lab.store.getState().run.jobs[0].record;
}

const checkpointAfter = (steps: number): JobCheckpoint => ({
  method: {
    kind: 'dtc',
    cycles: steps,
    trainingSteps: 200 * steps,
    accuracyAfterFirstStep: 0.5,
    widths: [4, 2, 2],
    weights: [new Float32Array(8), new Float32Array(4)],
  } as DtcCheckpoint,
  steps,
  seconds: 1.5 * steps,
});

describe('a job that is taken up again', () => {
  const interrupted = async (change: Partial<JobRecord> = {}): Promise<JobRecord> => {
    const record = await finishedRecord();
    return {
      ...record,
      status: 'running',
      summary: null,
      losses: Array.from({ length: 50 }, (_, i) => i),
      environment: { ...record.environment!, engine: ENGINE_VERSION },
      ...change,
    };
  };

  it('keeps what it had at its checkpoint and drops what comes again', async () => {
    const record = await interrupted();
    const restored = restoredJob({ record, checkpoint: checkpointAfter(2) });
    expect(restored.from).toEqual(checkpointAfter(2));
    expect(restored.record).toMatchObject({ status: 'queued', seconds: 3, startedAt: record.startedAt, error: null });
    expect(restored.record.steps).toEqual(record.steps.slice(0, 2));
    // Every tenth of 400 losses.
    expect(restored.record.losses.length).toBe(40);
  });

  it.each([
    ['without a checkpoint', {}, null],
    ['with a checkpoint of steps that were never written', {}, checkpointAfter(9)],
    ['with one of another engine', { engine: '0.0.1' }, checkpointAfter(2)],
  ])('begins anew %s', async (_name, environment, checkpoint) => {
    const record = await interrupted();
    const saved: SavedJob = { record: { ...record, environment: { ...record.environment!, ...environment } }, checkpoint };
    expect(restoredJob(saved)).toEqual({ record: newRecord(record.job), from: null });
  });

  it('is left alone once it has ended', async () => {
    const record = await finishedRecord();
    expect(restoredJob({ record, checkpoint: checkpointAfter(2) })).toEqual({ record, from: null });
  });

  it('counts as cancelled in a result file, not as never begun', async () => {
    const { record } = restoredJob({ record: await interrupted(), checkpoint: checkpointAfter(2) });
    const study = { name: 'A', job: record.job, axes: [] };
    expect(resultOf(study, [record], null).records[0].status).toBe('cancelled');
    expect(resultOf(study, [newRecord(record.job)], null).records[0].status).toBe('queued');
  });
});

describe('the rows of a run', () => {
  /** A run of three seeds as it lies in the database, each with two steps. */
  async function rows() {
    const finished = await finishedRecord();
    const study = studySchema.parse({ name: 'A', job: finished.job, axes: [{ path: 'seed', values: [1, 2, 3] }] });
    const records = jobsOf(study).map((job): JobRecord => ({ ...finished, job }));
    const run = {
      id: 'a',
      study,
      backend: 'auto',
      status: 'finished',
      startedAt: '2026-11-21T12:00:00.000Z',
      environment: finished.environment,
      backendReason: null,
      tally: tallyOf(records),
      pinned: false,
      deletedAt: null,
      revision: 1,
    };
    return {
      run,
      jobs: records.map((record, index) => ({ run: 'a', index, record: { ...record, steps: [] }, steps: 2 })),
      steps: records.flatMap((record, job) => record.steps.map((step, place) => ({ run: 'a', job, place, step }))),
      checkpoints: [],
    };
  }
  const seedsOf = ({ jobs }: SavedRun) => jobs.map(({ record }) => [record.job.seed, record.status, record.steps.length]);

  it('are the run, without steps of before a job was begun anew', async () => {
    const whole = assemble(await rows());
    expect([whole.lacking, whole.strange]).toEqual([0, 0]);
    expect(seedsOf(whole)).toEqual([
      [1, 'finished', 2],
      [2, 'finished', 2],
      [3, 'finished', 2],
    ]);
  });

  it('may lack some, or hold jobs of other settings: each is shown in its own place or not at all', async () => {
    const all = await rows();
    const [first, , third] = all.jobs;
    const gap = assemble({ ...all, jobs: [first, third] });
    expect([gap.lacking, gap.strange]).toEqual([1, 0]);
    expect(seedsOf(gap)).toEqual([
      [1, 'finished', 2],
      [2, 'queued', 0],
      [3, 'finished', 2],
    ]);
    const other = { ...third, record: { ...third.record, job: { ...third.record.job, seed: 9 } } };
    const mixed = assemble({ ...all, jobs: [first, { ...third, index: 1 }, other] });
    expect([mixed.lacking, mixed.strange]).toEqual([2, 2]);
    expect(seedsOf(mixed)).toEqual([
      [1, 'finished', 2],
      [2, 'queued', 0],
      [3, 'queued', 0],
    ]);
  });

  it('without any job are refused by the name of the run, and so are those that cannot be read', async () => {
    const all = await rows();
    expect(() => assemble({ ...all, jobs: [] })).toThrow('“A” is stored without its jobs');
    expect(() => assemble({ ...all, jobs: [{ index: 0 }] })).toThrow('The stored run “A” could not be read');
    expect(() => assemble({ ...all, run: 5 })).toThrow('This stored run could not be read');
  });
});

describe('what is written', () => {
  const job = jobSchema.parse({});
  const jobs = [newJobState(job), newJobState(job)];
  const progress = { type: 'progress', phase: 'x', done: 1, total: 2, step: 0, steps: 1, stepsPerSecond: 1, secondsLeft: null } as const;

  it('is nothing while a job only trains', () => {
    expect(changesOf([{ index: 0, events: [progress, { type: 'losses', values: [1] }] }], jobs)).toEqual([]);
  });

  it('is the newest checkpoint with its steps, once for each job', async () => {
    const record = await finishedRecord();
    const going = { ...jobs[1], record: { ...record, status: 'running' as const } };
    const step = { type: 'step', step: record.steps[0] } as const;
    const at = (steps: number) => ({ type: 'checkpoint', checkpoint: checkpointAfter(steps) }) as const;
    const batch = [
      { index: 1, events: [progress, step, at(1)] },
      { index: 0, events: [progress] },
      { index: 1, events: [step, at(2)] },
    ];
    expect(changesOf(batch, [jobs[0], going])).toEqual([{ index: 1, record: going.record, newSteps: 2, checkpoint: checkpointAfter(2) }]);
    // A job that has ended needs none.
    expect(changesOf(batch, [jobs[0], { ...going, record }])[0].checkpoint).toBeNull();
  });

  it('fits the schema that reads it, and nothing else does', async () => {
    const record = await finishedRecord();
    const run = {
      id: newRunId(0),
      study: { name: 'A', job: record.job, axes: [] },
      backend: 'auto',
      status: 'finished',
      startedAt: '2026-11-21T12:00:00.000Z',
      environment: record.environment,
      backendReason: null,
      tally: tallyOf([record]),
      pinned: false,
      deletedAt: null,
      revision: 3,
    };
    expect(storedRunSchema.parse(structuredClone(run))).toEqual(run);
    // Versions before counted nothing.
    const { revision: _revision, ...earlier } = run;
    expect(storedRunSchema.parse(earlier)).toEqual({ ...run, revision: 0 });
    expect(storedRunSchema.safeParse({ ...run, extra: 1 }).success).toBe(false);
    expect(storedRunSchema.safeParse({ ...run, status: 'paused' }).success).toBe(false);
    const row = { run: run.id, index: 0, record: { ...record, steps: [] }, steps: 3 };
    expect(storedJobSchema.parse(structuredClone(row))).toEqual(row);
    const checkpoint = { run: run.id, job: 0, checkpoint: checkpointAfter(1) };
    expect(storedCheckpointSchema.parse(structuredClone(checkpoint))).toEqual(checkpoint);
    expect(
      storedCheckpointSchema.safeParse({
        ...checkpoint,
        checkpoint: { ...checkpoint.checkpoint, method: { ...checkpoint.checkpoint.method, weights: [[1, 2]] } },
      }).success,
    ).toBe(false);
  });

  it('sums the jobs up', async () => {
    const record = await finishedRecord();
    const better = { ...record, summary: { ...record.summary!, finalAccuracy: 0.999 } };
    const tally = tallyOf([better, record, newRecord(record.job), { ...record, status: 'failed', summary: null }]);
    expect(tally).toMatchObject({ jobs: 4, finished: 2, failed: 1, cancelled: 0 });
    expect(tally.accuracy).toEqual({ lowest: dtcStep(record.steps.at(-1)).testAccuracy, highest: 0.999 });
    expect(tally.seconds).toBeCloseTo(3 * 0.03, 9);
    // The steps of a job that was paused say how long it took to come to its end, the job itself how long it worked.
    const paused = { ...record, steps: record.steps.map((step) => ({ ...step, seconds: 60 })) };
    expect(tallyOf([paused]).seconds).toBe(record.seconds);
    expect(tallyOf([{ ...paused, status: 'running', seconds: 0 }]).seconds).toBe(60 * record.steps.length);
    expect(tallyOf([newRecord(record.job)]).accuracy).toBeNull();
  });

  it('has ids that sort by time and are never the same twice', () => {
    const time = fc.integer({ min: Date.parse('2020-01-01'), max: Date.parse('2059-01-01') });
    fc.assert(fc.property(time, time, (a, b) => a === b || newRunId(a) < newRunId(b) === a < b));
    expect(new Set(Array.from({ length: 1000 }, () => newRunId(5))).size).toBe(1000);
  });
});
