/** The lab without a screen, for the command line: the page's own store and worker pool, steered by `window.parsimony`. */
import type { BackendChoice } from '../study/events.ts';
import type { Result } from '../study/records.ts';
import { isDtcJob, studySchema } from '../study/schema.ts';
import type { JobState, RunState } from './contract.ts';
import { createLab, type LabParts } from './create-lab.ts';
import { hasEnded, isActive } from './job-machine.ts';
import { spawnJobWorker } from './spawn-job-worker.ts';

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
  private lab: LabParts<Worker> | null = null;

  async run(input: unknown, { backend, workers }: HeadlessOptions, report: (progress: Progress) => void): Promise<void> {
    if (this.lab?.pool.working) throw new Error('A study is running: wait for its end, or cancel it.');
    const lab = createLab({
      spawn: spawnJobWorker,
      cores: workers || navigator.hardwareConcurrency,
      storage: null,
      dataUrl: () => new URL('data/', document.baseURI).href,
      pageUrl: () => location.href,
      now: () => Date.now(),
    });
    this.lab = lab;
    const { store, actions } = lab;
    store.setState({ study: studySchema.parse(input), backend });
    const whenEnded = new Promise<void>((resolve) => {
      store.subscribe(({ run }) => {
        if (run.status === 'finished' || run.status === 'cancelled' || run.status === 'failed') resolve();
      });
    });
    const tell = (): void => report(progressOf(store.getState().run));
    const reporting = setInterval(tell, REPORT_MS);
    try {
      actions.run();
      await whenEnded;
    } finally {
      clearInterval(reporting);
      tell();
    }
  }

  cancel(): void {
    this.lab?.actions.cancel();
  }

  result(): Result {
    const result = this.lab?.actions.result();
    if (!result) throw new Error('There is no result before a study has been run.');
    return result;
  }
}

function progressOf({ jobs, share, stepsPerSecond, secondsLeft }: RunState): Progress {
  return {
    share,
    jobs: jobs.length,
    finishedJobs: jobs.filter(({ record }) => hasEnded(record.status)).length,
    phases: jobs.filter(({ record }) => isActive(record.status)).map(phaseOf),
    stepsPerSecond,
    secondsLeft,
  };
}

function phaseOf({ record: { job }, progress, loading, phase }: JobState): string {
  const what = loading ? `loading ${loading.file}` : progress ? `${isDtcJob(job) ? 'cycle' : 'epoch'} ${Math.min(progress.step + 1, progress.steps)} of ${progress.steps}` : phase;
  return `${job.compression.method} ${job.seed}: ${what}`;
}

window.parsimony = new HeadlessLab();
