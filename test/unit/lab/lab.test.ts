import { readLink } from '../../../src/lab/link.ts';
import type { DtcRun } from '../../../src/study/families/dtc/run.ts';
import { dtcJob, dtcStep } from '../support/dtc.ts';
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { createLab } from '../../../src/lab/create-lab.ts';
import { resultText } from '../../../src/lab/result-file.ts';
import type { KeyValueStorage } from '../../../src/lab/storage.ts';
import { presets } from '../../../src/study/presets.ts';
import { resultSchema } from '../../../src/study/records.ts';
import { canonicalJson } from '../../../src/study/schema.ts';
import { endThreads, seeds, spawnThread, until } from './job-threads.ts';

afterEach(endThreads);

const fixture = readFileSync(new URL('../../reference/links/v1/one-run.txt', import.meta.url), 'utf8').trim();

/** Storage that keeps things in a Map; one that refuses everything behaves as a full or blocked one. */
class MapStorage implements KeyValueStorage {
  readonly items: Map<string, string>;
  refusing = false;

  constructor(items: Record<string, string> = {}) {
    this.items = new Map(Object.entries(items));
  }

  getItem(key: string): string | null {
    if (this.refusing) throw new DOMException('The operation is insecure.', 'SecurityError');
    return this.items.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    if (this.refusing) throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
    this.items.set(key, value);
  }

  removeItem(key: string): void {
    this.items.delete(key);
  }
}

function opened(storage: KeyValueStorage | null = null) {
  let time = Date.parse('2026-11-21T12:00:00Z');
  const lab = createLab({
    spawn: spawnThread,
    cores: 2,
    storage,
    dataUrl: () => 'http://localhost/data/',
    pageUrl: () => 'http://localhost/lab/#old',
    now: () => (time += 10_000),
  });
  const state = lab.store.getState;
  const ended = (): Promise<void> => until(() => !['running', 'paused'].includes(state().run.status), 'the run has ended');
  /** A study that the threads run: methods and seeds as jobs. */
  const choose = (...values: number[]): void => {
    lab.actions.setSetting('model.hidden', [32]);
    lab.actions.setSetting('compression.share', 0.3);
    lab.actions.setAxis('compression.method', ['random']);
    lab.actions.setAxis('seed', values);
  };
  return { ...lab, state, ended, choose };
}

describe('the study on the form', () => {
  it('begins with the first preset, and is edited, undone and redone', () => {
    const { state, actions } = opened();
    expect(state().study).toEqual(presets()[0].study);
    expect([state().canUndo, state().canRedo]).toEqual([false, false]);
    actions.setSetting('compression.lambda', 5);
    actions.choosePreset('dtc-quick');
    actions.rename('Mine');
    expect(state().study).toMatchObject({ name: 'Mine', preset: 'dtc-quick' });
    actions.undo();
    actions.undo();
    expect(dtcJob(state().study.job).compression.lambda).toBe(5);
    expect([state().canUndo, state().canRedo]).toEqual([true, true]);
    actions.redo();
    expect(state().study.preset).toBe('dtc-quick');
    expect(() => actions.setSetting('compression.lambda', -1)).toThrow(RangeError);
    expect(() => actions.choosePreset('no such')).toThrow(/no preset/u);
    expect(state().study.preset).toBe('dtc-quick');
  });

  it('is there again at the next visit, with the backend', () => {
    const storage = new MapStorage();
    const first = opened(storage);
    first.actions.setSetting('compression.lambda', 5);
    first.actions.setBackend('cpu');
    const second = opened(storage);
    expect(second.state().study).toEqual(first.state().study);
    expect(second.state().backend).toBe('cpu');
    expect(second.state().notices).toEqual([]);
  });

  it('falls back to the default, with a notice, where what was kept cannot be used', () => {
    for (const bad of ['{', '{"name":""}', '{"name":"A","__proto__":{}}', '{"name":"A","job":{"model":{"hidden":[99999]}}}']) {
      const storage = new MapStorage({ 'parsimony.study': bad, 'parsimony.preferences': '{"backend":"quantum"}' });
      const { state } = opened(storage);
      expect(state().study).toEqual(presets()[0].study);
      expect(state().backend).toBe('auto');
      expect(state().notices.map(({ kind, message }) => [kind, message.includes('default')])).toEqual([
        ['notice', true],
        ['notice', true],
      ]);
      expect(opened(storage).state().notices).toEqual([]);
    }
  });

  it('works where nothing can be kept', () => {
    const storage = new MapStorage();
    storage.refusing = true;
    const { state, actions } = opened(storage);
    actions.setSetting('compression.lambda', 5);
    expect(dtcJob(state().study.job).compression.lambda).toBe(5);
    expect(state().notices).toEqual([]);
  });
});

