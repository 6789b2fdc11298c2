/** The run: starting a study's jobs, steering them, and showing what they tell at most ten times a second. */
import type { JobCheckpoint } from '../study/checkpoint.ts';
import type { BackendName, JobEvent, RunOptions } from '../study/events.ts';
import type { Bytes } from '../study/network-protocol.ts';
import type { JobError, JobRecord } from '../study/records.ts';
import { jobKey, jobsOf, type Study } from '../study/schema.ts';
import { stackOf } from '../study/unforeseen.ts';
import { changesOf } from './archive/changes.ts';
import type { JobChange, SavedRun, StoredRun } from './archive/format.ts';
import type { RunKeeper } from './archive/keeper.ts';
import { restoredJob } from './archive/resume.ts';
import { newRunId } from './archive/run-id.ts';
import { tallyOf } from './archive/tally.ts';
import type { JobState, RunState } from './contract.ts';
import type { WorkerLike } from './job-client.ts';
import { hasEnded, nextStatus } from './job-machine.ts';
import { newRecord } from '../study/records.ts';
import { applyEvents, newJobState } from './job-state.ts';
import type { Access, LabSurroundings, Slice } from './lab-type.ts';
import type { NetworkPlace } from './network-shelf.ts';
import { JobPool } from './pool.ts';
import { runSecondsLeft, runShare, runSpeed, runStatus, smoothLeft } from './progress.ts';
import { reused } from './reuse.ts';
import type { Kept } from './storage.ts';
import { workOf } from './work.ts';
import { messageOf } from '../data/message-of.ts';

/** Milliseconds between two changes of what is shown. */
const SHOW_EVERY_MS = 100;

const FAILURE = 'A job of this run failed. What happened stands in full with the jobs of the run, below its progress.';

export interface RunSlice<W extends WorkerLike> extends Slice<
  'run',
  'run' | 'extend' | 'pause' | 'resume' | 'cancel' | 'cancelJob' | 'retryJob' | 'retryUnfinished'
> {
  readonly pool: JobPool<W>;
  /** Shows a stored run. One that says that it runs was interrupted, and can go on. */
  readonly adopt: (saved: SavedRun) => void;
  /** Goes on with the run that is shown, which was interrupted. */
  readonly goOn: () => void;
  /** The run as it is stored; null while nothing has been run. */
  readonly saved: () => SavedRun | null;
}

