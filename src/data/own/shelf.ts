/** What keeping data of one's own takes, whatever they are: a manifest and shards, whole or not there at all, read as a server's are. */
import { browserCacheStorage, noCache, type ShardCache } from '../cache.ts';
import type { Bytes } from '../download.ts';
import { DatasetError } from '../errors.ts';
import { parseManifest } from '../manifest.ts';
import { hexOf, sha256 } from '../sha256.ts';
import { shardsOf, type Manifest, type ShardEntry, type Storage } from '../storage.ts';
import { addressOf, alone, DELETED, FOLDER, MANIFEST, noStorage, opened } from './own-cache.ts';

/** Uncompressed bytes of a shard. */
const SHARD_BYTES = 8 * 2 ** 20;

/** A kind of data of one's own. */
export interface Shelf<Kept extends Manifest, Part extends string, Entry> {
  readonly storage: Storage<Kept, Part>;
  /** As jobs, links and lists name it. */
  entryOf(manifest: Kept): Entry;
  readonly words: {
    /** “The images”, and what goes with that. */
    readonly the: string;
    readonly are: 'is' | 'are';
    readonly them: 'it' | 'them';
    /** What helps where there is no room. */
    readonly fewer: string;
  };
}

/** What names data of one's own. */
export interface Named {
  readonly name: string;
  readonly sha256: string;
}

/** The name under which a data set is a folder of shards. */
export const ownFolder = (sha: string): string => `own-${sha.slice(0, 32)}`;

/** What a data set of one's own says of itself: no server and no script has to do with it, so that the words are others. */
function manifestIn<Kept extends Manifest>(shelf: Shelf<Kept, string, unknown>, text: string, name: string, folder: string): Kept {
  try {
    return parseManifest(text, name, folder, shelf.storage);
  } catch (cause) {
    const { the, are, them } = shelf.words;
    throw new DatasetError(
      'manifest',
      name,
      `${the} “${name}” ${are} not as this version of the lab keeps ${them}. Delete ${them} under “Data sets”, and add ${them} again.`,
      { cause },
    );
  }
}

/** Writes the files of a data set. */
export interface Files {
  /** Shards of a part: of `count` items as many as fit, each gzip. @throws {DatasetError} where there is no room */
  shards(split: 'train' | 'test', part: string, bytes: Uint8Array, count: number): Promise<ShardEntry[]>;
}

/**
 * Keeps a data set. One that is there already is left as it is, but for its name.
 * @param baseUrl absolute address of the folder of all data sets
 * @param made writes its shards and gives its manifest, whose title is put in here
 * @throws {DatasetError} where the browser keeps nothing or is full; what was there before is still there then
 */
export async function keepOwn<Kept extends Manifest, Part extends string, Entry>(
  shelf: Shelf<Kept, Part, Entry>,
  baseUrl: string,
  { name, sha256: sha }: Named,
  made: (files: Files, folder: string) => Promise<Kept>,
): Promise<Entry> {
  const cache = await opened();
  const folder = ownFolder(sha);
  return alone(folder, async () => {
    const added = new AddedFiles(cache, addressOf(baseUrl, folder, ''), shelf.words);
    const whole = await wholeManifest(shelf, cache, baseUrl, folder);
    const manifest = { ...(whole ?? (await made(added, folder))), title: name };
    manifestIn(shelf, JSON.stringify(manifest), name, folder);
    const isListed = whole?.title === name && (await cache.match(addressOf(baseUrl, folder, MANIFEST))) !== undefined;
    // Last, so that a data set that is listed is whole. One that was deleted a moment ago is there again.
    if (!isListed) await added.put(MANIFEST, JSON.stringify(manifest));
    await cache.delete(addressOf(baseUrl, folder, DELETED));
    return shelf.entryOf(manifest);
  });
}

/** Files that a write puts into the cache; where one finds no room, those that it has added are taken out again, and no others. */
class AddedFiles implements Files {
  private readonly cache: Cache;
  private readonly start: string;
  private readonly words: Shelf<Manifest, string, unknown>['words'];
  private readonly added: string[] = [];

  constructor(cache: Cache, start: string, words: Shelf<Manifest, string, unknown>['words']) {
    this.cache = cache;
    this.start = start;
    this.words = words;
  }

  /** @throws {DatasetError} where there is no room */
  async put(file: string, body: BodyInit): Promise<void> {
    const address = this.start + file;
    const before = await this.cache.match(address);
    try {
      await this.cache.put(address, new Response(body));
      if (!before) this.added.push(address);
    } catch (cause) {
      for (const own of this.added) await this.cache.delete(own);
      const { the, are, fewer } = this.words;
      throw new DatasetError(
        'storage',
        file,
        `The browser’s storage for this page is full, so ${the.toLowerCase()} ${are === 'is' ? 'was' : 'were'} not kept (${String(cause)}). Delete data sets or runs, or ${fewer}.`,
        { cause },
      );
    }
  }

  shards(split: 'train' | 'test', part: string, bytes: Uint8Array, count: number): Promise<ShardEntry[]> {
    return packedShards(`${split}-${part}`, bytes, count, ({ file }, packed) => this.put(file, packed));
  }
}

