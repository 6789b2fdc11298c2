/** One thing at a time on a device. */
import { Cancelled, RunControl } from '../nn/run-control.ts';

export class Turns {
  #turn: Promise<unknown> = Promise.resolve();
  /** Stops the request under way when another of its kind is made. */
  #control: RunControl | null = null;

  /** Does something once all that was asked for before is done. */
  take<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    // Whoever asked hears of a failure; the next one begins all the same.
    this.#turn = result.catch(() => undefined);
    return result;
  }

  /** Of requests that come while one is under way only the latest is answered: the others get null. */
  latest<T>(work: (control: RunControl) => Promise<T>): Promise<T | null> {
    this.dropLatest();
    const control = new RunControl();
    this.#control = control;
    return this.take(async () => {
      if (this.#control !== control) return null;
      try {
        return await work(control);
      } catch (error) {
        if (error instanceof Cancelled) return null;
        throw error;
      }
    });
  }

  /** Nobody waits for the latest request any more. */
  dropLatest(): void {
    this.#control?.cancel();
  }
}
