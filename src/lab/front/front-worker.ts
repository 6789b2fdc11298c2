/** The first page's end of the worker that opens networks: the test set, what a network says of it, and training on. */
import type { ProbeFacts, Bytes, Tuned } from '../../study/network-protocol.ts';
import { NetworkClient } from '../network-client.ts';
import { loadingOf } from '../networks.ts';
import type { WorkerLike } from '../worker-life.ts';

/** Tells the share of the bytes that have come. */
type OnShare = (share: number) => void;

export class FrontWorker {
  readonly #client: NetworkClient;
  /** Numbers that wait for those under way. */
  #next: (() => Promise<void>) | null = null;
  #isBusy = false;

  constructor(worker: WorkerLike, onDeath: (message: string) => void) {
    this.#client = new NetworkClient(worker, ({ message, reason }) => reason !== 'ended' && onDeath(message));
  }

  /** @throws Error for a data set that cannot be had, or from the worker */
  begin(file: Bytes, dataUrl: string, onShare: OnShare): Promise<ProbeFacts> {
    return this.#client.ask((remote, onTheWay) => remote.beginProbe(file, { backend: 'wasm', dataUrl }, onTheWay(loadingOf(onShare))));
  }

  /**
   * Has the test set classified with these numbers, as they are when it comes to that. Of requests that come meanwhile only the latest is
   * taken, once the one under way has been answered: while a handle is dragged answers come as fast as they can be computed.
   * @param onClasses told before the next is taken @param onError what went wrong
   */
  classify(numbers: () => Float32Array, onClasses: (classes: Uint8Array) => void, onError: (error: unknown) => void): void {
    this.#next = async () => {
      try {
        const classes = await this.#client.ask((remote) => remote.classify(numbers()));
        if (classes) onClasses(classes);
      } catch (error) {
        onError(error);
      }
    };
    if (!this.#isBusy) void this.#work();
  }

  /** @throws Error from the worker */
  inputsOf(samples: readonly number[]): Promise<Float32Array> {
    return this.#client.ask((remote) => remote.inputsOf(samples));
  }

  /** @returns what came of it; null once it was cancelled @throws Error for a data set that cannot be had, or from the worker */
  tune(numbers: Float32Array, onShare: OnShare, onTuned: (tuned: Tuned) => void): Promise<Tuned | null> {
    this.#next = null;
    return this.#client.ask((remote, onTheWay) => remote.tune(numbers, onTheWay(loadingOf(onShare)), onTheWay(onTuned)));
  }

  async cancelTuning(): Promise<void> {
    await this.#client.ask((remote) => remote.cancelTuning());
  }

  end(): void {
    this.#next = null;
    this.#client.end('The first page has begun anew.');
  }

  async #work(): Promise<void> {
    this.#isBusy = true;
    for (let next = this.#next; next; next = this.#next) {
      this.#next = null;
      await next();
    }
    this.#isBusy = false;
  }
}
