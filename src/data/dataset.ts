/** Opening a dataset for a job: shards stream in behind, and each batch waits only for the ones it needs. */
import { browserCacheStorage, openShardCache, type DatasetNotice, type ShardCache } from './cache.ts';
import { imageStorage, type DatasetManifest } from './kinds/image-storage.ts';
import { textStorage, type TextManifest } from './kinds/text-storage.ts';
import type { Manifest, SplitName, Storage } from './storage.ts';
import { storedDataset, type Slot, type StoredDataset } from './stored-dataset.ts';

export interface DatasetProgress {
  /** The shard that just moved on. */
  readonly file: string;
  /** Compressed bytes of the shards this job needs: those that have come, and all. */
  readonly loadedBytes: number;
  readonly totalBytes: number;
}

export interface OpenDatasetOptions<Kept extends Manifest = Manifest> {
  /** Absolute address of the folder that holds all datasets, such as `new URL('data/', pageUrl).href`. */
  readonly baseUrl: string;
  readonly name: string;
  /** Stops every download of this job. */
  readonly signal?: AbortSignal;
  /** Called for every piece that arrives, hundreds of times; whoever passes it on thins it out. */
  readonly onProgress?: (progress: DatasetProgress) => void;
  readonly onNotice?: (notice: DatasetNotice) => void;
  /** At most so many samples of a split, from the first on; only the shards that hold them are fetched. */
  readonly limits?: { readonly [split in SplitName]?: number | undefined };
  /** Its manifest where that is known already; otherwise the server is asked. */
  readonly manifest?: Kept;
  /** Where shards are kept between visits; the browser's Cache Storage unless given. */
  readonly cache?: ShardCache;
}

/**
 * Images as they lie in files: uint8 pixels, count × height × width × channels, and uint8 class indices, count of them. Views of the loaded
 * dataset: read them, never write or transfer them.
 */
export type StoredImages = Readonly<Record<'images' | 'labels', Uint8Array>>;

/** Views of the parts of a split. */
export type StoredItems = Readonly<Record<string, Uint8Array>>;

export interface DatasetSplit<Items = StoredImages> {
  /** Samples in this split, after `limits`. */
  readonly count: number;
  /**
   * The samples [start, start + count) in file order, once the shards that hold them are there.
   *
   * @throws {RangeError} for a range outside of the split
   * @throws {DatasetError} when any shard of the dataset failed, until `retry`
   */
  batch(start: number, count: number): Promise<Items>;
}

/** Of images, unless told. */
export interface Dataset<Kept extends Manifest = DatasetManifest, Items = StoredImages> {
  readonly manifest: Kept;
  readonly splits: Readonly<Record<SplitName, DatasetSplit<Items>>>;
  /** Settles when every shard is there, or with the failure that also rejects every waiting batch. */
  readonly ready: Promise<void>;
  readonly loadedBytes: number;
  readonly totalBytes: number;
  /** After a failure: fetches what is missing, and gives the new `ready`. Without one it changes nothing. */
  retry(): Promise<void>;
}

/** Of any kind. */
export type AnyDataset = Dataset<Manifest, StoredItems>;

/** Whether a dataset is one of images. */
export const isOfImages = (dataset: AnyDataset): dataset is AnyDataset & Dataset =>
  (dataset.manifest.kind ?? imageStorage.kind) === imageStorage.kind;

/** Whether a dataset is a text. */
export const isOfText = (dataset: AnyDataset): dataset is AnyDataset & Dataset<TextManifest, Readonly<Record<'text', Uint8Array>>> =>
  dataset.manifest.kind === textStorage.kind;

/** Downloads at the same time: one is unpacked while the next one comes in. */
const downloadsAtOnce = 2;

/**
 * Opens a dataset and starts loading it, training shards first. Resolves with the manifest, before any sample is there.
 *
 * @param storage that of the kind of data that it holds
 * @throws {DatasetError} when the manifest cannot be had; nothing stays behind, so simply open again
 * @throws {RangeError} for a limit that is not a positive whole number
 */
export async function openStored<Kept extends Manifest, Part extends string>(
  storage: Storage<Kept, Part>,
  options: OpenDatasetOptions<Kept>,
): Promise<Dataset<Kept, Readonly<Record<Part, Uint8Array>>>> {
  const { baseUrl, name, signal, limits = {} } = options;
  for (const limit of [limits.train, limits.test]) {
    if (limit !== undefined && !(Number.isInteger(limit) && limit > 0)) {
      throw new RangeError(`A limit of ${limit} samples for ${name}: give a whole number above 0, or none for all of them.`);
    }
  }
  const cache = options.cache ?? (await openShardCache(browserCacheStorage(), options.onNotice));
  const stored = await storedDataset(baseUrl, name, { storage, signal, cache, manifest: options.manifest });
  return new LoadingDataset(stored, cache, options);
}

/**
 * As `openStored`, of images.
 *
 * @internal Tests open images by it; jobs open what their source says.
 */
export const openDataset = (options: OpenDatasetOptions<DatasetManifest>): Promise<Dataset> => openStored(imageStorage, options);

