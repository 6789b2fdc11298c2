// @ts-check
/**
 * Writes something that grows now and then, always as it is by then. What takes long to write is written less often: a result of 72 jobs and
 * 22 MB was fetched from a browser and written after each of them, which took half of the time of a sweep and went on after its end.
 */

/** Of all time, writing may take so much. */
const MOST_SHARE = 0.02;

export class Keeper {
  #write;
  #onTrouble;
  /** What is there is newer than what was written. */
  #isBehind = false;
  #isOver = false;
  /** Milliseconds, by the clock of `performance`. */
  #restUntil = 0;
  /** Ends a rest. */
  #wake = () => {};
  #working = /** @type {Promise<void> | null} */ (null);

  /**
   * @param {() => Promise<void>} write what there is at that moment
   * @param {(error: Error) => void} onTrouble told of each time that it did not work
   */
  constructor(write, onTrouble) {
    this.#write = write;
    this.#onTrouble = onTrouble;
  }

  /** There is something new. */
  ask() {
    this.#isBehind = true;
    this.#working ??= this.#work();
  }

  /** Writes nothing more than it is writing now. @returns {Promise<void>} resolves when that is done */
  async end() {
    this.#isOver = true;
    this.#wake();
    await this.#working;
  }

  async #work() {
    while (this.#isBehind && !this.#isOver) {
      await this.#rest();
      if (this.#isOver) break;
      this.#isBehind = false;
      const began = performance.now();
      await this.#write().catch(this.#onTrouble);
      const now = performance.now();
      this.#restUntil = now + (now - began) / MOST_SHARE;
    }
    this.#working = null;
  }

  /** @returns {Promise<void>} */
  #rest() {
    const left = this.#restUntil - performance.now();
    if (left <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, left);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
