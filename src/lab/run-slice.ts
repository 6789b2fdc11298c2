/** The run: starting a study's jobs, steering them, and showing what they tell at most ten times a second. */
import type { BackendName, JobEvent } from '../study/events.ts';
import { jobsOf } from '../study/schema.ts';
import type { JobState, RunState } from './contract.ts';
import type { WorkerLike } from './job-client.ts';
import { hasEnded, nextStatus } from './job-machine.ts';
import { applyEvents, newJobState } from './job-state.ts';
import type { Access, LabSurroundings, Slice } from './lab-type.ts';
import { JobPool } from './pool.ts';
import { runSecondsLeft, runShare, runSpeed, runStatus, smoothLeft } from './progress.ts';
import type { Kept } from './storage.ts';
import { workOf } from './work.ts';

/** Milliseconds between two changes of what is shown. */
const SHOW_EVERY_MS = 100;

export interface RunSlice<W extends WorkerLike> extends Slice<'run', 'run' | 'pause' | 'resume' | 'cancel' | 'retryJob'> {
  readonly pool: JobPool<W>;
}

export const idleRun: RunState = {
  status: 'idle',
  study: null,
  jobs: [],
  workers: 0,
  environment: null,
  backendReason: null,
  stepsPerSecond: 0,
  secondsLeft: null,
  share: 0,
};

/** @param onEnd called when no job of the run goes on or waits any more */
export function runSlice<W extends WorkerLike>(
  { get, set, notify }: Access,
  surroundings: LabSurroundings<W>,
  kept: Kept,
  onEnd: () => void,
): RunSlice<W> {
  let waiting: { readonly index: number; readonly events: readonly JobEvent[] }[] = [];
  let timer: ReturnType<typeof setTimeout> | null = null;
  let shownAt = -Infinity;
  let paused = false;
  /** Messages of failures that the present run has told. */
  const failures = new Set<string>();

  const pool = new JobPool<W>({
    spawn: surroundings.spawn,
    cores: surroundings.cores,
    onEvents(index, events) {
      waiting.push({ index, events });
      const wait = SHOW_EVERY_MS - (performance.now() - shownAt);
      timer ??= setTimeout(show, Math.max(0, wait));
    },
  });

  function show(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const batch = waiting;
    waiting = [];
    const before = get().run;
    const jobs = [...before.jobs];
    let { environment, backendReason } = before;
    for (const { index, events } of batch) {
      jobs[index] = advance(jobs[index], index, events);
      for (const event of events) {
        if (event.type === 'environment') ({ environment, reason: backendReason } = event);
        if (event.type === 'notice') notify({ kind: 'notice', message: event.message });
        if (event.type === 'finished') learn(jobs[index], event.seconds);
        if (event.type === 'failed') tellFailure(event.error.message);
      }
    }
    update({ jobs, environment, backendReason });
  }

  /** A job after events. An event that cannot be ends the job rather than the page. */
  function advance(job: JobState, index: number, events: readonly JobEvent[]): JobState {
    const now = new Date(surroundings.now()).toISOString();
    try {
      return applyEvents(job, events, now);
    } catch (error) {
      const message = `The worker of this job told something that cannot be: ${error instanceof Error ? error.message : String(error)} Run the job again.`;
      const { record } = job;
      pool.abandon(index, { kind: 'internal', message });
      return hasEnded(record.status) ? job : { ...job, record: { ...record, status: 'failed', error: { kind: 'internal', message } } };
    }
  }

  function update(change: Partial<RunState>): void {
    const before = get().run;
    const run = { ...before, ...change };
    const status = runStatus(run.jobs, paused);
    const going = status === 'running' || status === 'paused';
    const workers = Math.max(1, Math.min(pool.limit, run.jobs.length));
    const now = performance.now();
    const goneBy = Number.isFinite(shownAt) && status === 'running' ? (now - shownAt) / 1000 : 0;
    shownAt = now;
    set({
      run: {
        ...run,
        status,
        workers: run.jobs.length === 0 ? 0 : workers,
        stepsPerSecond: status === 'running' ? runSpeed(run.jobs) : 0,
        secondsLeft: going ? smoothLeft(run.secondsLeft, goneBy, runSecondsLeft(run.jobs, workers)) : 0,
        share: runShare(run.jobs),
      },
    });
    if (!going && (before.status === 'running' || before.status === 'paused')) onEnd();
  }

  /** Keeps the pace of this machine, for estimates. */
  function learn({ record }: JobState, seconds: number): void {
    const backend: BackendName | undefined = record.environment?.backend;
    const { total } = workOf(record.job);
    if (backend && seconds > 0 && total > 0) kept.keepRates({ ...kept.rates(), [backend]: seconds / total });
  }

  /** One notice for all jobs that failed in the same way; its button runs all of them again. */
  function tellFailure(message: string): void {
    failures.add(message);
    const retry = (): void => {
      for (const [index, { record }] of get().run.jobs.entries()) {
        if (record.status === 'failed' && record.error?.message === message) retryJob(index);
      }
    };
    notify({ kind: 'error', message, action: { title: 'Run it again', run: retry } });
  }

  function forgetFailures(): void {
    const notices = get().notices.filter(({ message }) => !failures.has(message));
    failures.clear();
    if (notices.length < get().notices.length) set({ notices });
  }

  function retryJob(index: number): void {
    const { jobs } = get().run;
    const job = jobs[index];
    if (!job) throw new RangeError(`The run has no job ${index}; it has ${jobs.length}.`);
    nextStatus(job.record.status, 'queued');
    // A run that had ended goes on, and a pause that was asked for does not outlast it.
    if (!pool.working) paused = false;
    update({ jobs: jobs.with(index, newJobState(job.record.job)) });
    pool.retry({ index, job: job.record.job });
  }

  return {
    pool,
    state: { run: idleRun },
    actions: {
      run() {
        if (pool.working) {
          notify({ kind: 'notice', message: 'A study is running. Cancel it, or wait for its end, before you run another one.' });
          return;
        }
        const { study, backend } = get();
        const jobs = jobsOf(study);
        // What the run before has still to show belongs to its own jobs.
        if (waiting.length > 0) show();
        paused = false;
        forgetFailures();
        update({ ...idleRun, study, jobs: jobs.map(newJobState) });
        set({ chosenCycle: null, hoveredCycle: null });
        pool.start(jobs, { backend, dataUrl: surroundings.dataUrl() });
      },
      pause() {
        if (!pool.working) return;
        paused = true;
        pool.pause();
        show();
      },
      resume() {
        if (!pool.working) return;
        paused = false;
        pool.resume();
        show();
      },
      cancel() {
        pool.cancel();
        show();
      },
      retryJob,
    },
  };
}