describe('a run', () => {
  it('goes through its states and leaves a result', async () => {
    const { state, actions, ended, choose, store } = opened();
    expect(actions.result()).toBeNull();
    // What is left is the study on the form, without results.
    expect(await actions.shareLink()).toMatchObject({ hasResults: false, tooLong: false });
    choose(1, 2, 3);
    const statuses = new Set<string>();
    const shares: number[] = [];
    store.subscribe(({ run }) => {
      statuses.add(run.status);
      shares.push(run.share);
    });
    actions.run();
    expect(state().run).toMatchObject({ status: 'running', study: state().study, share: 0 });
    actions.setSetting('compression.lambda', 9);
    await ended();
    const { run } = state();
    expect([...statuses]).toEqual(['running', 'finished']);
    expect(shares.every((share, index) => index === 0 || share >= shares[index - 1])).toBe(true);
    expect(run).toMatchObject({ status: 'finished', share: 1, secondsLeft: 0, stepsPerSecond: 0, backendReason: 'There is no other.' });
    expect(run.study && dtcJob(run.study.job).compression.lambda).toBe(0.3);
    expect(run.environment?.device).toBe('a thread');
    expect(run.jobs.map(({ record }) => [record.status, record.steps.length])).toEqual([
      ['finished', 3],
      ['finished', 3],
      ['finished', 3],
    ]);
    const result = actions.result();
    expect(resultSchema.parse(JSON.parse(resultText(result!)))).toEqual(result);
    expect(result?.records[0].startedAt).toMatch(/^2026-11-21T12:/u);
  });

  it('trains once what computes the same, tells it of each of the jobs, and runs each by itself again', async () => {
    const { state, actions, ended, choose } = opened();
    choose(1, seeds.slow);
    // Random pruning knows no λ.
    actions.setAxis('compression.lambda', [0.3, 3, 9]);
    actions.setAxis('seed', [1, seeds.slow]);
    actions.run();
    await ended();
    const told = () =>
      state().run.jobs.map(({ record }) => ({
        seed: record.job.seed,
        status: record.status,
        steps: record.steps,
        losses: record.losses,
        seconds: record.seconds,
      }));
    for (const seed of [1, seeds.slow]) {
      const [first, ...others] = told().filter((job) => job.seed === seed);
      expect(first).toMatchObject({ status: 'finished' });
      expect(first.steps.length).toBe(3);
      expect(others).toEqual([first, first]);
    }
    expect(new Set(state().run.jobs.map(({ record }) => dtcJob(record.job).compression.lambda))).toEqual(new Set([0.3, 3, 9]));
    // Cancelled with what they are trained with, run again each alone.
    actions.setSetting('model.hidden', [1024]);
    actions.setAxis('seed', [seeds.slow]);
    actions.run();
    await until(() => state().run.jobs[0].record.status === 'running', 'a job runs');
    expect(state().run.workers).toBe(1);
    actions.cancelJob(2);
    await ended();
    expect(state().run.jobs.map(({ record }) => record.status)).toEqual(['cancelled', 'cancelled', 'cancelled']);
    actions.retryJob(0);
    await ended();
    expect(state().run.jobs.map(({ record }) => record.status)).toEqual(['finished', 'cancelled', 'cancelled']);
    actions.retryJob(2);
    await ended();
    expect(state().run.jobs.map(({ record }) => record.status)).toEqual(['finished', 'cancelled', 'finished']);
  });

  it('leaves jobs that an event does not concern as they are', async () => {
    const { state, actions, ended, choose } = opened();
    choose(1, 2, seeds.slow);
    actions.run();
    await until(() => state().run.jobs[0].record.status === 'finished', 'the first job has finished');
    const [first] = state().run.jobs;
    await ended();
    expect(state().run.jobs[0]).toBe(first);
  });

  it('pauses, resumes and is cancelled', async () => {
    const { state, actions, ended, choose } = opened();
    choose(seeds.slow, seeds.slow + 1, 3);
    // Twelve cycles of 50 ms: long enough to be seen running between two looks.
    actions.setSetting('model.hidden', [1024]);
    actions.run();
    await until(() => state().run.jobs[0].record.status === 'running', 'a job runs');
    actions.pause();
    expect(state().run.status).toBe('paused');
    await until(() => state().run.jobs[0].record.status === 'paused', 'it is paused');
    actions.run();
    expect(state().notices.at(-1)?.message).toContain('A study is running');
    actions.resume();
    expect(state().run.status).toBe('running');
    await until(() => state().run.jobs[0].record.status === 'running', 'it runs again');
    actions.cancel();
    expect(state().run.jobs[2].record.status).toBe('cancelled');
    await ended();
    expect(state().run.status).toBe('cancelled');
    expect(state().run.jobs.map(({ record }) => record.status)).toEqual(['cancelled', 'cancelled', 'cancelled']);
    actions.retryJob(2);
    await ended();
    expect(state().run.jobs[2].record.status).toBe('finished');
    expect(() => actions.retryJob(2)).toThrow(/finished cannot become queued/u);
    expect(() => actions.retryJob(9)).toThrow(RangeError);
  });

  it('tells of failures with a way to run the job again, and keeps the others', async () => {
    const { state, actions, ended, choose } = opened();
    choose(seeds.fails, 2, seeds.crashes);
    actions.run();
    await ended();
    const { run, notices } = state();
    expect(run.status).toBe('failed');
    expect(run.jobs.map(({ record }) => record.status)).toEqual(['failed', 'finished', 'failed']);
    expect(run.jobs[2].record.error?.kind).toBe('worker');
    // In full with the jobs, once and shortly above the page.
    expect(run.jobs[0].record.error?.message).toContain('infinite');
    expect(notices.filter(({ kind }) => kind === 'error').map(({ message }) => message)).toEqual([expect.stringContaining('failed')]);
    const failure = notices.find(({ kind }) => kind === 'error');
    expect(failure).toMatchObject({ message: expect.not.stringContaining('infinite'), action: { title: 'Run what failed again' } });
    failure?.action?.run();
    expect(state().run).toMatchObject({ status: 'running' });
    for (const index of [0, 2]) expect(state().run.jobs[index].record).toMatchObject({ error: null });
    expect(state().run.jobs[0].record.steps).toEqual([]);
    await ended();
    expect(state().notices.length).toBe(1);
    // A new run has failures of its own.
    choose(2);
    actions.run();
    await ended();
    expect(state().notices).toEqual([]);
  });

  it('goes on where it was with a job whose worker died', async () => {
    const { state, actions, ended, choose } = opened();
    choose(5, seeds.crashesOnce);
    actions.run();
    await ended();
    expect(state().run.jobs.map(({ record }) => record.status)).toEqual(['finished', 'failed']);
    const { steps } = state().run.jobs[1].record;
    expect(steps.length).toBe(2);
    actions.retryJob(1);
    expect(state().run.jobs[1].record).toMatchObject({
      status: 'queued',
      error: null,
      steps,
      losses: steps.map((step) => dtcStep(step).trainLoss),
    });
    await ended();
    expect(state().run.status).toBe('finished');
    expect(state().run.jobs[1].record.steps.map((step) => dtcStep(step).cycle)).toEqual([0, 1, 2]);
    expect(state().run.jobs[1].record.losses.length).toBe(3);
  });

  it('is extended by added seeds: what had finished is taken as it is, and the run stays the same one', async () => {
    const { state, actions, ended, choose } = opened();
    choose(1, 2);
    actions.run();
    await ended();
    const { id, jobs } = state().run;
    choose(2, 3, 1);
    actions.extend();
    expect(state().run.jobs.map(({ record }) => record.status)).toEqual(['finished', 'queued', 'finished']);
    expect(state().run.status).toBe('running');
    await ended();
    expect(state().run.id).toBe(id);
    expect(state().run.jobs.map(({ record }) => [record.job.seed, record.status])).toEqual([
      [2, 'finished'],
      [3, 'finished'],
      [1, 'finished'],
    ]);
    expect([state().run.jobs[0].record, state().run.jobs[2].record]).toEqual([jobs[1].record, jobs[0].record]);
    // A study that leaves one of its jobs out is another run.
    choose(1, 4);
    actions.extend();
    await ended();
    expect(state().run.id).not.toBe(id);
    expect(state().run.jobs[0].record).toEqual(jobs[0].record);
  });

  it('takes no job from another study, from another version, or that did not finish', async () => {
    const { state, actions, ended, choose, store } = opened();
    choose(seeds.fails, 2, 3);
    actions.run();
    await ended();
    const { run } = state();
    store.setState({
      run: {
        ...run,
        jobs: run.jobs.map((job, index) =>
          index < 2 ? job : { ...job, record: { ...job.record, environment: { ...job.record.environment!, engine: '0.0.1' } } },
        ),
      },
    });
    actions.extend();
    expect(state().run.jobs.map(({ record }) => record.status)).toEqual(['queued', 'finished', 'queued']);
    await ended();
    actions.setSetting('compression.share', 0.4);
    actions.extend();
    expect(state().run.jobs.map(({ record }) => record.status)).toEqual(['queued', 'queued', 'queued']);
    await ended();
  });

  it('goes on when one job is cancelled, waiting or running, and runs what did not finish again', async () => {
    const { state, actions, ended, choose } = opened();
    choose(seeds.slow, 2, seeds.slow + 1);
    actions.setSetting('model.hidden', [1024]);
    actions.run();
    actions.cancelJob(2);
    expect(state().run.jobs[2].record.status).toBe('cancelled');
    await until(() => state().run.jobs[0].record.status === 'running', 'the first job runs');
    actions.cancelJob(0);
    await ended();
    expect(state().run.jobs.map(({ record }) => record.status)).toEqual(['cancelled', 'finished', 'cancelled']);
    actions.cancelJob(1);
    expect(state().run.jobs[1].record.status).toBe('finished');
    actions.retryUnfinished();
    await ended();
    expect(state().run.status).toBe('finished');
  });

  it('ends a job whose worker contradicts itself', async () => {
    const { state, actions, ended, choose } = opened();
    choose(seeds.contradictsItself, 2);
    actions.run();
    await ended();
    expect(state().run.jobs[0].record).toMatchObject({ status: 'failed', error: { kind: 'internal' } });
    expect(state().run.jobs[1].record.status).toBe('finished');
  });

  it('teaches how long a study takes', async () => {
    const storage = new MapStorage();
    const { state, actions, ended, choose, estimate } = opened(storage);
    choose(1, 2);
    expect(estimate(state().study)).toMatchObject({ jobs: 2, trainingSteps: 2 * 3 * 200, seconds: null });
    // Two workers with 70,000 digits each, and next to it a network of 32 neurons and what scripts hold of it.
    expect(estimate(state().study).bytes / (2 * 70_000 * 784)).toBeGreaterThan(1);
    expect(estimate(state().study).bytes / (2 * 70_000 * 784)).toBeLessThan(1.2);
    actions.run();
    await ended();
    // Each job told 0.03 s; two run side by side, after a second in which workers start, and a tenth of a microsecond for each byte of data.
    const start = 1 + 70_000 * 784 * 1e-7;
    expect(estimate(state().study).seconds).toBeCloseTo(start + 0.03, 6);
    expect(opened(storage).estimate(state().study).seconds).toBeCloseTo(start + 0.03, 6);
  });
});

