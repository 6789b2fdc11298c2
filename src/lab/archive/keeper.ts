/**
 * Puts the run of this tab into the archive as it happens, one thing after another. Where that fails the run goes on in memory, and is stored
 * whole once it can be.
 */
import { messageOf } from '../../data/message-of.ts';
import type { Archive } from './archive.ts';
import { ArchiveError } from './database.ts';
import type { JobChange, SavedRun, StoredNetworkFile, StoredRun } from './format.ts';
import { newRunId } from './run-id.ts';
import type { NetworkKey, StoredNetworks } from './stored-networks.ts';
import type { Lease, Tabs } from './tabs.ts';

export interface KeeperWatch {
  /** Told once each time that storing begins to fail. */
  readonly onTrouble: (error: ArchiveError) => void;
  /** Told when the list of runs has changed. */
  readonly onChange: () => void;
  /** Told when something was stored. */
  readonly onStored: () => void;
  /** Told when a run was stored whole: what belongs to it and had to wait for that can be stored as well. */
  readonly onWhole: () => void;
  /** Told when another tab has written a run that this one works on, so that what this one has is stored as another run. */
  readonly onParted: (from: string, to: string) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** A run that this tab shows or has worked on. */
interface Known {
  /** That this tab has read or written last. */
  revision: number;
  status: StoredRun['status'] | null;
  lease: Lease | null;
  /** The run as it stands, where the archive lacks something of it. */
  unsaved: SavedRun | null;
  /** Where its jobs are now, from the places that they have in the archive; null where they are the same. */
  moves: Moves | null;
}

type Moves = ReadonlyMap<number, number>;

/** `same` as this tab knows it, or absent; else what another tab has done to it. */
export type Stand = 'same' | 'changed' | 'deleted' | 'absent';

export class RunKeeper {
  private readonly archive: Archive;
  private readonly networks: StoredNetworks;
  private readonly tabs: Tabs;
  private readonly watch: KeeperWatch;
  private readonly runs = new Map<string, Known>();
  /** Under which ids runs are now that were parted from others. */
  private readonly parted = new Map<string, string>();
  private line: Promise<unknown> = Promise.resolve();

  constructor(archive: Archive, networks: StoredNetworks, tabs: Tabs, watch: KeeperWatch) {
    this.archive = archive;
    this.networks = networks;
    this.tabs = tabs;
    this.watch = watch;
  }

  /** Has this tab alone work on a run, until it has ended or is let go. @returns false if another tab works on it */
  hold(id: string): Promise<boolean> {
    return this.inLine(() => this.take(this.known(id), id));
  }

  letGo(id: string): void {
    void this.inLine(() => Promise.resolve(giveBack(this.known(id))));
  }

  /** How a run stands in the archive against what this tab shows of it. @throws ArchiveError */
  stand(id: string): Promise<Stand> {
    return this.inLine(async () => {
      const stored = await this.archive.standing(id);
      if (!stored) return 'absent';
      if (stored.revision !== this.known(id).revision) return 'changed';
      return stored.isDeleted ? 'deleted' : 'same';
    });
  }

  /** A run as it stands in this tab where the archive lacks something of it. */
  unsaved(id: string): SavedRun | null {
    return this.known(id).unsaved;
  }

  /** A run that this tab starts or extends. @param moves from the place of each job before to the one that it has now; null if it is a new run */
  begin(given: SavedRun, moves: Moves | null): Promise<void> {
    return this.inLine(async () => {
      const saved = this.placed(given);
      const known = this.known(saved.run.id);
      known.moves = moves && known.moves ? composed(known.moves, moves) : moves;
      known.status = saved.run.status;
      await this.attempt(saved, async () => {
        await this.take(known, saved.run.id);
        await this.saveWhole(saved);
      });
      this.changed();
    });
  }

  /** A stored run that this tab shows, and may go on with. */
  adopt({ id, revision }: StoredRun): void {
    const known = this.known(id);
    // One that is not stored whole is shown as it stands here.
    if (!known.unsaved) Object.assign(known, { revision, status: null, moves: null });
  }

  /** @param given the run as it stands, for an archive that does not have it @param changes what is new in it */
  write(given: SavedRun, changes: readonly JobChange[]): Promise<void> {
    return this.inLine(async () => {
      const saved = this.placed(given);
      const { id, status } = saved.run;
      const known = this.known(id);
      const over = status !== 'running';
      const isNews = known.status !== status;
      known.status = status;
      // The end of a run is worth another attempt.
      if (known.unsaved && !over) known.unsaved = saved;
      else {
        await this.attempt(saved, async () => {
          if (!over) await this.take(known, id);
          if (known.unsaved) await this.saveWhole(saved);
          else await this.writeChanges(saved, changes);
        });
      }
      if (over) giveBack(known);
      if (isNews) this.changed();
    });
  }

  /** Says of a stored run that it has ended, where its own tab was closed before it could; without effect if another tab has it. */
  settle({ run }: SavedRun): Promise<void> {
    return this.inLine(async () => {
      const known = this.known(run.id);
      if (known.unsaved || !(await this.take(known, run.id))) return;
      try {
        if ((await this.archive.write({ ...run, revision: known.revision }, [])) === 'stored') known.revision++;
      } catch {
        // It is shown as it is; its row says so the next time that it is opened.
      }
      giveBack(known);
    });
  }

