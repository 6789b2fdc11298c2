/** How fast a job trains just now. */
import { exp } from '../math/elementary.ts';

/** How fast the running rate forgets, in seconds of training. */
const MEMORY_SECONDS = 3;

export class RunningRate {
  /** Training steps per second; 0 before the first. */
  value = 0;
  /** Steps and seconds of late, those of longer ago counted less. */
  #steps = 0;
  #seconds = 0;
  #chunks = 0;

  /** Steps that were just taken, and the seconds they took. */
  add(steps: number, seconds: number): void {
    // The first steps compile and take memory: of LeNet-300-100 one took as long as thirty, and told 36 minutes of a run of two.
    if (++this.#chunks === 2) [this.#steps, this.#seconds] = [0, 0];
    const kept = exp(-seconds / MEMORY_SECONDS);
    this.#steps = kept * this.#steps + steps;
    this.#seconds = kept * this.#seconds + seconds;
    this.value = this.#steps / Math.max(this.#seconds, 1e-6);
  }
}
