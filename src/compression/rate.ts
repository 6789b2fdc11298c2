/** How fast a job trains just now. */
import { exp } from '../math/elementary.ts';

/** How fast the running rate forgets, in seconds of training. */
const MEMORY_SECONDS = 3;

export class RunningRate {
  /** Training steps per second; 0 before the first. */
  value = 0;

  /** Steps that were just taken, and the seconds they took. */
  add(steps: number, seconds: number): void {
    const weight = this.value === 0 ? 1 : 1 - exp(-seconds / MEMORY_SECONDS);
    this.value += weight * (steps / Math.max(seconds, 1e-6) - this.value);
  }
}
