/**
 * Several tabs of one browser share the stored runs. The tab that changes a run holds a lock of its name for as long as it does, which the
 * browser gives back whatever becomes of the tab; a channel tells the others that something has changed.
 */
const PREFIX = 'parsimony.run.';
/** Held by every tab of the lab for as long as it is open. */
const PRESENCE = 'parsimony.tab';
/** Milliseconds that a tab waits for a run: another one may be about to give it back, as after a change of its name. */
const WAIT_MS = 500;

/** Gives a run back. */
export type Lease = () => void;

/** A run that this tab has, for as many as have asked for it. */
interface Hold {
  holders: number;
  isOver: boolean;
  readonly release: () => void;
}

export class Tabs {
  // Either can be missing, as on addresses without https: the lab then knows of no other tab.
  private locks: LockManager | null = globalThis.navigator?.locks ?? null;
  private readonly channel: BroadcastChannel | null = null;
  private readonly asked = new Map<string, Promise<Hold | null>>();
  /** Runs whose lock the browser has given to this tab and not yet taken back. */
  private readonly own = new Set<string>();
  private readonly awaited = new Set<string>();
  private readonly present: Promise<void>;

  /** @param onChange told when another tab has changed what is stored */
  constructor(onChange: () => void) {
    this.present = this.arrive();
    if (!('BroadcastChannel' in globalThis)) return;
    this.channel = new BroadcastChannel('parsimony.runs');
    this.channel.addEventListener('message', onChange);
  }

  /** Takes a run for this tab until every lease of it is given back. @returns null if another tab works on it */
  async take(id: string): Promise<Lease | null> {
    const locks = await this.usable();
    if (!locks) return () => undefined;
    for (;;) {
      const hold = await (this.asked.get(id) ?? this.ask(locks, id));
      if (!hold) return null;
      // Given back while this call waited for it.
      if (!hold.isOver) return this.leaseOf(id, hold);
    }
  }

  /** Runs that other tabs work on. */
  async elsewhere(): Promise<ReadonlySet<string>> {
    const { held = [] } = (await (await this.usable())?.query()) ?? {};
    const names = held.flatMap(({ name, mode }) => (mode === 'exclusive' && name?.startsWith(PREFIX) ? [name.slice(PREFIX.length)] : []));
    return new Set(names.filter((id) => !this.own.has(id)));
  }

  /** Calls back once when the tab that works on a run has given it back or is gone. */
  whenFree(id: string, then: () => void): void {
    if (this.awaited.has(id)) return;
    this.awaited.add(id);
    void this.usable().then(async (locks) => {
      if (!locks) return;
      await locks.request(PREFIX + id, { mode: 'shared' }, () => undefined);
      this.awaited.delete(id);
      then();
    });
  }

  /** Whether no other tab of the lab is open; null where that cannot be known. */
  async isAlone(): Promise<boolean | null> {
    const locks = await this.usable();
    if (!locks) return null;
    const { held = [] } = await locks.query();
    return held.filter(({ name }) => name === PRESENCE).length === 1;
  }

  tellOthers(): void {
    this.channel?.postMessage('changed');
  }

  /** Null where the browser has none, and where it refuses them: to a frame of a foreign page that may keep nothing. */
  private async usable(): Promise<LockManager | null> {
    await this.present;
    return this.locks;
  }

  /** Lets other tabs know, from now on, that this one is open. */
  private arrive(): Promise<void> {
    const { locks } = this;
    return new Promise((resolve) => {
      if (!locks) return resolve();
      locks
        .request(PRESENCE, { mode: 'shared' }, () => new Promise<void>(() => resolve()))
        .catch(() => {
          this.locks = null;
          resolve();
        });
    });
  }

  private ask(locks: LockManager, id: string): Promise<Hold | null> {
    const asked = new Promise<Hold | null>((resolve, reject) => {
      locks
        .request(PREFIX + id, { signal: AbortSignal.timeout(WAIT_MS) }, () => {
          this.own.add(id);
          return new Promise<void>((release) => resolve({ holders: 0, isOver: false, release }));
        })
        .then(
          () => this.own.delete(id),
          (error: unknown) => {
            this.asked.delete(id);
            if (error instanceof DOMException && error.name === 'TimeoutError') resolve(null);
            else reject(error);
          },
        );
    });
    this.asked.set(id, asked);
    return asked;
  }

  private leaseOf(id: string, hold: Hold): Lease {
    hold.holders++;
    let isGiven = false;
    return () => {
      if (isGiven) return;
      isGiven = true;
      if (--hold.holders > 0) return;
      hold.isOver = true;
      this.asked.delete(id);
      hold.release();
    };
  }
}
