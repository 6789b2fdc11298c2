/** The page's end of the worker that opens networks, and the only place that holds its Comlink proxy. */
import * as Comlink from 'comlink';
import type { NetworkWorker } from '../study/network-protocol.ts';
import type { ReadingWorker } from '../study/reading-protocol.ts';
import { WorkerLife, type OnTheWay, type WorkerDied, type WorkerLike } from './worker-life.ts';

type OpenedWorker = Comlink.Remote<NetworkWorker & ReadingWorker>;

/** Questions in a row that may stay without an answer: a minute, since packing or measuring a large network is one piece of work. */
const PATIENCE = 30;

export class NetworkClient {
  private readonly remote: OpenedWorker;
  private readonly life: WorkerLife;
  private retired = false;

  /** @param onDeath told once when the worker has ended, whoever ended it */
  constructor(worker: WorkerLike, onDeath: (death: WorkerDied) => void, askEveryMs?: number) {
    this.remote = Comlink.wrap<NetworkWorker & ReadingWorker>(worker);
    this.life = new WorkerLife(worker, this.remote, {
      who: 'The worker that opens networks',
      again: 'Open the network again',
      patience: PATIENCE,
      onDeath,
      askEveryMs,
    });
  }

  /** Whether it may be asked for more. */
  get isUsable(): boolean {
    return !this.retired && !this.life.isOver;
  }

  /**
   * Asks the worker for something. One that has failed is not asked again: its backend may have lost its device or its memory. What others
   * wait for it may still finish.
   * @throws what the worker throws, or WorkerDied
   */
  async ask<T>(call: (remote: OpenedWorker, onTheWay: OnTheWay) => Promise<T>): Promise<T> {
    try {
      return await this.life.race((onTheWay) => call(this.remote, onTheWay));
    } catch (error) {
      this.retired = true;
      throw error;
    } finally {
      if (this.retired && this.life.pending === 0) this.end('Its worker had failed before. Try it again.');
    }
  }

  /** Ends the worker; whatever waits for it is told. */
  end(why = 'The network was closed.'): void {
    this.life.end(why);
  }
}
