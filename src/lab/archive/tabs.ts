/**
 * Several tabs of one browser share the stored runs. The tab that works on a run holds a lock of its name for as long as it does, which the
 * browser gives back whatever becomes of the tab; a channel tells the others that something has changed.
 */
const PREFIX = 'parsimony.run.';

export class Tabs {
  // Either can be missing, as on addresses without https: the lab then knows of no other tab.
  private readonly locks: LockManager | null = globalThis.navigator?.locks ?? null;
  private readonly channel: BroadcastChannel | null = null;
  private readonly own = new Map<string, () => void>();
  private readonly awaited = new Set<string>();

  /** @param onChange told when another tab has changed what is stored */
  constructor(onChange: () => void) {
    if (!('BroadcastChannel' in globalThis)) return;
    this.channel = new BroadcastChannel('parsimony.runs');
    this.channel.addEventListener('message', onChange);
  }

  /** Takes a run for this tab. @returns false if another tab works on it */
  async take(id: string): Promise<boolean> {
    const { locks } = this;
    if (!locks || this.own.has(id)) return true;
    return new Promise((resolve, reject) => {
      locks
        .request(PREFIX + id, { ifAvailable: true }, async (lock) => {
          if (!lock) {
            resolve(false);
            return;
          }
          await new Promise<void>((release) => {
            this.own.set(id, release);
            resolve(true);
          });
        })
        // Only now has the browser taken the lock back.
        .then(() => this.own.delete(id), reject);
    });
  }

  /** Gives a run back that has ended. */
  release(id: string): void {
    this.own.get(id)?.();
  }

  /** Runs that other tabs work on. */
  async elsewhere(): Promise<ReadonlySet<string>> {
    const { held = [] } = (await this.locks?.query()) ?? {};
    const names = held.flatMap(({ name }) => (name?.startsWith(PREFIX) ? [name.slice(PREFIX.length)] : []));
    return new Set(names.filter((id) => !this.own.has(id)));
  }

  /** Calls back once when the tab that works on a run has given it back or is gone. */
  whenFree(id: string, then: () => void): void {
    if (!this.locks || this.awaited.has(id)) return;
    this.awaited.add(id);
    void this.locks
      .request(PREFIX + id, { mode: 'shared' }, () => undefined)
      .then(() => {
        this.awaited.delete(id);
        then();
      });
  }

  tellOthers(): void {
    this.channel?.postMessage('changed');
  }
}
