/** Pausing and stopping a loop that runs in a worker. */
import { nextMessage } from '../data/next-message.ts';

/** Thrown out of a loop whose job was cancelled. */
export class Cancelled extends Error {
  constructor() {
    super('The job was cancelled.');
    this.name = 'Cancelled';
  }
}

/**
 * What a loop calls between pieces of work of some 40 ms, so that a pause or cancel is answered well within 200 ms. The yield goes
 * through a MessageChannel: browsers slow timers and animation frames of hidden tabs, but not messages.
 */
export class RunControl {
  private cancelled = false;
  private paused = false;
  private wake: (() => void) | null = null;
  private readonly onPaused: (paused: boolean) => void;
  /** Milliseconds spent paused. */
  pausedMs = 0;

  constructor(onPaused: (paused: boolean) => void = () => undefined) {
    this.onPaused = onPaused;
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
    this.wake?.();
  }

  cancel(): void {
    this.cancelled = true;
    this.wake?.();
  }

  /**
   * Lets messages in, waits while paused.
   * @throws Cancelled once the job has been cancelled
   */
  async checkpoint(): Promise<void> {
    await nextMessage();
    if (this.cancelled) throw new Cancelled();
    if (!this.paused) return;
    const since = performance.now();
    this.onPaused(true);
    while (this.paused && !this.cancelled) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    this.wake = null;
    this.pausedMs += performance.now() - since;
    if (this.cancelled) throw new Cancelled();
    this.onPaused(false);
  }
}