export const idleRun: RunState = {
  id: null,
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

/**
 * @param keeper stores the run as it happens; null where runs are not stored
 * @param onNetwork called when a job of the run has handed a network over
 * @param onMove called when the run was extended and its jobs have other places, from each old one to the new one
 * @param refusal why a study is not begun; null if nothing speaks against it
 * @param onEnd called when no job of the run goes on or waits any more
 */
export function runSlice<W extends WorkerLike>(
  { get, set, notify }: Access,
  surroundings: LabSurroundings<W>,
  kept: Kept,
  keeper: RunKeeper | null,
  onEnd: () => void,
  onNetwork: (place: NetworkPlace, file: Bytes) => void = () => undefined,
  onMove: (run: string, moves: ReadonlyMap<number, number>) => void = () => undefined,
  refusal: (study: Study) => string | null = () => null,
): RunSlice<W> {
  let waiting: { readonly index: number; readonly events: readonly JobEvent[] }[] = [];
  let timer: ReturnType<typeof setTimeout> | null = null;
  let shownAt = -Infinity;
  let paused = false;
  let interrupted = false;
  /** What of the run is stored and not shown. */
  let origin: Pick<StoredRun, 'backend' | 'startedAt'> = { backend: 'auto', startedAt: '' };
  /** Where each job could go on if its worker died. */
  const checkpoints = new Map<number, JobCheckpoint>();

  const pool = new JobPool<W>({
    spawn: surroundings.spawn,
    cores: surroundings.cores,
    places: surroundings.places,
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
        if (event.type === 'network' && before.id !== null) onNetwork({ run: before.id, job: index, stage: event.stage }, event.file);
        if (event.type === 'checkpoint') checkpoints.set(index, event.checkpoint);
        if (event.type === 'failed') tellFailure();
      }
    }
    update({ jobs, environment, backendReason });
    const changes = changesOf(batch, jobs);
    for (const { index, checkpoint } of changes) if (checkpoint === null) checkpoints.delete(index);
    keep(changes);
  }

  /** Stores what has changed. */
  function keep(changes: readonly JobChange[]): void {
    const whole = saved();
    if (whole && keeper && changes.length > 0) void keeper.write(whole, changes);
  }

  function saved(): SavedRun | null {
    const { id, study, status, jobs, environment, backendReason } = get().run;
    if (id === null || study === null) return null;
    const records = jobs.map(({ record }) => record);
    return {
      run: {
        id,
        study,
        ...origin,
        status: status === 'finished' || status === 'cancelled' || status === 'failed' ? status : 'running',
        environment,
        backendReason,
        tally: tallyOf(records),
        pinned: false,
        deletedAt: null,
      },
      jobs: records.map((record, index) => ({ record, checkpoint: checkpoints.get(index) ?? null })),
    };
  }

  /** A job after events. An event that cannot be ends the job rather than the page. */
  function advance(job: JobState, index: number, events: readonly JobEvent[]): JobState {
    const now = new Date(surroundings.now()).toISOString();
    try {
      return applyEvents(job, events, now);
    } catch (error) {
      const message = `The worker of this job told something that cannot be: ${messageOf(error)} Run the job again.`;
      const { record } = job;
      const failure: JobError = { kind: 'internal', message, ...stackOf(error, surroundings.places) };
      pool.abandon(index, failure);
      return hasEnded(record.status) ? job : { ...job, record: { ...record, status: 'failed', error: failure } };
    }
  }

  function update(change: Partial<RunState>): void {
    const before = get().run;
    const run = { ...before, ...change };
    const status = interrupted ? 'interrupted' : runStatus(run.jobs, paused);
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

  /** One notice for all jobs that failed, however: what happened to each stands in full with the jobs. Its button runs all of them again. */
  function tellFailure(): void {
    const retry = (): void => {
      for (const [index, { record }] of get().run.jobs.entries()) if (record.status === 'failed') retryJob(index);
    };
    notify({ kind: 'error', message: FAILURE, action: { title: 'Run what failed again', run: retry } });
  }

  function forgetFailures(): void {
    const notices = get().notices.filter(({ message }) => message !== FAILURE);
    if (notices.length < get().notices.length) set({ notices });
  }

  function retryJob(index: number): void {
    const { jobs } = get().run;
    const job = jobs[index];
    if (!job) throw new RangeError(`The run has no job ${index}; it has ${jobs.length}.`);
    nextStatus(job.record.status, 'queued');
    // A run that had ended goes on, and a pause that was asked for does not outlast it.
    if (!pool.working) paused = false;
    // A worker that died, or was lost with its device, takes no more with it than the step that it was in.
    const dead = job.record.error?.kind === 'worker' || job.record.error?.kind === 'backend';
    const { record, from } = restoredJob({
      record: dead ? { ...job.record, status: 'queued' } : newRecord(job.record.job),
      checkpoint: dead ? (checkpoints.get(index) ?? null) : null,
    });
    if (!from) checkpoints.delete(index);
    update({ jobs: jobs.with(index, { ...newJobState(record.job), record }) });
    keep([{ index, record, newSteps: 0, checkpoint: from }]);
    const options: RunOptions = { backend: origin.backend, dataUrl: surroundings.dataUrl() };
    const next = { index, job: record.job, from, backend: from ? (record.environment?.backend ?? null) : null };
    if (pool.working) pool.retry(next);
    else pool.startSome([next], options);
  }

  function forgetRun(): void {
    // What the run before has still to show belongs to its own jobs.
    if (waiting.length > 0) show();
    paused = false;
    interrupted = false;
    checkpoints.clear();
    forgetFailures();
  }

  function adopt({ run, jobs }: SavedRun): void {
    forgetRun();
    interrupted = run.status === 'running' && jobs.some(({ record }) => !hasEnded(record.status));
    origin = { backend: run.backend, startedAt: run.startedAt };
    const restored = jobs.map(restoredJob);
    for (const [index, { from }] of restored.entries()) if (from) checkpoints.set(index, from);
    keeper?.adopt();
    update({
      ...idleRun,
      id: run.id,
      study: run.study,
      jobs: restored.map(({ record }) => ({
        ...newJobState(record.job),
        phase: hasEnded(record.status) ? record.status : 'waiting',
        record,
      })),
      environment: run.environment,
      backendReason: run.backendReason,
    });
    set({ chosenCycle: null, hoveredCycle: null });
    // Its page was closed after its last job had ended and before that was said of the run.
    if (run.status === 'running' && !interrupted) keep([{ index: 0, record: jobs[0].record, newSteps: 0, checkpoint: null }]);
  }

  function goOn(): void {
    if (!interrupted || pool.working) return;
    interrupted = false;
    update({});
    const open = get().run.jobs.flatMap(({ record }, index) => {
      if (hasEnded(record.status)) return [];
      const from = checkpoints.get(index) ?? null;
      // On another backend the sums would be rounded otherwise.
      return [{ index, job: record.job, from, backend: from ? (record.environment?.backend ?? null) : null }];
    });
    pool.startSome(open, { backend: origin.backend, dataUrl: surroundings.dataUrl() });
  }

  /**
   * Runs the study on the form.
   * @param records of the run before: finished ones of the study's jobs are taken as they are
   */
  function start(records: readonly JobRecord[]): void {
    if (pool.working) {
      notify({ kind: 'notice', message: 'A study is running. Cancel it, or wait for its end, before you run another one.' });
      return;
    }
    const { study, backend, run: before } = get();
    const refused = refusal(study);
    if (refused !== null) {
      notify({ kind: 'error', message: refused });
      return;
    }
    const { taken, all } = reused(jobsOf(study), records);
    const jobs = jobsOf(study).map((job) => {
      const record = taken.get(jobKey(job));
      return record ? { ...newJobState(job), phase: record.status, record } : newJobState(job);
    });
    // Records of one backend stay comparable with each other.
    const chosen = taken.size > 0 && backend === 'auto' ? (before.environment?.backend ?? backend) : backend;
    forgetRun();
    const now = surroundings.now();
    // A run that keeps all that it had is extended; one that loses some of it stays as it was, and the new one is another.
    const id = all && before.id !== null ? before.id : newRunId(now);
    origin = { backend: chosen, startedAt: id === before.id ? origin.startedAt : new Date(now).toISOString() };
    const known = taken.size > 0 ? { environment: before.environment, backendReason: before.backendReason } : {};
    update({ ...idleRun, ...known, id, study, jobs });
    set({ chosenCycle: null, hoveredCycle: null });
    const whole = saved();
    if (whole && keeper) void keeper.begin(whole);
    if (id === before.id) {
      const places = new Map(jobs.map(({ record }, index) => [jobKey(record.job), index]));
      onMove(
        id,
        new Map(
          records.flatMap((record, from) =>
            taken.has(jobKey(record.job)) ? [[from, places.get(jobKey(record.job)) ?? from] as const] : [],
          ),
        ),
      );
    }
    const open = jobs.flatMap(({ record }, index) => (hasEnded(record.status) ? [] : [{ index, job: record.job }]));
    pool.startSome(open, { backend: chosen, dataUrl: surroundings.dataUrl() });
  }

  return {
    pool,
    adopt,
    goOn,
    saved,
    state: { run: idleRun },
    actions: {
      run: () => start([]),
      extend: () => start(get().run.jobs.map(({ record }) => record)),
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
      cancelJob(index) {
        pool.cancelJob(index);
        show();
      },
      retryJob,
      retryUnfinished() {
        for (const [index, { record }] of get().run.jobs.entries()) {
          if (record.status === 'failed' || record.status === 'cancelled') retryJob(index);
        }
      },
    },
  };
}