interface Waiter<Part extends string> {
  readonly slots: readonly Slot<Part>[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** One try at loading everything; `retry` begins another. */
interface Attempt {
  done: Promise<void>;
  failed: boolean;
  readonly claimed: Set<Slot>;
}

class LoadingDataset<Kept extends Manifest, Part extends string> implements Dataset<Kept, Readonly<Record<Part, Uint8Array>>> {
  readonly manifest: Kept;
  readonly splits: Readonly<Record<SplitName, DatasetSplit<Readonly<Record<Part, Uint8Array>>>>>;
  readonly #stored: StoredDataset<Kept, Part>;
  readonly #cache: ShardCache;
  readonly #signal: AbortSignal | undefined;
  readonly #onProgress: ((progress: DatasetProgress) => void) | undefined;
  readonly #slots: readonly Slot<Part>[];
  readonly #waiters = new Set<Waiter<Part>>();
  #attempt: Attempt;

  constructor(stored: StoredDataset<Kept, Part>, cache: ShardCache, { limits = {}, signal, onProgress }: OpenDatasetOptions<Kept>) {
    this.manifest = stored.manifest;
    this.#stored = stored;
    this.#cache = cache;
    this.#signal = signal;
    this.#onProgress = onProgress;
    const splitOf = (split: SplitName): DatasetSplit<Readonly<Record<Part, Uint8Array>>> => {
      const count = Math.min(limits[split] ?? Infinity, stored.manifest.splits[split].count);
      return { count, batch: (start, size) => this.#batch(split, count, start, size) };
    };
    this.splits = { train: splitOf('train'), test: splitOf('test') };
    this.#slots = stored.slots.filter((slot) => slot.start < this.splits[slot.split].count);
    this.#attempt = this.#begin();
  }

  get ready(): Promise<void> {
    return this.#attempt.done;
  }

  get loadedBytes(): number {
    return this.#slots.reduce((sum, slot) => sum + slot.loadedBytes, 0);
  }

  get totalBytes(): number {
    return this.#slots.reduce((sum, slot) => sum + slot.entry.bytes, 0);
  }

  retry(): Promise<void> {
    if (this.#attempt.failed) this.#attempt = this.#begin();
    return this.ready;
  }

  #begin(): Attempt {
    const attempt: Attempt = { done: Promise.resolve(), failed: false, claimed: new Set() };
    attempt.done = Promise.all(Array.from({ length: downloadsAtOnce }, () => this.#loadInTurn(attempt))).then(() => {});
    // Whoever awaits `ready` or a batch gets the failure; a job that awaits neither yet must not end the worker with it.
    attempt.done.catch(() => {});
    return attempt;
  }

  /** Loads one slot after another until none is left or one has failed. */
  async #loadInTurn(attempt: Attempt): Promise<void> {
    for (let slot = this.#next(attempt); slot; slot = this.#next(attempt)) {
      attempt.claimed.add(slot);
      try {
        await this.#stored.load(slot, {
          cache: this.#cache,
          signal: this.#signal,
          onBytes: ({ entry }) => this.#report(entry.file),
        });
      } catch (error) {
        this.#fail(attempt, error);
        throw error;
      }
      this.#report(slot.entry.file);
      this.#wake();
    }
  }

  /** The next slot to load: one that a batch waits for, otherwise the first in order. */
  #next({ claimed, failed }: Attempt): Slot<Part> | undefined {
    if (failed) return undefined;
    const open = (slot: Slot<Part>): boolean => !slot.ready && !claimed.has(slot);
    for (const { slots } of this.#waiters) {
      const wanted = slots.find(open);
      if (wanted) return wanted;
    }
    return this.#slots.find(open);
  }

  #report(file: string): void {
    this.#onProgress?.({ file, loadedBytes: this.loadedBytes, totalBytes: this.totalBytes });
  }

  #wake(): void {
    for (const waiter of this.#waiters) {
      if (!waiter.slots.every(({ ready }) => ready)) continue;
      this.#waiters.delete(waiter);
      waiter.resolve();
    }
  }

  /** The first failure of an attempt is everybody's; a second one that comes in behind it, or after a retry, is not. */
  #fail(attempt: Attempt, error: unknown): void {
    if (attempt.failed) return;
    attempt.failed = true;
    if (attempt !== this.#attempt) return;
    for (const waiter of this.#waiters) waiter.reject(error);
    this.#waiters.clear();
  }

  async #batch(split: SplitName, available: number, start: number, count: number): Promise<Readonly<Record<Part, Uint8Array>>> {
    if (!Number.isInteger(start) || !Number.isInteger(count) || start < 0 || count < 1 || start + count > available) {
      throw new RangeError(`Samples ${start} to ${start + count} of ${this.manifest.name}/${split} were asked for; it has ${available}.`);
    }
    if (this.#attempt.failed) await this.#attempt.done;
    const slots = this.#slots.filter((slot) => slot.split === split && slot.start < start + count && start < slot.start + slot.entry.count);
    if (!slots.every(({ ready }) => ready)) {
      await new Promise<void>((resolve, reject) => this.#waiters.add({ slots, resolve, reject }));
    }
    return this.#stored.view(split, start, count);
  }
}
