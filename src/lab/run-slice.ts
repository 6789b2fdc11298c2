/** The run: starting a study's jobs, steering them, and showing what they tell at most five times a second. */
import { messageOf } from '../data/message-of.ts';
import type { BackendChoice, JobEvent, RunOptions } from '../study/events.ts';
import type { JobError, JobRecord } from '../study/records.ts';
import type { Study } from '../study/schema.ts';
import { Throttle } from '../study/throttle.ts';
import { stackOf } from '../study/unforeseen.ts';
import { changesOf } from './archive/changes.ts';
import type { SavedRun } from './archive/format.ts';
import { restoredJob } from './archive/resume.ts';
import { newRunId } from './archive/run-id.ts';
import type { JobState, LabActions, RunState } from './contract.ts';
import type { WorkerLike } from './worker-life.ts';
import { hasEnded, nextStatus } from './job-machine.ts';
import { newRecord } from '../study/records.ts';
import { applyEvents, newJobState } from './job-state.ts';
import type { Access, LabSurroundings, Slice } from './lab-type.ts';
import { JobPool } from './pool.ts';
import { idleRun, runSecondsLeft, runShare, runSpeed, runStatus, smoothLeft } from './progress.ts';
import { withRate } from './rates.ts';
import type { RunLedger } from './run-ledger.ts';
import type { RunNeighbours } from './run-neighbours.ts';
import { startOf, waitingOf, type RunStart } from './run-start.ts';
import type { Kept } from './storage.ts';
import { TrainedOnce } from './trained-once.ts';
import { workSpent } from './work.ts';

/** Milliseconds between two changes of what is shown: at 100 the page took a twelfth of two busy cores more, and looks no more alive. */
const SHOW_EVERY_MS = 200;

const FAILURE = 'A job of this run failed. What happened stands in full with the jobs of the run, below its progress.';

type Action = 'run' | 'extend' | 'pause' | 'resume' | 'cancel' | 'cancelJob' | 'retryJob' | 'retryUnfinished';

export class RunSlice<W extends WorkerLike> implements Slice<'run', Action> {
  readonly state = { run: idleRun };
  readonly pool: JobPool<W>;
  readonly actions: Pick<LabActions, Action> = {
    run: () => this.start([]),
    extend: () => this.neighbours.change(() => this.start(this.run.jobs.map(({ record }) => record))),
    pause: () => this.setPaused(true),
    resume: () => this.setPaused(false),
    cancel: () => {
      this.pool.cancel();
      this.showing.now();
    },
    cancelJob: (index) => {
      this.pool.cancelJob(this.once.leaderOf(index));
      this.showing.now();
    },
    retryJob: (index) => this.neighbours.change(() => this.retryJob(index)),
    retryUnfinished: () => this.retryAll(['failed', 'cancelled']),
  };

  private readonly access: Access;
  private readonly surroundings: LabSurroundings<W>;
  private readonly kept: Kept;
  private readonly ledger: RunLedger;
  private readonly neighbours: RunNeighbours;
  private readonly once = new TrainedOnce();
  private readonly showing = new Throttle(SHOW_EVERY_MS, () => this.show());
  /** What workers have told and is not shown yet. */
  private waiting: { readonly index: number; readonly events: readonly JobEvent[] }[] = [];
  private shownAt = Number.NEGATIVE_INFINITY;
  private paused = false;
  private interrupted = false;

  constructor(access: Access, surroundings: LabSurroundings<W>, kept: Kept, ledger: RunLedger, neighbours: RunNeighbours) {
    this.access = access;
    this.ledger = ledger;
    this.surroundings = surroundings;
    this.kept = kept;
    this.neighbours = neighbours;
    const { spawn, cores, places, leastPatience } = surroundings;
    this.pool = new JobPool<W>({
      spawn,
      cores,
      places,
      leastPatience,
      onEvents: (index, events) => {
        this.waiting.push(...this.once.told(index, events));
        this.showing.ask();
      },
    });
  }

  /** The run as it is stored; null while nothing has been run. */
  saved(): SavedRun | null {
    return this.ledger.saved(this.run);
  }

