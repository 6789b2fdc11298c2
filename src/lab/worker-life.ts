/**
 * The life of one worker, as the page sees it. A call to a worker that has died never settles by itself, and a worker that was terminated
 * says nothing: so every call is raced against the worker's end, and its end is noticed by asking it now and then whether it is there.
 */
import * as Comlink from 'comlink';
import { reload } from '../data/reader.ts';

/** What the page needs of a Worker. */
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
/** Before its first answer a worker fetches its script: 60 s, for slow lines. */
const PATIENCE_AT_START = 30;

/**
 * Makes a listener for what a call tells on its way. It comes by another port than the answer, and may come after it: then it is dropped, as it
 * would tell of something that is over. What must not be missed belongs into the answer.
 */
export type OnTheWay = <Told extends unknown[]>(listener: (...told: Told) => void) => ((...told: Told) => void) & Comlink.ProxyMarked;

export interface WorkerLifeOptions {
  /** Who it is, at the beginning of a sentence. */
  readonly who: string;
  /** What a person does once it is gone, as a sentence without its full stop. */
  readonly again: string;
  /** Questions in a row that may stay without an answer. They are counted rather than timed: after a computer's sleep one has been missed. */
  readonly patience: number;
  /** Told once when it has ended, whoever ended it. */
  readonly onDeath: (death: WorkerDied) => void;
  readonly askEveryMs?: number | undefined;
}

export class WorkerLife<W extends WorkerLike = WorkerLike> {
  readonly worker: W;
  patience: number;
  private readonly options: WorkerLifeOptions;
  private readonly askEveryMs: number;
  private readonly alive: () => Promise<unknown>;
  private readonly waiting = new Set<(death: WorkerDied) => void>();
  private readonly timer: ReturnType<typeof setInterval>;
  private died: WorkerDied | null = null;
  private missed = 0;
  private answered = false;
  private asking = false;

  /** @param remote its Comlink proxy */
  constructor(worker: W, remote: Comlink.Remote<object>, options: WorkerLifeOptions) {
    this.worker = worker;
    this.options = options;
    this.patience = options.patience;
    this.askEveryMs = options.askEveryMs ?? ASK_EVERY_MS;
    // Any answer is a sign of life, so it asks for a property that need not be there.
    this.alive = () => Promise.resolve(Reflect.get(remote, 'alive'));
    worker.addEventListener('error', (event) => {
      const said = 'message' in event && typeof event.message === 'string' ? event.message : '';
      // A script that cannot be fetched or read says nothing; one that runs out of memory names it.
      const how = said
        ? `stopped with an error: ${said}`
        : 'stopped before it could begin, and nothing says why: its program did not load, or is none that can be read here';
      this.die(
        new WorkerDied(
          'error',
          `${options.who} ${how}. ${options.again}; ${reload()} if that does not help.`,
          'error' in event ? event.error : undefined,
        ),
      );
    });
    worker.addEventListener('messageerror', () => {
      this.die(new WorkerDied('message', `${options.who} sent a message that could not be read. ${options.again}.`));
    });
    this.timer = setInterval(() => this.ask(), this.askEveryMs);
  }

  get isOver(): boolean {
    return this.died !== null;
  }

  /** Calls that have not settled. */
  get pending(): number {
    return this.waiting.size;
  }

  /** @throws WorkerDied, or what the call throws */
  race<T>(call: (onTheWay: OnTheWay) => Promise<T>): Promise<T> {
    if (this.died) return Promise.reject(this.died);
    return new Promise((resolve, reject) => {
      const onTheWay: OnTheWay = (listener) => Comlink.proxy((...told) => this.waiting.has(reject) && listener(...told));
      this.waiting.add(reject);
      call(onTheWay)
        .finally(() => this.waiting.delete(reject))
        .then(resolve, reject);
    });
  }

  /** It has just been heard of. */
  heard(): void {
    this.missed = 0;
    this.answered = true;
  }

  /** Ends the worker now; whatever waits for it is told. */
  end(why: string): void {
    this.die(new WorkerDied('ended', why));
  }

  private ask(): void {
    if (this.asking) {
      this.missed++;
      const most = this.answered ? this.patience : Math.max(this.patience, PATIENCE_AT_START);
      if (this.missed < most) return;
      const seconds = (most * this.askEveryMs) / 1000;
      const { who, again } = this.options;
      this.die(
        new WorkerDied('silent', `${who} has given no sign of life for ${seconds} seconds, and nothing says why. It was ended. ${again}.`),
      );
      return;
    }
    this.asking = true;
    const heard = (): void => {
      this.asking = false;
      this.heard();
    };
    this.alive().then(heard, heard);
  }

  private die(death: WorkerDied): void {
    if (this.died) return;
    this.died = death;
    clearInterval(this.timer);
    this.worker.terminate();
    const waiting = [...this.waiting];
    this.waiting.clear();
    for (const reject of waiting) reject(death);
    this.options.onDeath(death);
  }
}
