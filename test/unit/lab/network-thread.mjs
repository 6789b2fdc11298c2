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

  /**
   * Fails once for a file “tears”, and from then on for everything. Tells of its loading on the way, and twice more behind its answer.
   * @param {object} _options
   * @param {(progress: { loadedBytes: number, totalBytes: number }) => void} onLoading
   */
  async check(_options, onLoading) {
    onLoading({ loadedBytes: 1, totalBytes: 3 });
    // It has come when the answer does.
    await new Promise((resolve) => setTimeout(resolve, 50));
    for (const loadedBytes of [2, 3]) setTimeout(() => onLoading({ loadedBytes, totalBytes: 3 }), 10 * loadedBytes);
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