it('a study that would take months is refused before anything starts, by setting, limit and estimate', async () => {
  const { state, actions, ended, choose, pool } = opened(new MapStorage());
  choose(1);
  actions.run();
  await ended();
  // A unit of work took so long that the next study takes years.
  actions.setSetting('compression.batchesPerCycle', 20_000);
  actions.setSetting('model.hidden', [4096, 4096, 4096]);
  actions.setSetting('training.batchSize', 8192);
  actions.setAxis(
    'seed',
    Array.from({ length: 1000 }, (_, seed) => seed),
  );
  const before = state().run;
  actions.run();
  const [notice] = state().notices.slice(-1);
  expect(notice).toMatchObject({
    kind: 'error',
    message: expect.stringMatching(
      /would take about [\d,]+ days here, [\d,]+ training steps in 1,000 jobs; more than 30 days are not begun\. Lower “Batches per cycle” \(compression\.batchesPerCycle\), which is 20,000/u,
    ),
  });
  expect([state().run, pool.working]).toEqual([before, false]);
});

describe('shared results', () => {
  it('open from a link without running anything, and put their study on the form', async () => {
    const { state, actions, pool } = opened();
    const before = state().study;
    await actions.openLink(`#${fixture}`);
    expect(state().shared).toMatchObject({ source: 'link', name: 'One run', verdict: null, environment: null });
    expect((state().shared!.runs[0] as DtcRun).points.length).toBeGreaterThan(5);
    expect(state().study).toEqual(state().shared?.study);
    expect(state().run.status).toBe('idle');
    expect(pool.workers).toEqual([]);
    actions.undo();
    expect(state().study).toEqual(before);
    // A shared result can be passed on as it came.
    // What is shared on is written in the present form, and holds the same.
    const { url } = await actions.shareLink();
    expect(url).toMatch(/#r=3\./u);
    expect(await readLink(new URL(url).hash)).toEqual(await readLink(fixture));
    actions.closeShared();
    expect(state().shared).toBeNull();
    // What is left is the study on the form, without results.
    expect(await actions.shareLink()).toMatchObject({ hasResults: false, tooLong: false });
  });

  it('are refused with a notice, and nothing changes', async () => {
    const { state, actions } = opened();
    const before = state().study;
    await actions.openLink('#r=1.nonsense');
    await actions.openFile(new File(['{"format":"other"}'], 'x.json'));
    expect(state().notices.map(({ kind }) => kind)).toEqual(['error', 'error']);
    expect(state().notices[1].message).toContain('x.json is no result file');
    expect(state()).toMatchObject({ shared: null, study: before });
  });

  it('are reproduced and compared, from a link of one lab to another', async () => {
    const first = opened();
    first.choose(1, 2);
    first.actions.run();
    await first.ended();
    const link = await first.actions.shareLink();
    expect(link).toMatchObject({ tooLong: false, characters: link.url.length });
    expect(link.url).toMatch(/^http:\/\/localhost\/lab\/#r=3\.[\w-]+$/u);

    const second = opened();
    await second.actions.openLink(new URL(link.url).hash);
    second.actions.reproduce();
    await until(() => second.state().shared?.verdict !== null, 'there is a verdict');
    expect(second.state().shared?.verdict?.kind).toBe('identical');
    expect(second.state().run.status).toBe('finished');

    // Another study compares nothing, and leaves the verdict.
    second.choose(1, 2, 3);
    second.actions.run();
    await second.ended();
    expect(second.state().shared?.verdict?.kind).toBe('identical');
  });

  it('are compared from a file as well, and found different where they are', async () => {
    const first = opened();
    first.choose(1);
    first.actions.run();
    await first.ended();
    const result = structuredClone(first.actions.result()!) as unknown as { records: { steps: { testAccuracy: number }[] }[] };
    result.records[0].steps[1].testAccuracy = 0.5;
    const second = opened();
    await second.actions.openFile(new File([JSON.stringify(result)], 'mine.json'));
    expect(second.state().shared).toMatchObject({ source: 'file', name: 'mine.json' });
    expect(second.state().shared?.runs[0].steps?.length).toBe(3);
    second.actions.reproduce();
    await until(() => second.state().shared?.verdict !== null, 'there is a verdict');
    expect(second.state().shared?.verdict).toMatchObject({ kind: 'different', text: expect.stringContaining('at cycle 1') });
  });

  it('of a study that was not run, or without its curves, are that study on the form, and said', async () => {
    const first = opened();
    first.choose(7, 8);
    const link = await first.actions.shareLink();
    const second = opened();
    await second.actions.openLink(new URL(link.url).hash);
    expect(second.state().study).toEqual(first.state().study);
    expect(second.state().shared).toBeNull();
    expect(second.state().notices.map(({ message }) => message)).toEqual([
      `“${first.state().study.name}” came as a study, without results. It is on the form: press Run to compute it here.`,
    ]);
  });

  it('without any figures are said to be so when they are reproduced, and not passed over', async () => {
    const first = opened();
    first.choose(1);
    first.actions.run();
    await first.ended();
    const bare = structuredClone(first.actions.result()!) as unknown as { records: Record<string, unknown>[] };
    bare.records = bare.records.map((record) => ({ ...record, status: 'queued', steps: [], losses: [], summary: null }));
    const second = opened();
    await second.actions.openFile(new File([JSON.stringify(bare)], 'bare.json'));
    second.actions.reproduce();
    await until(() => second.state().shared?.verdict !== null, 'there is a verdict');
    expect(second.state().shared?.verdict).toMatchObject({
      kind: 'none',
      text: expect.stringMatching(/^Not compared: the shared result holds its settings and no figures/u),
    });
  });

  it('too long for a link say so', async () => {
    const lab = opened();
    lab.choose(...Array.from({ length: 200 }, (_, index) => index));
    lab.actions.run();
    await lab.ended();
    const link = await lab.actions.shareLink();
    expect(link?.tooLong).toBe(true);
    expect(link?.characters).toBeGreaterThan(8000);
    const other = opened();
    await other.actions.openLink(new URL(link.url).hash);
    expect(canonicalJson(other.state().shared?.study)).toBe(canonicalJson(lab.state().run.study));
  });
});

it('cycles under the pointer and chosen ones are kept apart', () => {
  const { state, actions } = opened();
  actions.hoverCycle(3);
  actions.chooseCycle(5);
  expect(state()).toMatchObject({ hoveredCycle: 3, chosenCycle: 5 });
  actions.hoverCycle(null);
  expect(state()).toMatchObject({ hoveredCycle: null, chosenCycle: 5 });
});