  /** Shows a stored run. One that says that it runs was interrupted, and can go on. */
  adopt(saved: SavedRun): void {
    const { run, jobs } = saved;
    this.forget();
    this.interrupted = jobs.some(({ record }) => !hasEnded(record.status));
    this.update({ ...idleRun, ...this.ledger.adopt(saved) });
    this.access.set({ chosenCycle: null, hoveredCycle: null });
    this.neighbours.onShow(run.id);
    // Its page was closed after its last job had ended and before that was said of the run.
    if (run.status === 'running' && !this.interrupted) this.ledger.settle(this.run);
  }

  /** Goes on with the run that is shown, which was interrupted. */
  goOn(): void {
    if (!this.interrupted || this.pool.working) return;
    this.interrupted = false;
    this.update({});
    this.ledger.goOn(this.run);
    this.startOpen(this.ledger.origin.backend);
  }

  private get run(): RunState {
    return this.access.get().run;
  }

  private optionsFor(backend: BackendChoice): RunOptions {
    const { dataUrl, references, reader } = this.surroundings;
    return { backend, dataUrl: dataUrl(), references, reader };
  }

  /**
   * Runs the study on the form.
   * @param records of the run before: finished ones of the study's jobs are taken as they are
   */
  private start(records: readonly JobRecord[]): void {
    if (this.pool.working) {
      const message = 'A study is running. Cancel it, or wait for its end, before you run another one.';
      this.access.notify({ kind: 'notice', message });
      return;
    }
    const { study, backend, run: before } = this.access.get();
    const refused = this.neighbours.refusalOf(study);
    if (refused !== null) {
      this.access.notify({ kind: 'error', message: refused });
      return;
    }
    const start = startOf(study, backend, before, records);
    this.forget();
    this.begin(study, before, start);
    this.startOpen(start.backend);
  }

  /** Runs what has not ended, from where it was left, each network once. */
  private startOpen(backend: BackendChoice): void {
    const { study, jobs } = this.run;
    const open = jobs.flatMap(({ record }, index) => (hasEnded(record.status) ? [] : [index]));
    const trained = study ? this.once.begin(study, jobs, open) : open;
    const waiting = trained.map((index) => waitingOf(index, jobs[index].record, this.ledger.checkpoints.get(index) ?? null));
    this.pool.startSome(waiting, this.optionsFor(backend));
  }

  /** Shows and stores a run that starts. */
  private begin(study: Study, before: RunState, { jobs, backend, known, moves }: RunStart): void {
    const now = this.surroundings.now();
    const id = moves && before.id !== null ? before.id : newRunId(now);
    this.ledger.origin = { backend, startedAt: id === before.id ? this.ledger.origin.startedAt : new Date(now).toISOString() };
    this.update({ ...idleRun, ...known, id, study, jobs });
    this.access.set({ chosenCycle: null, hoveredCycle: null });
    this.ledger.begin(this.run, moves);
    if (moves) this.neighbours.onMove(id, moves);
    else this.neighbours.onShow(id);
  }

  private forget(): void {
    // What the run before has still to show belongs to its own jobs.
    if (this.waiting.length > 0) this.showing.now();
    this.paused = false;
    this.interrupted = false;
    this.once.forget();
    this.ledger.checkpoints.clear();
    const { notices } = this.access.get();
    const others = notices.filter(({ message }) => message !== FAILURE);
    if (others.length < notices.length) this.access.set({ notices: others });
  }

  private setPaused(paused: boolean): void {
    if (!this.pool.working) return;
    this.paused = paused;
    if (paused) this.pool.pause();
    else this.pool.resume();
    this.showing.now();
  }

  private retryAll(ended: readonly JobRecord['status'][]): void {
    this.neighbours.change(() => {
      for (const [index, { record }] of this.run.jobs.entries()) if (ended.includes(record.status)) this.retryJob(index);
    });
  }

