/**
 * The lab without a screen, for the command line: the page's worker pool and job states, started by `window.parsimony` instead of a
 * button.
 */
import type { BackendChoice, JobEvent } from '../study/events.ts';
import { RESULT_VERSION, type Result } from '../study/records.ts';
import { jobsOf, studySchema } from '../study/schema.ts';
import type { JobState } from './contract.ts';
import { hasEnded, isActive } from './job-machine.ts';
import { applyEvents, newJobState } from './job-state.ts';
import { JobPool } from './pool.ts';
import { runSecondsLeft, runShare, runSpeed } from './progress.ts';

export interface HeadlessOptions {
  readonly backend: BackendChoice;
  /** Jobs side by side; 0 for one a core. */
  readonly workers: number;
}

export interface Progress {
  /** Of the work, 0 to 1. */
  readonly share: number;
  readonly jobs: number;
  readonly finishedJobs: number;
  /** What each running job is doing, in words. */
  readonly phases: readonly string[];
  readonly stepsPerSecond: number;
  readonly secondsLeft: number | null;
}

export interface Headless {
  /**
   * Runs a study to its end, whatever that is; the records say how each job ended.
   * @param study checked again by the schema
   * @throws Error if the study is no study, or one is running
   */
  run(study: unknown, options: HeadlessOptions, report: (progress: Progress) => void): Promise<void>;
  /** Stops all jobs; `run` resolves when they have stopped. */
  cancel(): void;
  /** The result so far. @throws Error before `run` */
  result(): Result;
}

declare global {
  interface Window {
    parsimony: Headless;
    /** Put there by the command that opened the page. */
    reportProgress: (progress: Progress) => Promise<void>;
  }
}

/** Milliseconds between two reports. */
const REPORT_MS = 250;

class HeadlessLab implements Headless {
  private study: Result['study'] | null = null;
  private jobs: JobState[] = [];
  private pool: JobPool | null = null;

  async run(input: unknown, { backend, workers }: HeadlessOptions, report: (progress: Progress) => void): Promise<void> {
    if (this.pool) throw new Error('A study is running: wait for its end, or cancel it.');
    const study = studySchema.parse(input);
    const jobs = jobsOf(study);
    this.study = study;
    this.jobs = jobs.map(newJobState);
    let end: () => void = () => undefined;
    const whenEnded = new Promise<void>((resolve) => {
      end = resolve;
    });
    const pool = new JobPool({
      spawn: () => new Worker(new URL('../../workers/job.ts', import.meta.url), { type: 'module' }),
      cores: workers || navigator.hardwareConcurrency,
      onEvents: (index, events) => {
        this.apply(index, events);
        if (this.jobs.every(({ record }) => hasEnded(record.status))) end();
      },
    });
    this.pool = pool;
    const reporting = setInterval(() => report(this.progress()), REPORT_MS);
    try {
      pool.start(jobs, { backend, dataUrl: new URL('data/', document.baseURI).href });
      await whenEnded;
    } finally {
      clearInterval(reporting);
      report(this.progress());
      pool.dispose();
      this.pool = null;
    }
  }

  cancel(): void {
    this.pool?.cancel();
  }

  result(): Result {
    if (!this.study) throw new Error('There is no result before a study has been run.');
    const records = this.jobs.map(({ record }) => record);
    const environment = records.find((record) => record.environment)?.environment ?? null;
    return { format: 'parsimony/result', version: RESULT_VERSION, study: this.study, environment, records };
  }

  private apply(index: number, events: readonly JobEvent[]): void {
    try {
      this.jobs[index] = applyEvents(this.jobs[index], events, new Date().toISOString());
    } catch (error) {
      const message = `The job told something that cannot be: ${error instanceof Error ? error.message : String(error)}`;
      this.pool?.abandon(index, { kind: 'internal', message });
    }
  }

  private progress(): Progress {
    const { jobs } = this;
    return {
      share: runShare(jobs),
      jobs: jobs.length,
      finishedJobs: jobs.filter(({ record }) => hasEnded(record.status)).length,
      phases: jobs.filter(({ record }) => isActive(record.status)).map(phaseOf),
      stepsPerSecond: runSpeed(jobs),
      secondsLeft: runSecondsLeft(jobs, this.pool?.limit ?? 1),
    };
  }
}

function phaseOf({ record: { job }, progress, loading, phase }: JobState): string {
  const what = loading ? `loading ${loading.file}` : progress ? `cycle ${progress.step + 1} of ${progress.steps}` : phase;
  return `${job.compression.method} ${job.seed}: ${what}`;
}

window.parsimony = new HeadlessLab();
