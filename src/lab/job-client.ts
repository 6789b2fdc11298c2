/**
 * The page's end of one job worker, and the only place that holds its Comlink proxy. A call to a worker that has died never settles by
 * itself, and a worker that was terminated says nothing: so every call is raced against the worker's end, and its end is noticed by asking
 * it now and then whether it is there.
 */
import * as Comlink from 'comlink';
import type { JobCheckpoint } from '../study/checkpoint.ts';
import type { JobEvent, JobWorker, RunOptions } from '../study/events.ts';
import type { Job } from '../study/schema.ts';

/** What a pool needs of a Worker. */
export type WorkerLike = Comlink.Endpoint & { terminate(): void };

/** Why a worker does not answer any more. */
export class WorkerDied extends Error {
  /** `error`: a script or module of it failed; `message`: it sent what cannot be read; `silent`: no sign of life; `ended`: by us. */
  readonly reason: 'error' | 'message' | 'silent' | 'ended';

  /** @param cause what was thrown in it, where that is told: Node does, no browser does */
  constructor(reason: WorkerDied['reason'], message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'WorkerDied';
    this.reason = reason;
  }
}

/** Milliseconds between two questions whether a worker is there. */
export const ASK_EVERY_MS = 2000;

/**
 * Questions in a row that may stay without an answer: 10 s. A worker lets messages in every 40 ms or so. They are counted rather than timed,
 * since after a computer's sleep only one of them has been missed.
 */
const USUAL_PATIENCE = 5;
/** Before its first answer a worker fetches its script: 60 s, for slow lines. */
const PATIENCE_AT_START = 30;

export class JobClient<W extends WorkerLike = WorkerLike> {
  readonly worker: W;
  private readonly remote: Comlink.Remote<JobWorker>;
  private readonly waiting = new Set<(death: WorkerDied) => void>();
  private readonly onDeath: (death: WorkerDied) => void;
  private readonly askEveryMs: number;
  private readonly timer: ReturnType<typeof setInterval>;
  private died: WorkerDied | null = null;
  private missed = 0;
  private answered = false;
  private asking = false;
  /** Questions in a row that may stay without an answer, more where a single step of a job can take many seconds. */
  patience = USUAL_PATIENCE;

  constructor(worker: W, onDeath: (death: WorkerDied) => void, askEveryMs = ASK_EVERY_MS) {
    this.worker = worker;
    this.askEveryMs = askEveryMs;
    this.onDeath = onDeath;
    this.remote = Comlink.wrap<JobWorker>(worker);
    worker.addEventListener('error', (event) => {
      const said = 'message' in event && typeof event.message === 'string' ? event.message : '';
      this.die(
        new WorkerDied(
          'error',
          `The worker of this job stopped with an error${said ? `: ${said}` : ' while its program was loaded'}. Run the job again; reload the page if that does not help.`,
          'error' in event ? event.error : undefined,
        ),
      );
    });
    worker.addEventListener('messageerror', () => {
      this.die(new WorkerDied('message', 'The worker of this job sent a message that the page could not read. Run the job again.'));
    });
    this.timer = setInterval(() => this.ask(), askEveryMs);
  }

  /**
   * Runs a job; resolves when it has ended in whatever way its events say.
   * @param from where the job goes on; null begins it anew
   * @throws WorkerDied, or what went wrong outside of the job
   */
  run(job: Job, options: RunOptions, onEvents: (events: JobEvent[]) => void, from: JobCheckpoint | null = null): Promise<void> {
    const listen = (events: JobEvent[]): void => {
      this.alive();
      onEvents(events);
    };
    return this.race(this.remote.run(job, options, Comlink.proxy(listen), from));
  }

  /** @throws WorkerDied */
  pause(): Promise<void> {
    return this.race(this.remote.pause());
  }

  /** @throws WorkerDied */
  resume(): Promise<void> {
    return this.race(this.remote.resume());
  }

  /** @throws WorkerDied */
  cancel(): Promise<void> {
    return this.race(this.remote.cancel());
  }

  /** Ends the worker now; whatever waits for it is told. */
  terminate(why: string): void {
    this.die(new WorkerDied('ended', why));
  }

  private race<T>(call: Promise<T>): Promise<T> {
    if (this.died) return Promise.reject(this.died);
    return new Promise((resolve, reject) => {
      this.waiting.add(reject);
      call.then(resolve, reject).finally(() => this.waiting.delete(reject));
    });
  }

  private alive(): void {
    this.missed = 0;
    this.answered = true;
  }

  private ask(): void {
    if (this.asking) {
      this.missed++;
      const most = this.answered ? this.patience : Math.max(this.patience, PATIENCE_AT_START);
      if (this.missed >= most) {
        this.die(
          new WorkerDied(
            'silent',
            `The worker of this job has given no sign of life for ${(most * this.askEveryMs) / 1000} seconds: it was ended, or ran out of memory. Run the job again.`,
          ),
        );
      }
      return;
    }
    this.asking = true;
    const heard = (): void => {
      this.asking = false;
      this.alive();
    };
    // Any answer is a sign of life, so it asks for a property that need not be there.
    Promise.resolve(Reflect.get(this.remote, 'alive')).then(heard, heard);
  }

  private die(death: WorkerDied): void {
    if (this.died) return;
    this.died = death;
    clearInterval(this.timer);
    this.worker.terminate();
    const waiting = [...this.waiting];
    this.waiting.clear();
    for (const reject of waiting) reject(death);
    this.onDeath(death);
  }
}
