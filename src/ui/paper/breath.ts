/** Long work on the page in short tasks. */
import { nextMessage } from '../../data/next-message.ts';

/** Milliseconds in one task. */
const TASK_MS = 8;

export class Breath {
  private readonly signal: AbortSignal;
  private since = performance.now();

  /** @param signal that gives the work up */
  constructor(signal: AbortSignal) {
    this.signal = signal;
  }

  /** Lets the page answer if the task has taken long enough. @throws the reason of the signal once it is aborted */
  async draw(): Promise<void> {
    if (performance.now() - this.since > TASK_MS) await this.pause();
  }

  /** Lets the page answer. @throws as `draw` */
  async pause(): Promise<void> {
    await nextMessage();
    this.signal.throwIfAborted();
    this.since = performance.now();
  }
}
