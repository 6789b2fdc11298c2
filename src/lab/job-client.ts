/** The page's end of one job worker, and the only place that holds its Comlink proxy. */
import * as Comlink from 'comlink';
import type { JobCheckpoint } from '../study/checkpoint.ts';
import type { BackendChoice, JobEvent, JobWorker, Rehearsed, RunOptions, StepTime } from '../study/events.ts';
import type { Job } from '../study/schema.ts';
import { WorkerLife, type WorkerDied, type WorkerLike } from './worker-life.ts';

/** Questions in a row that may stay without an answer: 10 s. A worker lets messages in every 40 ms or so. */
const USUAL_PATIENCE = 5;

export class JobClient<W extends WorkerLike = WorkerLike> {
  private readonly remote: Comlink.Remote<JobWorker>;
  private readonly life: WorkerLife<W>;

  constructor(worker: W, onDeath: (death: WorkerDied) => void, askEveryMs?: number) {
    this.remote = Comlink.wrap<JobWorker>(worker);
    this.life = new WorkerLife(worker, this.remote, {
      who: 'The worker of this job',
      again: 'Run the job again',
      patience: USUAL_PATIENCE,
      onDeath,
      askEveryMs,
    });
  }

  get worker(): W {
    return this.life.worker;
  }

  /** Has it wait for so many questions at least, where a single step of a job can take many seconds; the usual number for 0. */
  set leastPatience(questions: number) {
    this.life.patience = Math.max(USUAL_PATIENCE, questions);
  }

  /**
   * Runs a job; resolves when it has ended in whatever way its events say.
   * @param from where the job goes on; null begins it anew
   * @throws WorkerDied, or what went wrong outside of the job
   */
  run(job: Job, options: RunOptions, onEvents: (events: JobEvent[]) => void, from: JobCheckpoint | null = null): Promise<void> {
    const listen = (events: JobEvent[]): void => {
      this.life.heard();
      onEvents(events);
    };
    return this.life.race(() => this.remote.run(job, options, Comlink.proxy(listen), from));
  }

  /** See JobWorker. @throws WorkerDied, or what went wrong */
  rehearse(rehearsed: readonly Rehearsed[], backend: BackendChoice): Promise<(StepTime | null)[]> {
    return this.life.race(() => this.remote.rehearse(rehearsed, backend));
  }

  /** @throws WorkerDied */
  pause(): Promise<void> {
    return this.life.race(() => this.remote.pause());
  }

  /** @throws WorkerDied */
  resume(): Promise<void> {
    return this.life.race(() => this.remote.resume());
  }

  /** @throws WorkerDied */
  cancel(): Promise<void> {
    return this.life.race(() => this.remote.cancel());
  }

  /** Ends the worker now; whatever waits for it is told. */
  terminate(why: string): void {
    this.life.end(why);
  }
}
