/** A lab that is steered by a program in place of a page: it runs one study at a time, and tells how far it is. */
import { speakTo } from '../data/reader.ts';
import { rowTitle } from '../study/beside.ts';
import type { BackendChoice } from '../study/events.ts';
import { resultSchema, type Result } from '../study/records.ts';
import { familyOf, studySchema, type Study } from '../study/schema.ts';
import type { JobState, RunState } from './contract.ts';
import { createLab, type Lab } from './create-lab.ts';
import type { WorkerLike } from './worker-life.ts';
import { hasEnded, isActive } from './job-machine.ts';
import { newJobState } from './job-state.ts';
import { placeText } from './place-text.ts';
import type { LabSurroundings } from './lab-type.ts';

export interface HeadlessOptions {
  readonly backend: BackendChoice;
  /** Jobs side by side; 0 for one a core. */
  readonly workers: number;
  /** Kernels that their references stand in for; see RunOptions. */
  readonly references?: readonly string[];
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
   * @param earlier a result, checked as well, whose finished jobs are taken as they are
   * @returns why the study was not begun, as the page would say it; null once it has ended
   * @throws Error if the study is no study, or one is running
   */
  run(study: unknown, options: HeadlessOptions, report: (progress: Progress) => void, earlier?: unknown): Promise<string | null>;
  /** Stops all jobs; `run` resolves when they have stopped. */
  cancel(): void;
  /** The result so far. @throws Error before `run` */
  result(): Result;
}

/** Milliseconds between two reports. */
const REPORT_MS = 250;

export class HeadlessLab<W extends WorkerLike> implements Headless {
  private readonly surroundings: LabSurroundings<W>;
  private lab: Lab<W> | null = null;

  constructor(surroundings: LabSurroundings<W>) {
    this.surroundings = surroundings;
    speakTo('command');
  }

  async run(
    input: unknown,
    { backend, workers, references = [] }: HeadlessOptions,
    report: (progress: Progress) => void,
    earlier: unknown = null,
  ): Promise<string | null> {
    if (this.lab?.pool.working) throw new Error('A study is running: wait for its end, or cancel it.');
    const lab = createLab({ ...this.surroundings, cores: workers || this.surroundings.cores, references, reader: 'command' });
    this.lab = lab;
    const { store, actions } = lab;
    store.setState({ study: studySchema.parse(input), backend });
    if (earlier !== null) {
      const { study, environment, records } = resultSchema.parse(earlier);
      const jobs = records.map((record): JobState => ({ ...newJobState(record.job), record }));
      store.setState({ run: { ...store.getState().run, study, environment, jobs } });
    }
    const whenEnded = new Promise<void>((resolve) => {
      store.subscribe(({ run }) => {
        if (isOver(run.status)) resolve();
      });
    });
    const tell = (): void => report(progressOf(store.getState().run));
    const reporting = setInterval(tell, REPORT_MS);
    try {
      if (earlier === null) actions.run();
      else actions.extend();
      if (!lab.pool.working && !isOver(store.getState().run.status))
        return store
          .getState()
          .notices.map(({ message }) => message)
          .join(' ');
      await whenEnded;
      return null;
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

  /** Ends all workers. */
  dispose(): void {
    this.lab?.pool.dispose();
  }
}

const isOver = (status: RunState['status']): boolean => status === 'finished' || status === 'cancelled' || status === 'failed';

function progressOf({ study, jobs, share, stepsPerSecond, secondsLeft }: RunState): Progress {
  return {
    share,
    jobs: jobs.length,
    finishedJobs: jobs.filter(({ record }) => hasEnded(record.status)).length,
    phases: jobs.filter(({ record }) => isActive(record.status)).map((job) => phaseOf(study, job)),
    stepsPerSecond,
    secondsLeft,
  };
}

function phaseOf(study: Study | null, { record: { job }, progress, loading, phase }: JobState): string {
  const unit = familyOf(job).unitOf(job);
  const what = loading ? `loading ${loading.file}` : progress ? `${unit.one} ${placeText(progress, unit)}` : phase;
  const name = study ? rowTitle(study, job) : job.compression.method;
  return `${name}, seed ${job.seed}: ${what}`;
}
