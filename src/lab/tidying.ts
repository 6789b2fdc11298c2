/** What tabs that were closed have left half done: found when the page opens, told on the page of stored runs, and freed. */
import { findOldCaches, freeOldCaches } from '../data/cache.ts';
import { findHalfWritten, freeHalfWritten } from '../data/own/half-written.ts';
import type { LeftBehind } from './stored-contract.ts';
import type { Access, LabSurroundings } from './lab-type.ts';
import type { StoredList } from './stored-list.ts';

export class Tidying {
  private readonly access: Access;
  private readonly list: StoredList;
  private readonly dataUrl: () => string;

  constructor(access: Access, list: StoredList, { dataUrl }: Pick<LabSurroundings, 'dataUrl'>) {
    this.access = access;
    this.list = list;
    this.dataUrl = dataUrl;
  }

  /** Looks for what is left, and frees it unless another tab is open that may be about to need it. */
  async look(): Promise<void> {
    const found = await this.find();
    if (!found || found.what.length === 0) return;
    const isAlone = await this.list.attempt(({ tabs }) => tabs.isAlone());
    this.tell(isAlone ? { ...found, isFreed: await this.freed() } : found);
  }

  /** Frees what was found, because a person says so. */
  async free(): Promise<void> {
    const { leftovers } = this.access.get().stored;
    if (leftovers && (await this.freed())) this.tell({ ...leftovers, isFreed: true });
    await this.list.refresh();
  }

  private async find(): Promise<LeftBehind | null> {
    return this.list.attempt(async ({ leftovers }) => {
      const [orphans, images, caches] = await Promise.all([
        leftovers.find(this.startOfForm()),
        findHalfWritten(this.dataUrl()),
        findOldCaches(),
      ]);
      const what = [
        counted(orphans.runs.length, 'run whose entry is missing', 'runs whose entries are missing'),
        counted(orphans.networks, 'network of no stored run', 'networks of no stored run'),
        counted(images.sets, 'half-written set of images', 'half-written sets of images'),
        counted(caches.length, 'store of data sets of an earlier version', 'stores of data sets of earlier versions'),
      ].filter((words) => words !== null);
      return { what, bytes: orphans.bytes + images.bytes, isFreed: false };
    });
  }

  private async freed(): Promise<boolean> {
    const isDone = await this.list.attempt(async ({ leftovers }) => {
      await leftovers.free(this.startOfForm());
      await Promise.all([freeHalfWritten(this.dataUrl()), freeOldCaches()]);
      return true;
    });
    return isDone ?? false;
  }

  /** The study on the form may begin with a network that no stored run begins with any more. */
  private startOfForm(): string | null {
    return this.access.get().study.job.start?.network ?? null;
  }

  private tell(leftovers: LeftBehind): void {
    this.access.set({ stored: { ...this.access.get().stored, leftovers } });
  }
}

const counted = (amount: number, one: string, many: string): string | null =>
  amount === 0 ? null : `${amount} ${amount === 1 ? one : many}`;
