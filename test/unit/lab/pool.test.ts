import { dtcStep } from '../support/dtc.ts';
import { afterEach, describe, expect, it } from 'vitest';
import { JobPool, workerLimit, type PoolOptions } from '../../../src/lab/pool.ts';
import type { JobEvent, RunOptions } from '../../../src/study/events.ts';
import { jobSchema, type Job } from '../../../src/study/schema.ts';
import { endThreads, seeds, spawnThread, threadsRunning, until, type Thread } from './job-threads.ts';

afterEach(endThreads);

const job = (seed: number): Job => jobSchema.parse({ seed, model: { hidden: [32] }, compression: { share: 0.3, batchesPerCycle: 10 } });
const wasm: RunOptions = { backend: 'wasm', dataUrl: '/data/' };

/** A pool, and what it has told of each job. */
function pooled(options: Partial<PoolOptions<Thread>> = {}) {
  const events: JobEvent[][] = [];
  const pool = new JobPool<Thread>({
    spawn: spawnThread,
    cores: 2,
    onEvents: (index, more) => {
      events[index] = [...(events[index] ?? []), ...more];
    },
    ...options,
  });
  const statuses = (index: number): string[] =>
    (events[index] ?? []).flatMap((event) =>
      event.type === 'status' ? [event.status] : event.type === 'finished' || event.type === 'failed' ? [event.type] : [],
    );
  const ended = (): Promise<void> => until(() => !pool.working, 'all jobs have ended');
  const failure = (index: number) => (events[index] ?? []).find((event) => event.type === 'failed')?.error;
  return { pool, events, statuses, ended, failure };
}

describe('running', () => {
  it('runs every job to its end, with its events in order, on as many workers as there are cores', async () => {
    const { pool, events, statuses, ended } = pooled();
    pool.start([job(1), job(2), job(3), job(4), job(5)], wasm);
    expect(pool.busy).toBe(2);
    await ended();
    expect(pool.workers.length).toBe(2);
    for (const index of [0, 1, 2, 3, 4]) {
      expect(statuses(index)).toEqual(['loading', 'running', 'finished']);
      const steps = events[index].flatMap((event) => (event.type === 'step' ? [dtcStep(event.step).neurons] : []));
      // 32 → ceil(0.7·31) = 22 → 15 → 10
      expect(steps).toEqual([22, 15, 10]);
    }
    pool.dispose();
    await until(() => threadsRunning() === 0, 'the workers have ended');
  });

  it('makes no more workers than there are jobs', async () => {
    const { pool, ended } = pooled({ cores: 8 });
    pool.start([job(1)], wasm);
    await ended();
    expect(pool.workers.length).toBe(1);
  });

  it('runs one job at a time on a GPU', async () => {
    const { pool, statuses, ended } = pooled();
    pool.start([job(1), job(2), job(3)], { ...wasm, backend: 'webgpu' });
    await ended();
    expect(pool.workers.length).toBe(1);
    expect(statuses(2)).toEqual(['loading', 'running', 'finished']);
  });

  it('begins with one worker where it is not known what computes, and then takes more', async () => {
    const { pool, ended } = pooled();
    pool.start([job(seeds.slow), job(seeds.slow + 1), job(3)], { ...wasm, backend: 'auto' });
    expect(pool.busy).toBe(1);
    await until(() => pool.busy === 2, 'a second worker has a job');
    await ended();
  });

  it('uses its workers again', async () => {
    const { pool, ended } = pooled();
    pool.start([job(1), job(2)], wasm);
    await ended();
    const before = pool.workers;
    pool.start([job(3), job(4)], wasm);
    await ended();
    expect(pool.workers).toEqual(before);
    expect(() => {
      pool.start([job(5)], wasm);
      pool.start([job(6)], wasm);
    }).toThrow(/still running/u);
    await ended();
  });

  it('knows how many workers suit a machine', () => {
    expect([0, 1, 4, 64].map(workerLimit)).toEqual([1, 1, 4, 8]);
  });
});

describe('pausing', () => {
  it('holds running jobs, begins no other, and goes on', async () => {
    const { pool, statuses, ended } = pooled({ cores: 1 });
    pool.start([job(seeds.slow), job(2)], wasm);
    await until(() => statuses(0).includes('running'), 'the first job runs');
    pool.pause();
    await until(() => statuses(0).includes('paused'), 'it is paused');
    expect(pool.working).toBe(true);
    expect(statuses(1)).toEqual([]);
    pool.resume();
    await ended();
    expect(statuses(0)).toEqual(['loading', 'running', 'paused', 'running', 'finished']);
    expect(statuses(1)).toEqual(['loading', 'running', 'finished']);
  });
});

describe('cancelling', () => {
  it('cancels waiting jobs at once and running ones when they say so', async () => {
    const { pool, statuses, ended } = pooled({ cores: 1 });
    pool.start([job(seeds.slow), job(2)], wasm);
    await until(() => statuses(0).includes('running'), 'the first job runs');
    pool.cancel();
    expect(statuses(1)).toEqual(['cancelled']);
    await ended();
    expect(statuses(0)).toEqual(['loading', 'running', 'cancelled']);
    expect(pool.workers.length).toBe(1);
  });

  it('cancels a paused job', async () => {
    const { pool, statuses, ended } = pooled({ cores: 1 });
    pool.start([job(seeds.slow)], wasm);
    await until(() => statuses(0).includes('running'), 'it runs');
    pool.pause();
    await until(() => statuses(0).includes('paused'), 'it is paused');
    pool.cancel();
    await ended();
    expect(statuses(0).at(-1)).toBe('cancelled');
  });

  it('ends a worker that does not stop, and marks its job cancelled', async () => {
    const { pool, statuses, ended } = pooled({ cores: 1 });
    pool.start([job(seeds.ignoresCancel)], wasm);
    await until(() => statuses(0).includes('running'), 'it runs');
    const [worker] = pool.workers;
    pool.cancel();
    await ended();
    await worker.gone;
    expect(statuses(0)).toEqual(['loading', 'running', 'cancelled']);
    expect(pool.workers).toEqual([]);
  });
});

