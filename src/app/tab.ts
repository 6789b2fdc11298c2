/** What a tab has before the lab's program is there, and whichever page it shows: what it has to tell, and what waits for the lab. */
import type { Lab } from '../lab/create-lab.ts';
import type { Dropped } from '../ui/data/files.ts';
import type { FrontNotice } from '../ui/front/FrontNotices.tsx';

export class Tab {
  /** What the labs of the tab are at: that of the page once it was opened, and those of lessons. They last as long as the tab. */
  readonly labs = new Set<Lab['store']>();
  #notices: readonly FrontNotice[] = [];
  #dropped: Dropped | null = null;
  readonly #listeners = new Set<() => void>();

  /** What has been told and neither dismissed nor handed to the lab. */
  readonly notices = (): readonly FrontNotice[] => this.#notices;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly notify = (notice: FrontNotice): void => this.#change([...this.#notices, notice]);

  readonly dismiss = (notice: FrontNotice): void => this.#change(this.#notices.filter((other) => other !== notice));

  /** Passes on what has been told so far, and whatever is told until what is returned is called. */
  readonly handTo = (notify: (notice: FrontNotice) => void): (() => void) => {
    const hand = (): void => {
      const told = this.#notices;
      if (told.length === 0) return;
      this.#change([]);
      for (const notice of told) notify(notice);
    };
    hand();
    return this.subscribe(hand);
  };

  /** Keeps what was dropped until the lab takes it. */
  keepDropped(dropped: Dropped): void {
    this.#dropped = dropped;
    // Whoever takes it hears of a failure, which may come before.
    if (dropped.kind === 'data') dropped.files.catch(() => undefined);
  }

  readonly takeDropped = (): Dropped | null => {
    const dropped = this.#dropped;
    this.#dropped = null;
    return dropped;
  };

  #change(notices: readonly FrontNotice[]): void {
    this.#notices = notices;
    for (const listener of this.#listeners) listener();
  }
}
