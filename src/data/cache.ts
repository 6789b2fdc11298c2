/** Keeping shards in the browser's Cache Storage, so that a second visit needs no download and no network. */
import type { Bytes } from './download.ts';

/** Something a person should know although loading goes on. */
export interface DatasetNotice {
  readonly kind: 'cache-unavailable' | 'cache-full' | 'cache-failed';
  readonly message: string;
}

/** A store of files by address and content. None of its functions throws: a store that fails behaves like an empty one. */
export interface ShardCache {
  /** The file as it was put under this address and content tag (a SHA-256, or `manifest`); undefined where there is none. */
  get(url: string, content: string): Promise<Bytes | undefined>;
  /** Keeps a file in the place of every earlier one with the same address. */
  put(url: string, content: string, bytes: Bytes): Promise<void>;
  delete(url: string, content: string): Promise<void>;
}

const cachePrefix = 'parsimony-datasets-';
/** Raised when what lies in the cache changes its meaning; caches of other versions are removed. */
const cacheName = `${cachePrefix}v1`;

/** Caches of downloaded shards that earlier versions have left. */
export async function findOldCaches(): Promise<string[]> {
  const names = (await browserCacheStorage()?.keys()) ?? [];
  return names.filter((name) => name.startsWith(cachePrefix) && name !== cacheName);
}

export async function freeOldCaches(): Promise<void> {
  for (const name of await findOldCaches()) await browserCacheStorage()?.delete(name);
}

/** Keeps nothing: for Node, and for pages to which the browser gives no Cache Storage. */
export const noCache: ShardCache = {
  get: () => Promise.resolve(undefined),
  put: () => Promise.resolve(),
  delete: () => Promise.resolve(),
};

/**
 * The Cache Storage of this context; undefined in Node and on insecure addresses, and in a sandboxed frame, where the
 * mere look at it throws.
 */
export function browserCacheStorage(): CacheStorage | undefined {
  try {
    return (globalThis as { caches?: CacheStorage }).caches;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'SecurityError') return undefined;
    throw error;
  }
}

/**
 * Opens the store. Where there is none, or where it fails or is full, loading goes on without, and `onNotice` says so,
 * once for each kind of trouble.
 */
export async function openShardCache(
  storage: CacheStorage | undefined,
  onNotice: (notice: DatasetNotice) => void = () => {},
): Promise<ShardCache> {
  const unavailable = (reason: string): ShardCache => {
    onNotice({
      kind: 'cache-unavailable',
      message: `The browser does not let the lab keep its datasets (${reason}), so they are downloaded at every visit. Private windows and addresses without https do so.`,
    });
    return noCache;
  };
  if (!storage) return unavailable('there is no Cache Storage here');
  try {
    for (const name of await storage.keys()) {
      if (name.startsWith(cachePrefix) && name !== cacheName) await storage.delete(name);
    }
    return new CacheStorageShards(await storage.open(cacheName), onNotice);
  } catch (error) {
    return unavailable(String(error));
  }
}

class CacheStorageShards implements ShardCache {
  readonly #cache: Cache;
  readonly #onNotice: (notice: DatasetNotice) => void;
  readonly #reported = new Set<DatasetNotice['kind']>();
  #full = false;

  constructor(cache: Cache, onNotice: (notice: DatasetNotice) => void) {
    this.#cache = cache;
    this.#onNotice = onNotice;
  }

  async get(url: string, content: string): Promise<Bytes | undefined> {
    try {
      const response = await this.#cache.match(keyOf(url, content));
      return response && new Uint8Array(await response.arrayBuffer());
    } catch (error) {
      this.#report(url, error);
      return undefined;
    }
  }

  async put(url: string, content: string, bytes: Bytes): Promise<void> {
    if (this.#full) return;
    try {
      await this.#cache.delete(url, { ignoreSearch: true });
      await this.#cache.put(keyOf(url, content), new Response(bytes));
    } catch (error) {
      this.#report(url, error);
    }
  }

  async delete(url: string, content: string): Promise<void> {
    try {
      await this.#cache.delete(keyOf(url, content));
    } catch (error) {
      this.#report(url, error);
    }
  }

  #report(url: string, error: unknown): void {
    const isFull = error instanceof DOMException && error.name === 'QuotaExceededError';
    const kind = isFull ? 'cache-full' : 'cache-failed';
    if (isFull) this.#full = true;
    if (this.#reported.has(kind)) return;
    this.#reported.add(kind);
    this.#onNotice({
      kind,
      message: isFull
        ? `The browser's storage for this site is full, so ${url} was not kept and will be downloaded again at the next visit. Free disk space or clear other data of this site to change that.`
        : `The browser's storage failed on ${url} (${String(error)}), so it will be downloaded again at the next visit.`,
    });
  }
}

/** The content tag is part of the address, so a file that changed on the server is never mistaken for the kept one. */
function keyOf(url: string, content: string): string {
  const key = new URL(url);
  key.searchParams.set('content', content);
  return key.href;
}
