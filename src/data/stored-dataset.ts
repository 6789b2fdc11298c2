/**
 * What a worker has loaded of each dataset. Jobs of one worker come one after another and mostly want the same images,
 * so these stay, from job to job, until `forgetDatasets` or the end of the worker.
 */
import type { ShardCache } from './cache.ts';
import { abortedError, DatasetError, throwIfAborted } from './errors.ts';
import { datasetFolder, fetchManifest, type DatasetManifest, type ShardEntry, type SplitName } from './manifest.ts';
import { loadShard } from './shard.ts';

/** One shard, with where its content belongs. */
export interface Slot {
  readonly entry: ShardEntry;
  readonly split: SplitName;
  readonly part: 'images' | 'labels';
  /** Index of its first image in the split. */
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

export class StoredDataset {
  readonly manifest: DatasetManifest;
  /** In the order in which they load: training before test, the small labels before the images. */
  readonly slots: readonly Slot[];
  readonly #folder: string;
  readonly #buffers: Readonly<Record<SplitName, { readonly images: Uint8Array; readonly labels: Uint8Array }>>;

  constructor(folder: string, manifest: DatasetManifest) {
    this.#folder = folder;
    this.manifest = manifest;
    this.slots = (['train', 'test'] as const).flatMap((split) =>
      (['labels', 'images'] as const).flatMap((part) => slotsOf(manifest, split, part)),
    );
    // Whole splits, so that a batch is a view across shards. The system backs memory only where it is written to, so
    // this costs a job that takes few images next to nothing.
    const buffersOf = (split: SplitName) => {
      const images = manifest.splits[split].images.reduce((sum, shard) => sum + shard.rawBytes, 0);
      return { images: allocate(images, folder), labels: allocate(manifest.splits[split].count, folder) };
    };
    this.#buffers = { train: buffersOf('train'), test: buffersOf('test') };
  }

  /** Bytes of one image. */
  get imageBytes(): number {
    const [height, width, channels] = this.manifest.shape;
    return height * width * channels;
  }

  /** Views of the images [start, start + count) and their labels; defined once their slots are ready. */
  view(split: SplitName, start: number, count: number): { images: Uint8Array; labels: Uint8Array } {
    const { images, labels } = this.#buffers[split];
    const size = this.imageBytes;
    return {
      images: images.subarray(start * size, (start + count) * size),
      labels: labels.subarray(start, start + count),
    };
  }

  /**
   * Makes a slot ready. A slot that someone else is loading is waited for; when they abort, this call takes over.
   *
   * @throws {DatasetError}
   */
  async load(slot: Slot, options: LoadOptions): Promise<void> {
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

  async #fill(slot: Slot, { cache, signal, onBytes }: LoadOptions): Promise<void> {
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
    if (part === 'labels') checkLabels(content, this.manifest.classes.length, entry.file);
    this.#buffers[split][part].set(content, start * (part === 'images' ? this.imageBytes : 1));
    slot.ready = true;
  }
}

function slotsOf(manifest: DatasetManifest, split: SplitName, part: 'images' | 'labels'): Slot[] {
  let start = 0;
  return manifest.splits[split][part].map((entry) => {
    const slot: Slot = { entry, split, part, start, loadedBytes: 0, ready: false, inFlight: undefined };
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
      `There is no memory for the ${Math.round(bytes / 1e6)} MB of images in ${folder}. Close other tabs or run fewer jobs at once.`,
      { cause },
    );
  }
}

/** A label beyond the classes would be an index outside of every table that is made from them. */
function checkLabels(labels: Uint8Array, classes: number, file: string): void {
  const bad = labels.findIndex((label) => label >= classes);
  if (bad >= 0) {
    throw new DatasetError(
      'corrupt',
      file,
      `${file} holds the label ${labels[bad]} (item ${bad}), but there are ${classes} classes. Prepare the dataset again ` +
        'with "node scripts/datasets.mjs all --force" where the lab is served from.',
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
export async function storedDataset(
  baseUrl: string,
  name: string,
  options: { readonly signal: AbortSignal | undefined; readonly cache: ShardCache; readonly manifest?: DatasetManifest | undefined },
): Promise<StoredDataset> {
  const folder = datasetFolder(baseUrl, name);
  const known = loaded.get(folder);
  if (known) return known;
  const manifest = options.manifest ?? (await fetchManifest(baseUrl, name, options));
  // Another job may have come first while the manifest was on its way.
  const stored = loaded.get(folder) ?? new StoredDataset(folder, manifest);
  loaded.set(folder, stored);
  return stored;
}

/**
 * Frees the memory of every dataset that no job holds any more; the next job loads afresh.
 *
 * @internal Tests alone use it.
 */
export function forgetDatasets(): void {
  loaded.clear();
}
