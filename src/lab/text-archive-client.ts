/** The page's end of the worker that codes texts, and the only place that holds its Comlink proxy. */
import * as Comlink from 'comlink';
import type { TellCoding, TextArchiver } from '../study/text-archiver.ts';
import { WorkerLife, type WorkerLike } from './worker-life.ts';

/** Questions in a row that may stay without an answer: a minute. */
const PATIENCE = 30;

export class TextArchiveClient {
  readonly #remote: Comlink.Remote<TextArchiver>;
  readonly #life: WorkerLife;

  constructor(worker: WorkerLike) {
    this.#remote = Comlink.wrap<TextArchiver>(worker);
    this.#life = new WorkerLife(worker, this.#remote, {
      who: 'The worker that codes texts',
      again: 'Try it again',
      patience: PATIENCE,
      // Whoever waits is told; there is nothing else to do.
      onDeath: () => undefined,
    });
  }

  /** @throws what the archiver throws, or WorkerDied */
  ask<T>(call: (remote: Comlink.Remote<TextArchiver>, tell: TellCoding & Comlink.ProxyMarked) => Promise<T>, tell: TellCoding): Promise<T> {
    return this.#life.race((onTheWay) => call(this.#remote, onTheWay(tell)));
  }

  /** Ends the worker; whatever waits for it is told. */
  end(): void {
    this.#life.end('It was cancelled.');
  }
}