  private retryJob(index: number): void {
    const { jobs } = this.run;
    const job = jobs[index];
    if (!job) throw new RangeError(`The run has no job ${index}; it has ${jobs.length}.`);
    nextStatus(job.record.status, 'queued');
    // A run that had ended goes on, and a pause that was asked for does not outlast it.
    if (!this.pool.working) this.paused = false;
    // A worker that died, or was lost with its device, takes no more with it than the step that it was in.
    const dead = job.record.error?.kind === 'worker' || job.record.error?.kind === 'backend';
    const { record, from } = restoredJob({
      record: dead ? { ...job.record, status: 'queued' } : newRecord(job.record.job),
      checkpoint: dead ? (this.ledger.checkpoints.get(index) ?? null) : null,
    });
    this.once.part(index);
    if (!from) this.ledger.checkpoints.delete(index);
    this.update({ jobs: jobs.with(index, { ...newJobState(record.job), record }) });
    this.ledger.keep(this.run, [{ index, record, newSteps: 0, checkpoint: from }]);
    const next = waitingOf(index, record, from);
    if (this.pool.working) this.pool.retry(next);
    else this.pool.startSome([next], this.optionsFor(this.ledger.origin.backend));
  }

  /** Shows what workers have told since the last time, and stores what that has changed. */
  private show(): void {
    const batch = this.waiting;
    this.waiting = [];
    const before = this.run;
    const jobs = [...before.jobs];
    const told: Partial<Pick<RunState, 'environment' | 'backendReason'>> = {};
    for (const { index, events } of batch) {
      jobs[index] = this.advance(jobs[index], index, events);
      for (const event of events) {
        if (event.type === 'environment') Object.assign(told, { environment: event.environment, backendReason: event.reason });
        else this.take(event, index, jobs[index]);
      }
    }
    this.update({ jobs, ...told });
    this.ledger.keep(this.run, changesOf(batch, jobs));
  }

  /** What an event is to others than its job. @param job after the event */
  private take(event: JobEvent, index: number, job: JobState): void {
    const { id } = this.run;
    if (event.type === 'notice') this.access.notify({ kind: 'notice', message: event.message });
    if (event.type === 'finished') this.learn(job, event.seconds);
    if (event.type === 'network' && id !== null) this.neighbours.onNetwork({ run: id, job: index, stage: event.stage }, event.file);
    if (event.type === 'checkpoint') this.ledger.checkpoints.set(index, event.checkpoint);
    if (event.type === 'failed') this.tellFailure();
  }

  /** A job after events. An event that cannot be ends the job rather than the page. */
  private advance(job: JobState, index: number, events: readonly JobEvent[]): JobState {
    const { now, places } = this.surroundings;
    try {
      return applyEvents(job, events, new Date(now()).toISOString());
    } catch (error) {
      const message = `The worker of this job told something that cannot be: ${messageOf(error)} Run the job again.`;
      const { record } = job;
      const failure: JobError = { kind: 'internal', message, ...stackOf(error, places) };
      this.pool.abandon(this.once.leaderOf(index), failure);
      return hasEnded(record.status) ? job : { ...job, record: { ...record, status: 'failed', error: failure } };
    }
  }

  private update(change: Partial<RunState>): void {
    const before = this.run;
    const run = { ...before, ...change };
    const status = this.interrupted ? 'interrupted' : runStatus(run.jobs, this.paused);
    const going = status === 'running' || status === 'paused';
    const trained = this.once.trained(run.jobs);
    const workers = Math.max(1, Math.min(this.pool.limit, trained.length));
    const now = performance.now();
    const goneBy = Number.isFinite(this.shownAt) && status === 'running' ? (now - this.shownAt) / 1000 : 0;
    this.shownAt = now;
    this.access.set({
      run: {
        ...run,
        status,
        workers: run.jobs.length === 0 ? 0 : workers,
        stepsPerSecond: status === 'running' ? runSpeed(trained) : 0,
        secondsLeft: going ? smoothLeft(run.secondsLeft, goneBy, runSecondsLeft(trained, workers)) : 0,
        share: runShare(run.jobs),
      },
    });
    if (!going && (before.status === 'running' || before.status === 'paused')) this.neighbours.onEnd();
  }

  /** Keeps the pace of this machine, for estimates. */
  private learn(job: JobState, seconds: number): void {
    const backend = job.record.environment?.backend;
    const work = workSpent(job);
    if (backend && seconds > 0 && work > 0) this.kept.keepRates(withRate(this.kept.rates(), job.record.job, backend, seconds / work));
  }

  /** One notice for all jobs that failed, however: what happened to each stands in full with the jobs. Its button runs all of them again. */
  private tellFailure(): void {
    const action = { title: 'Run what failed again', run: () => this.retryAll(['failed']) };
    this.access.notify({ kind: 'error', message: FAILURE, action });
  }
}