/**
 * Items as shards, each gzip and of no more than `SHARD_BYTES` before that.
 * @param name what their files begin with
 * @param keep is given each, and waited for
 */
export async function packedShards(
  name: string,
  bytes: Uint8Array,
  count: number,
  keep: (entry: ShardEntry, packed: Bytes) => Promise<void> | void,
): Promise<ShardEntry[]> {
  const each = bytes.length / count;
  const perShard = Math.max(1, Math.floor(SHARD_BYTES / each));
  const entries: ShardEntry[] = [];
  for (let start = 0; start < count; start += perShard) {
    const raw = bytes.subarray(start * each, Math.min(count, start + perShard) * each);
    const packed = await gzip(raw);
    const file = `${name}-${String(entries.length).padStart(3, '0')}.bin`;
    const entry = { file, count: raw.length / each, bytes: packed.length, rawBytes: raw.length, sha256: await hashOf(packed) };
    await keep(entry, packed);
    entries.push(entry);
  }
  return entries;
}

/** The manifest of a data set, also of one that is deleted and can still be had back, if all of its shards are there and undamaged. */
async function wholeManifest<Kept extends Manifest, Part extends string>(
  shelf: Shelf<Kept, Part, unknown>,
  cache: Cache,
  baseUrl: string,
  folder: string,
): Promise<Kept | null> {
  const kept = (await cache.match(addressOf(baseUrl, folder, MANIFEST))) ?? (await cache.match(addressOf(baseUrl, folder, DELETED)));
  if (!kept) return null;
  const manifest = readable(shelf, await kept.text(), folder);
  if (!manifest) return null;
  const shards = (['train', 'test'] as const).flatMap((split) => shelf.storage.parts.flatMap((part) => shardsOf(manifest, split, part)));
  for (const { file, sha256: sha } of shards) {
    const shard = await cache.match(addressOf(baseUrl, folder, file));
    if (!shard || (await hashOf(new Uint8Array(await shard.arrayBuffer()))) !== sha) return null;
  }
  return manifest;
}

/** Every data set of a kind that is kept, by name; none where the browser keeps nothing. One that this version cannot read is left as it is. */
export async function listOwn<Kept extends Manifest, Entry extends Named>(shelf: Shelf<Kept, string, Entry>): Promise<Entry[]> {
  if (!browserCacheStorage()) return [];
  const cache = await opened();
  const found: Entry[] = [];
  for (const request of await cache.keys()) {
    const match = /\/(own-[0-9a-f]{32})\/manifest\.json$/u.exec(request.url);
    const response = match && (await cache.match(request));
    const manifest = response && readable(shelf, await response.text(), match[1]);
    if (manifest) found.push(shelf.entryOf(manifest));
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function readable<Kept extends Manifest>(shelf: Shelf<Kept, string, unknown>, text: string, folder: string): Kept | null {
  try {
    return manifestIn(shelf, text, folder, folder);
  } catch {
    return null;
  }
}

/** A data set of one's own as `openStored` takes it. */
export interface OpenedOwn<Kept extends Manifest> {
  readonly baseUrl: string;
  readonly manifest: Kept;
  readonly cache: ShardCache;
}

/**
 * The manifest and shards of a data set, for `openStored`.
 * @param missing what to throw where this browser does not have it
 */
export async function openOwn<Kept extends Manifest, Part extends string, Entry extends Named>(
  shelf: Shelf<Kept, Part, Entry>,
  baseUrl: string,
  { name, sha256: sha }: Named,
  missing: () => DatasetError,
): Promise<OpenedOwn<Kept>> {
  const folder = ownFolder(sha);
  const storage = browserCacheStorage();
  if (!storage) throw missing();
  const cache = await opened();
  const response = await cache.match(addressOf(baseUrl, folder, MANIFEST));
  if (!response) throw missing();
  const manifest = manifestIn(shelf, await response.text(), name, folder);
  if (shelf.entryOf(manifest).sha256 !== sha) throw missing();
  const { the, are, them } = shelf.words;
  return {
    baseUrl: new URL(FOLDER, baseUrl).href,
    manifest,
    cache: {
      ...noCache,
      get: async (url, content): Promise<Bytes> => {
        const shard = await cache.match(url);
        // Deleted by another tab, or by the browser.
        if (!shard) throw missing();
        const bytes = new Uint8Array(await shard.arrayBuffer());
        if ((await hashOf(bytes)) === content) return bytes;
        // Said here: no server has these files, so that asking one for them again would end in another message.
        throw new DatasetError(
          'corrupt',
          name,
          `${the.replace('The', 'The stored')} “${name}” ${are} damaged. Delete ${them} under “Data sets”, and add ${them} again.`,
        );
      },
    },
  };
}

async function gzip(bytes: Uint8Array): Promise<Bytes> {
  const stream = new Blob([bytes as Bytes]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

export const hashOf = async (bytes: Uint8Array): Promise<string> => hexOf(await sha256(bytes as Bytes, noStorage));
