/** Where the networks of runs are kept: with the stored runs, or in this tab where that fails. */
import type { Bytes } from '../study/network-protocol.ts';
import { ArchiveError } from './archive/database.ts';
import type { RunKeeper } from './archive/keeper.ts';
import type { NetworkKey, StoredNetworks } from './archive/stored-networks.ts';

export type NetworkPlace = NetworkKey;

/** Most that is kept in this tab; the oldest go first. */
const MOST_BYTES = 128e6;

/** Stands for networks that were given up among the runs whose trouble was told. */
const DROPPED = 'dropped';

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

const sameAs =
  (a: NetworkPlace) =>
  (b: NetworkPlace): boolean =>
    a.run === b.run && a.job === b.job && a.stage === b.stage;

/** Where networks are stored. */
export interface NetworkStore {
  readonly keeper: Pick<RunKeeper, 'keepNetwork' | 'networksOf' | 'network'>;
  readonly networks: Pick<StoredNetworks, 'keepStart' | 'hasStart'>;
}

export class NetworkShelf {
  private readonly store: NetworkStore | null;
  private readonly onTrouble: (message: string) => void;
  private inTab: (NetworkPlace & { readonly file: Bytes })[] = [];
  /** Networks that runs of this tab have begun with, to be stored again if they are deleted. */
  private starts: { readonly digest: string; readonly file: Bytes }[] = [];
  private readonly told = new Set<string>();

  /** @param store null where runs are not stored @param onTrouble told once for each run whose networks could not be stored, and when such are given up */
  constructor(store: NetworkStore | null, onTrouble: (message: string) => void) {
    this.store = store;
    this.onTrouble = onTrouble;
  }

  async put(place: NetworkPlace, file: Bytes): Promise<void> {
    if (await this.isStored(place, file)) return;
    const all = [...this.inTab.filter((other) => !sameAs(place)(other)), { ...place, file }];
    this.inTab = bounded(all);
    this.tellDropped(all.length - this.inTab.length);
  }

  /** Follows the jobs of a run to their new places. @param moves from each old place to the new one */
  move(run: string, moves: ReadonlyMap<number, number>): void {
    this.inTab = this.inTab.flatMap((place) => {
      const job = place.run === run ? moves.get(place.job) : place.job;
      return job === undefined ? [] : [{ ...place, job }];
    });
  }

  /** Follows a run that goes on under another id. */
  rename(from: string, to: string): void {
    this.inTab = this.inTab.map((place) => (place.run === from ? { ...place, run: to } : place));
  }

  /** Stores what is kept in this tab, as after room was made; what cannot be stored stays in the tab. */
  async storeAgain(): Promise<void> {
    this.told.clear();
    for (const { digest, file } of this.starts) {
      try {
        if (this.store && !(await this.store.networks.hasStart(digest))) await this.store.networks.keepStart(digest, file);
      } catch (error) {
        this.tell(digest, error);
      }
    }
    for (const place of this.inTab) {
      const { file, ...key } = place;
      if (await this.isStored(key, file)) this.inTab = this.inTab.filter((other) => other !== place);
    }
  }

  /** Which networks of a run there are. */
  async list(run: string): Promise<Omit<NetworkPlace, 'run'>[]> {
    // Stored runs that cannot be read are told of where they are listed; what is in the tab is there all the same.
    const stored = (await this.store?.keeper.networksOf(run).catch(() => [])) ?? [];
    const here = this.inTab.filter((place) => place.run === run).map(({ job, stage }) => ({ job, stage }));
    return [...stored.filter(({ job, stage }) => !here.some((place) => place.job === job && place.stage === stage)), ...here];
  }

  /** @returns null if there is none @throws ArchiveError */
  async take(place: NetworkPlace): Promise<Bytes | null> {
    const here = this.inTab.find(sameAs(place));
    return here ? here.file : ((await this.store?.keeper.network(place)) ?? null);
  }

  /** Keeps a network that a study begins with, where its workers look for it. @throws ArchiveError where it cannot be stored */
  async keepStart(digest: string, file: Bytes): Promise<void> {
    const needed = 'a network to go on from has to be stored';
    if (!this.store) throw new ArchiveError('unavailable', `${needed}, and this page stores nothing.`);
    try {
      await this.store.networks.keepStart(digest, file);
    } catch (error) {
      if (!(error instanceof ArchiveError) || error.kind !== 'full') throw error;
      const remedy = 'Delete stored runs on the page Runs, or free space on the disk, and try again.';
      throw new ArchiveError('full', `${needed}, and this browser has no room left. ${remedy}`, { cause: error });
    }
    // Copies of what is stored: none is lost with them.
    this.starts = bounded([...this.starts.filter((start) => start.digest !== digest), { digest, file }]);
  }

  private async isStored(place: NetworkPlace, file: Bytes): Promise<boolean> {
    try {
      // Of a run that could not be stored itself the person has been told.
      return (await this.store?.keeper.keepNetwork({ ...place, file })) ?? false;
    } catch (error) {
      this.tell(place.run, error);
      return false;
    }
  }

  /** Once until networks are stored again: as long as nothing can be stored, each further one drops more. */
  private tellDropped(count: number): void {
    if (count === 0 || this.told.has(DROPPED)) return;
    this.told.add(DROPPED);
    const which = count === 1 ? 'the oldest of them was' : `the oldest ${count} of them were`;
    this.onTrouble(
      `This tab keeps at most ${megabytes(MOST_BYTES)} of trained networks that could not be stored, so ${which} given up, and more will be if more come. The results are not touched by that. Download those that you need under “Trained networks”; to have the others back, run their jobs again.`,
    );
  }

  private tell(run: string, error: unknown): void {
    const kind = error instanceof ArchiveError ? error.kind : 'failed';
    // Where nothing is stored at all, that has been said already.
    if (this.told.has(run) || (kind !== 'full' && kind !== 'failed')) return;
    this.told.add(run);
    const isFull = kind === 'full';
    const reason = isFull ? 'this browser has no room left' : 'this browser did not take it';
    this.onTrouble(
      `A trained network of this run could not be stored: ${reason}. Its result is not touched by that. The network is kept in this tab until you close it: download it under “Trained networks”, or delete stored runs and store it again.`,
    );
  }
}

/** The newest of them that are not too much. */
function bounded<Kept extends { readonly file: Bytes }>(kept: Kept[]): Kept[] {
  let bytes = kept.reduce((sum, { file }) => sum + file.length, 0);
  let first = 0;
  while (first < kept.length - 1 && bytes > MOST_BYTES) bytes -= kept[first++].file.length;
  return kept.slice(first);
}
