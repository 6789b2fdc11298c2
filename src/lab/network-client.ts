/** The page's end of the worker that opens networks, and the only place that holds its Comlink proxy. */
import * as Comlink from 'comlink';
import type { NetworkWorker } from '../study/network-protocol.ts';
import type { WorkerLike } from './job-client.ts';

export class NetworkClient {
  private readonly worker: WorkerLike;
  private readonly remote: Comlink.Remote<NetworkWorker>;
  private readonly waiting = new Set<(error: Error) => void>();
  private died: Error | null = null;

  /** @param onDeath told when the worker has stopped by itself */
  constructor(worker: WorkerLike, onDeath: (error: Error) => void) {
    this.worker = worker;
    this.remote = Comlink.wrap<NetworkWorker>(worker);
    const fail = (message: string): void => {
      if (this.died) return;
      this.end(message);
      onDeath(new Error(message));
    };
    worker.addEventListener('error', () =>
      fail(
        'The worker that opens networks stopped with an error, perhaps for want of memory. Open the network again; reload the page if that does not help.',
      ),
    );
    worker.addEventListener('messageerror', () =>
      fail('The worker that opens networks sent what the page could not read. Open the network again.'),
    );
  }

  /** Asks the worker for something. @throws Error from the worker, or because it has ended: a call to a dead worker would never settle */
  ask<T>(call: (remote: Comlink.Remote<NetworkWorker>) => Promise<T>): Promise<T> {
    if (this.died) return Promise.reject(this.died);
    return new Promise((resolve, reject) => {
      this.waiting.add(reject);
      call(this.remote)
        .then(resolve, reject)
        .finally(() => this.waiting.delete(reject));
    });
  }

  /** Ends the worker; whatever waits for it is told. */
  end(why = 'The network was closed.'): void {
    if (this.died) return;
    this.died = new Error(why);
    this.worker.terminate();
    for (const reject of this.waiting) reject(this.died);
    this.waiting.clear();
  }
}
