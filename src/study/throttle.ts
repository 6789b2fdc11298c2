/** Does something at most once in so many milliseconds, so that what happens often is told or shown seldom, and the last of it always is. */
export class Throttle {
  private readonly everyMs: number;
  private readonly work: () => void;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private doneAt = Number.NEGATIVE_INFINITY;

  constructor(everyMs: number, work: () => void) {
    this.everyMs = everyMs;
    this.work = work;
  }

  /** Whether the last time is long enough ago. */
  get isDue(): boolean {
    return performance.now() - this.doneAt >= this.everyMs;
  }

  /** Has it done as soon as it may be, after the present task. */
  ask(): void {
    this.timer ??= setTimeout(() => this.now(), Math.max(0, this.everyMs - (performance.now() - this.doneAt)));
  }

  /** Does it at once, however often it is done; what was asked for before is done with that. */
  now(): void {
    this.stop();
    this.doneAt = performance.now();
    this.work();
  }

  /** Forgets what was asked for. */
  stop(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }
}
