/** Where the networks of runs are kept: with the stored runs, or in this tab where that fails. */
import type { NetworkStage } from '../study/events.ts';
import type { Bytes } from '../study/network-protocol.ts';
import type { Archive } from './archive/archive.ts';
import { ArchiveError } from './archive/database.ts';

export interface NetworkPlace {
  readonly run: string;
  readonly job: number;
  readonly stage: NetworkStage;
}

/** Most that is kept in this tab; the oldest go first. */
const MOST_BYTES = 128e6;

const sameAs =
  (a: NetworkPlace) =>
  (b: NetworkPlace): boolean =>
    a.run === b.run && a.job === b.job && a.stage === b.stage;

export class NetworkShelf {
  private readonly archive: Archive | null;
  private readonly onTrouble: (message: string) => void;
  private inTab: (NetworkPlace & { readonly file: Bytes })[] = [];
  private readonly told = new Set<string>();

  /** @param archive null where runs are not stored @param onTrouble told once for each run whose networks could not be stored */
  constructor(archive: Archive | null, onTrouble: (message: string) => void) {
    this.archive = archive;
    this.onTrouble = onTrouble;
  }

  async put(place: NetworkPlace, file: Bytes): Promise<void> {
    try {
      // Of a run that could not be stored itself the person has been told.
      if (await this.archive?.keepNetwork({ ...place, file })) return;
    } catch (error) {
      this.tell(place.run, error);
    }
    this.inTab = [...this.inTab.filter((other) => !sameAs(place)(other)), { ...place, file }];
    while (this.inTab.length > 1 && this.inTab.reduce((sum, { file: { length } }) => sum + length, 0) > MOST_BYTES)
      this.inTab = this.inTab.slice(1);
  }

  /** Follows the jobs of a run to their new places. @param moves from each old place to the new one */
  async move(run: string, moves: ReadonlyMap<number, number>): Promise<void> {
    this.inTab = this.inTab.flatMap((place) => {
      const job = place.run === run ? moves.get(place.job) : place.job;
      return job === undefined ? [] : [{ ...place, job }];
    });
    try {
      await this.archive?.moveNetworks(run, moves);
    } catch (error) {
      this.tell(run, error);
    }
  }

  /** Which networks of a run there are. */
  async list(run: string): Promise<Omit<NetworkPlace, 'run'>[]> {
    const here = this.inTab.filter((place) => place.run === run).map(({ job, stage }) => ({ job, stage }));
    // Stored runs that cannot be read are told of where they are listed; what is in the tab is there all the same.
    const stored = (await this.archive?.networksOf(run).catch(() => [])) ?? [];
    return [...stored.filter(({ job, stage }) => !here.some((place) => place.job === job && place.stage === stage)), ...here];
  }

  /** @returns null if there is none @throws ArchiveError */
  async take(place: NetworkPlace): Promise<Bytes | null> {
    const here = this.inTab.find(sameAs(place));
    return here ? here.file : ((await this.archive?.network(place)) ?? null);
  }

  /** Keeps a network that a study begins with, where its workers look for it. @throws ArchiveError where nothing can be stored */
  async keepStart(digest: string, file: Bytes): Promise<void> {
    if (!this.archive) throw new ArchiveError('unavailable', 'A network to go on from has to be stored, and this page stores nothing.');
    await this.archive.keepStart(digest, file);
  }

  private tell(run: string, error: unknown): void {
    const kind = error instanceof ArchiveError ? error.kind : 'failed';
    // Where nothing is stored at all, that has been said already.
    if (this.told.has(run) || (kind !== 'full' && kind !== 'failed')) return;
    this.told.add(run);
    const isFull = kind === 'full';
    const reason = isFull ? 'this browser has no room left' : 'this browser did not take it';
    this.onTrouble(
      `A trained network of this run could not be stored: ${reason}. Its result is not touched by that. The network is kept in this tab until you close it: download it under “Trained networks”, or delete stored runs and run the job again.`,
    );
  }
}
