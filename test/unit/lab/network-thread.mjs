/** A real thread that speaks a little of the protocol of the worker that opens networks, without computing anything. */
import * as Comlink from 'comlink';
import { parentPort } from 'node:worker_threads';

class Runner {
  #opened = '';
  #isTorn = false;

  /** @param {Uint8Array} file its text says what happens: “hang” never answers */
  async open(file) {
    this.#opened = new TextDecoder().decode(file);
    if (this.#opened === 'hang') for (;;);
    return this.#opened;
  }

  /** Fails once for a file “tears”, and from then on for everything. */
  async check() {
    if (this.#opened === 'tears' || this.#isTorn) {
      this.#isTorn = true;
      throw new Error('memory access out of bounds');
    }
    return this.#opened;
  }

  /** Takes a while. */
  async pack() {
    await new Promise((resolve) => setTimeout(resolve, 100));
    return this.#opened;
  }
}

if (parentPort) Comlink.expose(new Runner(), /** @type {import('comlink').Endpoint} */ (/** @type {unknown} */ (parentPort)));
