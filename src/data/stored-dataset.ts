/**
 * What a worker has loaded of each dataset. Jobs of one worker come one after another and mostly want the same images,
 * so these stay, from job to job, until `forgetDatasets` or the end of the worker.
 */
import type { ShardCache } from './cache.ts';
import { abortedError, DatasetError, throwIfAborted } from './errors.ts';
import { datasetFolder, fetchManifest } from './manifest.ts';
import { loadShard } from './shard.ts';
import { shardsOf, type Manifest, type ShardEntry, type SplitName, type Storage } from './storage.ts';

/** One shard, with where its content belongs. */
export interface Slot<Part extends string = string> {
  readonly entry: ShardEntry;
  readonly split: SplitName;
  readonly part: Part;
  /** Index of its first item in the split. */
  readonly start: number;
  /** Compressed bytes that have come. */
  loadedBytes: number;
  /** Its content is in the split's buffer. */
  ready: boolean;
  /** The download in progress, if there is one. */
  inFlight: Promise<void> | undefined;
}

export interface LoadOptions {
  readonly cache: ShardCache;
  readonly signal: AbortSignal | undefined;
  readonly onBytes: (slot: Slot) => void;
}

export class StoredDataset<Kept extends Manifest = Manifest, Part extends string = string> {
  readonly storage: Storage<Kept, Part>;
  readonly manifest: Kept;
  /** In the order in which they load: training before test. */
  readonly slots: readonly Slot<Part>[];
  readonly #folder: string;
  readonly #buffers: Readonly<Record<SplitName, Readonly<Record<Part, Uint8Array>>>>;

  constructor(folder: string, manifest: Kept, storage: Storage<Kept, Part>) {
    this.#folder = folder;
    this.manifest = manifest;
    this.storage = storage;
    this.slots = (['train', 'test'] as const).flatMap((split) => storage.parts.flatMap((part) => slotsOf(manifest, split, part)));
    // Whole splits, so that a batch is a view across shards. The system backs memory only where it is written to, so
    // this costs a job that takes few samples next to nothing.
    const buffersOf = (split: SplitName): Record<Part, Uint8Array> =>
      this.#ofParts((part) => allocate(manifest.splits[split].count * storage.bytesOf(part, manifest), folder));
    this.#buffers = { train: buffersOf('train'), test: buffersOf('test') };
  }

  /** Views of the items [start, start + count) of every part; defined once their slots are ready. */
  view(split: SplitName, start: number, count: number): Record<Part, Uint8Array> {
    return this.#ofParts((part) => {
      const size = this.storage.bytesOf(part, this.manifest);
      return this.#buffers[split][part].subarray(start * size, (start + count) * size);
    });
  }

  #ofParts<Value>(make: (part: Part) => Value): Record<Part, Value> {
    return Object.fromEntries(this.storage.parts.map((part) => [part, make(part)])) as Record<Part, Value>;
  }

  /**
   * Makes a slot ready. A slot that someone else is loading is waited for; when they abort, this call takes over.
   *
   * @throws {DatasetError}
   */
  async load(slot: Slot<Part>, options: LoadOptions): Promise<void> {
    const { signal } = options;
    while (!slot.ready) {
      throwIfAborted(signal, slot.entry.file);
      if (!slot.inFlight) {
        slot.inFlight = this.#fill(slot, options).finally(() => {
          slot.inFlight = undefined;
        });
        await slot.inFlight;
      } else {
        try {
          await untilAborted(slot.inFlight, signal, slot.entry.file);
        } catch (error) {
          const takeOver = error instanceof DatasetError && error.kind === 'aborted' && !signal?.aborted;
          if (!takeOver) throw error;
        }
      }
    }
  }

  async #fill(slot: Slot<Part>, { cache, signal, onBytes }: LoadOptions): Promise<void> {
    const { entry, split, part, start } = slot;
    const content = await loadShard({
      folder: this.#folder,
      entry,
      cache,
      signal,
      onBytes: (loadedBytes) => {
        slot.loadedBytes = loadedBytes;
        onBytes(slot);
      },
    });
    this.storage.check(part, content, this.manifest, entry.file);
    this.#buffers[split][part].set(content, start * this.storage.bytesOf(part, this.manifest));
    slot.ready = true;
  }
}

function slotsOf<Part extends string>(manifest: Manifest, split: SplitName, part: Part): Slot<Part>[] {
  let start = 0;
  return shardsOf(manifest, split, part).map((entry) => {
    const slot: Slot<Part> = { entry, split, part, start, loadedBytes: 0, ready: false, inFlight: undefined };
    start += entry.count;
    return slot;
  });
}

function allocate(bytes: number, folder: string): Uint8Array {
  try {
    return new Uint8Array(bytes);
  } catch (cause) {
    throw new DatasetError(
      'storage',
      folder,
      `There is no memory for the ${Math.round(bytes / 1e6)} MB in ${folder}. Close other tabs or run fewer jobs at once.`,
      { cause },
    );
  }
}

function untilAborted(promise: Promise<void>, signal: AbortSignal | undefined, file: string): Promise<void> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(abortedError(signal, file));
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

const loaded = new Map<string, StoredDataset>();

/**
 * The dataset as far as this worker has it; at first, its manifest alone.
 *
 * @throws {DatasetError}
 */
export async function storedDataset<Kept extends Manifest, Part extends string>(
  baseUrl: string,
  name: string,
  options: {
    readonly storage: Storage<Kept, Part>;
    readonly signal: AbortSignal | undefined;
    readonly cache: ShardCache;
    readonly manifest?: Kept | undefined;
  },
): Promise<StoredDataset<Kept, Part>> {
  const { storage } = options;
  const folder = datasetFolder(baseUrl, name);
  const known = loadedAs(storage, folder);
  if (known) return known;
  const manifest = options.manifest ?? (await fetchManifest(baseUrl, name, options));
  // Another job may have come first while the manifest was on its way.
  const stored = loadedAs(storage, folder) ?? new StoredDataset(folder, manifest, storage);
  loaded.set(folder, stored);
  return stored;
}

/** @throws {DatasetError} where the same folder was read as another kind of data, which the manifest would have refused */
function loadedAs<Kept extends Manifest, Part extends string>(
  storage: Storage<Kept, Part>,
  folder: string,
): StoredDataset<Kept, Part> | undefined {
  const known = loaded.get(folder);
  if (known && known.storage.kind !== storage.kind) {
    throw new DatasetError('manifest', folder, `${folder} holds ${known.storage.kind}, and ${storage.kind} were asked for.`);
  }
  return known as StoredDataset<Kept, Part> | undefined;
}

/**
 * Frees the memory of every dataset that no job holds any more; the next job loads afresh.
 *
 * @internal Tests alone use it.
 */
export function forgetDatasets(): void {
  loaded.clear();
}
