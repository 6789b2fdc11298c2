/** How a whole run stands: its state, how far it is, how fast, and when it will end. Pure functions of its jobs. */
import { pow } from '../math/elementary.ts';
import type { JobState, RunState, RunStatus } from './contract.ts';
import { hasEnded, isActive } from './job-machine.ts';
import { workDone, workOf } from './work.ts';

/** Before anything has been run. */
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

/** @param paused whether a person has asked for a pause: jobs that still wait do not say it themselves */
export function runStatus(jobs: readonly JobState[], paused: boolean): RunStatus {
  if (jobs.length === 0) return 'idle';
  const statuses = jobs.map(({ record }) => record.status);
  if (!statuses.every(hasEnded)) return paused ? 'paused' : 'running';
  if (statuses.includes('cancelled')) return 'cancelled';
  return statuses.includes('failed') ? 'failed' : 'finished';
}

/** Share of the work that is behind, 0 to 1; a job that ended early counts as done. */
export function runShare(jobs: readonly JobState[]): number {
  const total = jobs.reduce((sum, { record }) => sum + workOf(record.job).total, 0);
  return total === 0 ? 0 : jobs.reduce((sum, job) => sum + workDone(job), 0) / total;
}

/** Training steps per second over all workers. */
export const runSpeed = (jobs: readonly JobState[]): number =>
  jobs.reduce((sum, { record, stepsPerSecond }) => sum + (record.status === 'running' ? stepsPerSecond : 0), 0);

/**
 * Seconds that a unit of work takes one worker; null before any is known. Jobs in stages tell it by every finished stage. Others may
 * converge long before the work that they are at most, and tell it once they have finished: of 60,000 epochs students take some 6,000.
 */
export function secondsPerWork(jobs: readonly JobState[]): number | null {
  let seconds = 0;
  let work = 0;
  for (const { record } of jobs) {
    const { stages, total } = workOf(record.job);
    if (stages.length === 0 && record.status === 'finished') {
      seconds += record.seconds;
      work += total;
    }
    for (const [place, step] of record.steps.slice(0, stages.length).entries()) {
      seconds += step.seconds;
      work += stages[place];
    }
  }
  return work > 0 ? seconds / work : null;
}

/**
 * Seconds until all jobs have ended: those that run take what they say, or less where others of the run took less for as much; those that
 * wait take their share of work at the measured pace, one after another on whichever worker is free first. Null while no pace is known.
 */
export function runSecondsLeft(jobs: readonly JobState[], workers: number): number | null {
  const waiting = jobs.filter(({ record }) => record.status === 'queued');
  const active = jobs.filter(({ record }) => isActive(record.status));
  const pace = secondsPerWork(jobs) ?? paceOfRunning(active);
  const left = active.map((job) => {
    const atPace = pace === null ? null : pace * (workOf(job.record.job).total - workDone(job));
    if (workOf(job.record.job).stages.length > 0 || atPace === null || job.secondsLeft === null) return job.secondsLeft ?? atPace;
    return Math.min(job.secondsLeft, atPace);
  });
  if (left.includes(null)) return null;
  if (waiting.length > 0 && pace === null) return null;
  return makespan(
    left.map((seconds) => seconds ?? 0),
    waiting.map(({ record }) => (pace ?? 0) * workOf(record.job).total),
    workers,
  );
}

/** Before any stage is finished: what the running jobs say is left, over what work is left of them. */
function paceOfRunning(active: readonly JobState[]): number | null {
  const telling = active.filter(({ secondsLeft }) => secondsLeft !== null && secondsLeft > 0);
  const work = telling.reduce((sum, job) => sum + workOf(job.record.job).total - workDone(job), 0);
  return work > 0 ? telling.reduce((sum, { secondsLeft }) => sum + (secondsLeft ?? 0), 0) / work : null;
}

/**
 * When the last of `next` ends, if each is begun, in their order, by the worker that is free first.
 * @param busy seconds until each busy worker is free
 */
export function makespan(busy: readonly number[], next: readonly number[], workers: number): number {
  const free = [...busy, ...Array.from({ length: Math.max(0, workers - busy.length) }, () => 0)];
  if (free.length === 0) return next.reduce((sum, seconds) => sum + seconds, 0);
  for (const seconds of next) {
    const first = free.indexOf(Math.min(...free));
    free[first] += seconds;
  }
  return Math.max(...free);
}

/** Share of the old estimate, counted down, that a second leaves of it beside new ones: it settles within some seconds, and does not jump. */
const KEPT_A_SECOND = 0.35;

/** What is shown as time left: the old figure less the time that went by, drawn towards the new estimate. */
export function smoothLeft(shown: number | null, secondsGoneBy: number, estimate: number | null): number | null {
  if (estimate === null || shown === null) return estimate;
  const counted = Math.max(0, shown - secondsGoneBy);
  return counted + (1 - pow(KEPT_A_SECOND, secondsGoneBy)) * (estimate - counted);
}

/**
 * Seconds until the first of the jobs that run tells its next step, or ends; null while no pace is known. Steps that are so many training
 * steps long come when these are done; of others this is a guess.
 */
export function secondsUntil(event: 'step' | 'job', jobs: readonly JobState[]): number | null {
  const left = jobs.flatMap(({ record, progress, stepsPerSecond, secondsLeft }) => {
    if (record.status !== 'running') return [];
    if (event === 'job') return secondsLeft ?? [];
    if (!progress || stepsPerSecond <= 0) return [];
    const { done, total, step, steps } = progress;
    return Math.max(0, ((step + 1) * total) / steps - done) / stepsPerSecond;
  });
  return left.length === 0 ? null : Math.min(...left);
}