  /** Keeps a network of a run. @returns false if it has to wait until the run itself is stored @throws ArchiveError */
  keepNetwork(network: StoredNetworkFile): Promise<boolean> {
    return this.inLine(async () => {
      const run = this.parted.get(network.run) ?? network.run;
      // In the archive its jobs may still have other places, where it would lie with another job.
      return this.known(run).moves === null && (await this.networks.keep({ ...network, run }));
    });
  }

  /** Which networks of a run are stored, by the places that its jobs have in this tab. @throws ArchiveError */
  networksOf(run: string): Promise<readonly Omit<NetworkKey, 'run'>[]> {
    return this.inLine(async () => {
      const { moves } = this.known(run);
      const stored = await this.networks.of(run);
      if (!moves) return stored;
      return stored.flatMap(({ job, stage }) => (moves.has(job) ? [{ job: moves.get(job)!, stage }] : []));
    });
  }

  /** A stored network as a file, by the place that its job has in this tab; null if there is none. @throws ArchiveError */
  network({ run, job, stage }: NetworkKey): Promise<StoredNetworkFile['file'] | null> {
    return this.inLine(async () => {
      const { moves } = this.known(run);
      const place = moves ? [...moves].find(([, now]) => now === job)?.[0] : job;
      return place === undefined ? null : this.networks.file({ run, job: place, stage });
    });
  }

  /**
   * Stores every run whole that the archive lacks something of, as after room was made.
   * @param shown stored as well if it was deleted
   * @returns whether all of them are stored
   */
  storeAgain(shown: SavedRun | null): Promise<boolean> {
    return this.inLine(async () => {
      if (shown && (await this.isMissing(shown.run.id))) this.known(shown.run.id).unsaved ??= shown;
      let isDone = true;
      for (const known of this.runs.values()) {
        const { unsaved } = known;
        if (!unsaved) continue;
        // Told of once more if it fails once more.
        known.unsaved = null;
        await this.attempt(unsaved, () => this.saveMakingRoom(unsaved));
        isDone &&= this.known(unsaved.run.id).unsaved === null;
      }
      this.changed();
      return isDone;
    });
  }

  private async isMissing(id: string): Promise<boolean> {
    const stored = await this.archive.standing(id);
    return !stored || stored.isDeleted;
  }

  private inLine<T>(work: () => Promise<T>): Promise<T> {
    const done = this.line.then(work);
    this.line = done.catch(() => undefined);
    return done;
  }

  private known(id: string): Known {
    const known = this.runs.get(id) ?? { revision: 0, status: null, lease: null, unsaved: null, moves: null };
    this.runs.set(id, known);
    return known;
  }

  private placed(saved: SavedRun): SavedRun {
    const id = this.parted.get(saved.run.id);
    return id === undefined ? saved : { ...saved, run: { ...saved.run, id } };
  }

  private async take(known: Known, id: string): Promise<boolean> {
    known.lease ??= await this.tabs.take(id);
    return known.lease !== null;
  }

  private async writeChanges(saved: SavedRun, changes: readonly JobChange[]): Promise<void> {
    const known = this.known(saved.run.id);
    const written = await this.archive.write({ ...saved.run, revision: known.revision }, changes);
    if (written === 'stored') this.stored(known);
    else await this.saveWhole(saved);
  }

  private async saveWhole({ run, jobs }: SavedRun): Promise<void> {
    const known = this.known(run.id);
    const written = await this.archive.save({ run: { ...run, revision: known.revision }, jobs }, known.moves);
    if (written === 'stored') this.stored(known);
    else await this.part({ run, jobs });
    this.watch.onWhole();
  }

  private async saveMakingRoom(saved: SavedRun): Promise<void> {
    try {
      await this.saveWhole(saved);
    } catch (error) {
      if (!(error instanceof ArchiveError) || error.kind !== 'full') throw error;
      // What was deleted a moment ago takes room for as long as that can be undone.
      await this.archive.purge(new Date(this.watch.now()).toISOString());
      await this.saveWhole(saved);
    }
  }

  /** Two tabs have worked on one run, as can be where the browser has no locks: both results are kept. */
  private async part({ run, jobs }: SavedRun): Promise<void> {
    const id = newRunId(this.watch.now());
    await this.archive.save({ run: { ...run, id, revision: 0, pinned: false }, jobs });
    const known = this.known(run.id);
    giveBack(known);
    if (known.status === 'running') await this.take(known, id);
    this.runs.delete(run.id);
    this.runs.set(id, known);
    this.parted.set(run.id, id);
    known.revision = 0;
    this.stored(known);
    this.watch.onParted(run.id, id);
  }

  private stored(known: Known): void {
    Object.assign(known, { revision: known.revision + 1, unsaved: null, moves: null });
    this.watch.onStored();
  }

  private changed(): void {
    this.tabs.tellOthers();
    this.watch.onChange();
  }

  private async attempt(saved: SavedRun, work: () => Promise<void>): Promise<void> {
    const known = this.known(saved.run.id);
    try {
      await work();
    } catch (error) {
      const isFirst = known.unsaved === null;
      known.unsaved = saved;
      if (isFirst)
        this.watch.onTrouble(
          error instanceof ArchiveError
            ? error
            : new ArchiveError('failed', `The run could not be stored: ${messageOf(error)}. It goes on; save its result as a file.`),
        );
    }
  }
}

function giveBack(known: Known): void {
  known.lease?.();
  known.lease = null;
}

/** One move after another; what the second one drops is dropped. */
const composed = (first: Moves, second: Moves): Moves =>
  new Map([...first].flatMap(([from, between]) => (second.has(between) ? [[from, second.get(between)!] as const] : [])));