describe('failing', () => {
  it('a job that fails takes no other with it', async () => {
    const { pool, statuses, ended, failure } = pooled();
    pool.start([job(1), job(seeds.fails), job(seeds.throws), job(4)], wasm);
    await ended();
    expect([0, 1, 2, 3].map((index) => statuses(index).at(-1))).toEqual(['finished', 'failed', 'failed', 'finished']);
    expect(failure(1)).toEqual({ kind: 'diverged', message: 'The loss became infinite.' });
    expect(failure(2)).toMatchObject({
      kind: 'internal',
      message: expect.stringContaining('no such tensor'),
      stack: expect.stringContaining('job-thread.mjs'),
    });
  });

  it('a worker that crashes is reported with its error, and its job can be run again', async () => {
    const { pool, events, statuses, ended, failure } = pooled();
    pool.start([job(seeds.crashes), job(seeds.slow)], wasm);
    await ended();
    expect(failure(0)?.kind).toBe('worker');
    expect(failure(0)?.message).toMatch(/stopped with an error: out of ideas.*Run the job again/u);
    expect(statuses(1).at(-1)).toBe('finished');
    events[0] = [];
    pool.retry({ index: 0, job: job(1) });
    await ended();
    expect(statuses(0)).toEqual(['loading', 'running', 'finished']);
  });

  it('a worker that was ended without a word is noticed by its silence', async () => {
    const { pool, statuses, ended, failure } = pooled({ cores: 1, askEveryMs: 100 });
    pool.start([job(seeds.slow), job(2)], wasm);
    await until(() => statuses(0).includes('running'), 'it runs');
    pool.workers[0].terminate();
    await ended();
    expect(failure(0)).toMatchObject({ kind: 'worker', message: expect.stringContaining('no sign of life') });
    // What waited was run by another worker.
    expect(statuses(1).at(-1)).toBe('finished');
  });

  it('a worker that never answers at all is given up as well', async () => {
    const { pool, ended, failure } = pooled({ cores: 1, askEveryMs: 100 });
    pool.start([job(seeds.vanishes)], wasm);
    await ended();
    expect(failure(0)?.kind).toBe('worker');
  });

  it('a paused worker is not taken for a dead one', async () => {
    const { pool, statuses, ended } = pooled({ cores: 1, askEveryMs: 100 });
    pool.start([job(seeds.slow)], wasm);
    await until(() => statuses(0).includes('running'), 'it runs');
    pool.pause();
    await until(() => statuses(0).includes('paused'), 'it is paused');
    await new Promise((resolve) => setTimeout(resolve, 800));
    expect(statuses(0).at(-1)).toBe('paused');
    pool.resume();
    await ended();
    expect(statuses(0).at(-1)).toBe('finished');
  });

  it('a worker that does not say how a job ended', async () => {
    const { pool, ended, failure } = pooled();
    pool.start([job(seeds.saysNoEnd)], wasm);
    await ended();
    expect(failure(0)).toMatchObject({ kind: 'internal', message: expect.stringContaining('without saying') });
  });

  it('workers that cannot be made', async () => {
    const { pool, statuses, ended, failure } = pooled({
      spawn: () => {
        throw new Error('blocked by policy');
      },
    });
    pool.start([job(1), job(2)], wasm);
    await ended();
    expect([statuses(0), statuses(1)]).toEqual([['failed'], ['failed']]);
    expect(failure(0)).toMatchObject({ kind: 'worker', message: expect.stringContaining('blocked by policy') });
  });

  it.each([['losesDevice'], ['losesMemory']] as const)('a worker that %s is not used again: what waited runs in a new one', async (how) => {
    const { pool, events, statuses, ended, failure } = pooled({ cores: 1 });
    pool.start([job(1), job(seeds[how]), job(2), job(3)], wasm);
    const [first] = pool.workers;
    await ended();
    expect([0, 1, 2, 3].map((index) => statuses(index).at(-1))).toEqual(['finished', 'failed', 'finished', 'finished']);
    expect(failure(1)?.kind).toBe(how === 'losesDevice' ? 'backend' : 'internal');
    await first.gone;
    expect(pool.workers).not.toContain(first);
    events[1] = [];
    pool.retry({ index: 1, job: job(4) });
    await ended();
    expect(statuses(1).at(-1)).toBe('finished');
  });

  it('a worker whose job diverged is used again', async () => {
    const { pool, ended } = pooled({ cores: 1 });
    pool.start([job(seeds.fails), job(2)], wasm);
    const before = pool.workers;
    await ended();
    expect(pool.workers).toEqual(before);
  });

  it('a job that the page gives up', async () => {
    const { pool, statuses, ended, failure } = pooled({ cores: 1 });
    pool.start([job(seeds.slow), job(2)], wasm);
    await until(() => statuses(0).includes('running'), 'it runs');
    pool.abandon(0, { kind: 'internal', message: 'It contradicts itself.' });
    await ended();
    expect(failure(0)?.message).toBe('It contradicts itself.');
    expect(statuses(1).at(-1)).toBe('finished');
  });
});
