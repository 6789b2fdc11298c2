/**
 * Data sets of one's own, kept in the browser: a manifest and shards like those that a server has, under addresses that no server
 * answers, so that jobs read them as they read MNIST. They stay until they are deleted, or the browser clears the site's data.
 */
import { forReader } from '../reader.ts';
import { grouped } from '../../math/number-text.ts';
import { browserCacheStorage, noCache, type ShardCache } from '../cache.ts';
import type { Bytes } from '../download.ts';
import { DatasetError } from '../errors.ts';
import { imageStorage, type DatasetManifest } from '../kinds/image-storage.ts';
import { parseManifest } from '../manifest.ts';
import type { ShardEntry } from '../storage.ts';
import { addressOf, alone, DELETED, FOLDER, folders, MANIFEST, noStorage, opened, removeFolder } from './own-cache.ts';
import type { OwnImages, OwnSplit } from './reading.ts';
import { hexOf, sha256 } from '../sha256.ts';

/** A header with the time of the deletion, ISO 8601. */
const DELETED_AT = 'deleted-at';

/** Uncompressed bytes of a shard. */
const SHARD_BYTES = 8 * 2 ** 20;

/** A data set of one's own as jobs, links and lists name it. */
export interface OwnDataset {
  readonly name: string;
  /** Of shape, classes and every image and label. */
  readonly sha256: string;
  readonly shape: readonly [height: number, width: number, channels: number];
  readonly classes: number;
  readonly train: number;
  readonly test: number;
}

/** The name under which the data set is a folder of shards. */
export const ownFolder = (sha: string): string => `own-${sha.slice(0, 32)}`;

/** What a data set of one's own says of itself: no server and no script has to do with it, so that the words are others. */
function manifestIn(text: string, name: string, folder: string): DatasetManifest {
  try {
    return parseManifest(text, name, folder, imageStorage);
  } catch (cause) {
    throw new DatasetError(
      'manifest',
      name,
      `The images “${name}” are not as this version of the lab keeps them. Delete them under “Data sets”, and add them again.`,
      { cause },
    );
  }
}

/**
 * Keeps a data set. One that is there already is left as it is, but for its name.
 * @param baseUrl absolute address of the folder of all data sets
 * @throws {DatasetError} where the browser keeps nothing or is full; what was there before is still there then
 */
export async function keepOwnDataset(baseUrl: string, name: string, images: OwnImages): Promise<OwnDataset> {
  const cache = await opened();
  const { shape, classes, train, test } = images;
  const parts = await Promise.all([train.images, train.labels, test.images, test.labels].map(hashOf));
  const sha = await hashOf(new TextEncoder().encode(JSON.stringify({ shape, classes, parts })));
  const folder = ownFolder(sha);
  return alone(folder, async () => {
    const added = new AddedFiles(cache, addressOf(baseUrl, folder, ''));
    const whole = await wholeManifest(cache, baseUrl, folder);
    const manifest = { ...(whole ?? (await withShards(added, folder, sha, images))), title: name };
    manifestIn(JSON.stringify(manifest), name, folder);
    const isListed = whole?.title === name && (await cache.match(addressOf(baseUrl, folder, MANIFEST))) !== undefined;
    // Last, so that a data set that is listed is whole. One that was deleted a moment ago is there again.
    if (!isListed) await added.put(MANIFEST, JSON.stringify(manifest));
    await cache.delete(addressOf(baseUrl, folder, DELETED));
    return entryOf(manifest);
  });
}

/** Files that a write puts into the cache; where one finds no room, those that it has added are taken out again, and no others. */
class AddedFiles {
  private readonly cache: Cache;
  private readonly start: string;
  private readonly added: string[] = [];

  constructor(cache: Cache, start: string) {
    this.cache = cache;
    this.start = start;
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
      throw new DatasetError(
        'storage',
        file,
        `The browser’s storage for this page is full, so the images were not kept (${String(cause)}). Delete data sets or runs, or take fewer images.`,
        { cause },
      );
    }
  }
}

/** The manifest of a data set, also of one that is deleted and can still be had back, if all of its shards are there and undamaged. */
async function wholeManifest(cache: Cache, baseUrl: string, folder: string): Promise<DatasetManifest | null> {
  const kept = (await cache.match(addressOf(baseUrl, folder, MANIFEST))) ?? (await cache.match(addressOf(baseUrl, folder, DELETED)));
  if (!kept) return null;
  const manifest = readable(await kept.text(), folder);
  if (!manifest) return null;
  const { train, test } = manifest.splits;
  for (const { file, sha256: sha } of [...train.images, ...train.labels, ...test.images, ...test.labels]) {
    const shard = await cache.match(addressOf(baseUrl, folder, file));
    if (!shard || (await hashOf(new Uint8Array(await shard.arrayBuffer()))) !== sha) return null;
  }
  return manifest;
}

async function withShards(files: AddedFiles, folder: string, sha: string, images: OwnImages): Promise<DatasetManifest> {
  const { shape, classes, train, test } = images;
  const shards = async (split: 'train' | 'test', part: 'images' | 'labels', { count, ...content }: OwnSplit): Promise<ShardEntry[]> => {
    const bytes = content[part];
    const each = bytes.length / count;
    const perShard = Math.max(1, Math.floor(SHARD_BYTES / each));
    const entries: ShardEntry[] = [];
    for (let start = 0; start < count; start += perShard) {
      const raw = bytes.subarray(start * each, Math.min(count, start + perShard) * each);
      const packed = await gzip(raw);
      const file = `${split}-${part}-${String(entries.length).padStart(3, '0')}.bin`;
      await files.put(file, packed);
      entries.push({ file, count: raw.length / each, bytes: packed.length, rawBytes: raw.length, sha256: await hashOf(packed) });
    }
    return entries;
  };
  const splitOf = async (split: 'train' | 'test', content: OwnSplit): Promise<DatasetManifest['splits']['train']> => ({
    count: content.count,
    images: await shards(split, 'images', content),
    labels: await shards(split, 'labels', content),
  });
  return {
    format: 'parsimony/dataset',
    version: 1,
    name: folder,
    title: '',
    shape: [...shape],
    classes: [...classes],
    normalisation: { mean: Array.from({ length: shape[2] }, () => 0), std: Array.from({ length: shape[2] }, () => 1) },
    source: { title: sha, url: '', package: '', integrity: '' },
    licence: '',
    credit: '',
    splits: { train: await splitOf('train', train), test: await splitOf('test', test) },
  };
}

const entryOf = ({ title, source, shape, classes, splits }: DatasetManifest): OwnDataset => ({
  name: title,
  sha256: source.title,
  shape,
  classes: classes.length,
  train: splits.train.count,
  test: splits.test.count,
});

/** Every data set that is kept, by name; none where the browser keeps nothing. One that this version cannot read is left as it is. */
export async function listOwnDatasets(): Promise<OwnDataset[]> {
  if (!browserCacheStorage()) return [];
  const cache = await opened();
  const found: OwnDataset[] = [];
  for (const request of await cache.keys()) {
    const match = /\/(own-[0-9a-f]{32})\/manifest\.json$/u.exec(request.url);
    const response = match && (await cache.match(request));
    const manifest = response && readable(await response.text(), match[1]);
    if (manifest) found.push(entryOf(manifest));
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function readable(text: string, folder: string): DatasetManifest | null {
  try {
    return manifestIn(text, folder, folder);
  } catch {
    return null;
  }
}

/**
 * Deletes a data set in such a way that it can be restored until it is purged; without effect if it is not there.
 * @returns `removed` where the browser has no room left to keep it for that
 */
export async function deleteOwnDataset(baseUrl: string, sha: string, deletedAt: string): Promise<'kept' | 'removed'> {
  const cache = await opened();
  const folder = ownFolder(sha);
  return alone(folder, async () => {
    const manifest = addressOf(baseUrl, folder, MANIFEST);
    const stored = await cache.match(manifest);
    if (!stored) return 'kept';
    try {
      const deleted = new Response(await stored.text(), { headers: { [DELETED_AT]: deletedAt } });
      await cache.put(addressOf(baseUrl, folder, DELETED), deleted);
    } catch {
      await removeFolder(cache, addressOf(baseUrl, folder, ''));
      return 'removed';
    }
    await cache.delete(manifest);
    return 'kept';
  });
}

/** Takes a deletion back. @throws {DatasetError} of kind `missing` if it was purged meanwhile */
export async function restoreOwnDataset(baseUrl: string, sha: string): Promise<void> {
  const cache = await opened();
  const folder = ownFolder(sha);
  await alone(folder, async () => {
    const deleted = addressOf(baseUrl, folder, DELETED);
    const stored = await cache.match(deleted);
    // Added anew meanwhile, it is there.
    if (!stored && (await cache.match(addressOf(baseUrl, folder, MANIFEST)))) return;
    if (!stored)
      throw new DatasetError('missing', sha, 'These images are not stored any more, so they cannot be restored. Add them again.');
    await cache.put(addressOf(baseUrl, folder, MANIFEST), new Response(await stored.text()));
    await cache.delete(deleted);
  });
}

/** Gives back the room of what was deleted up to then, an ISO time. */
export async function purgeOwnDatasets(baseUrl: string, until: string): Promise<void> {
  for (const [folder, files] of await folders(baseUrl)) {
    if (!files.some((url) => url.endsWith(`/${DELETED}`))) continue;
    const cache = await opened();
    await alone(folder, async () => {
      const deletedAt = (await cache.match(addressOf(baseUrl, folder, DELETED)))?.headers.get(DELETED_AT);
      if (deletedAt && deletedAt <= until) await removeFolder(cache, addressOf(baseUrl, folder, ''));
    });
  }
}

/**
 * The manifest and shards of a data set, for `openDataset`.
 * @throws {DatasetError} of kind `missing`, saying what to add, where this browser does not have it
 */
export async function openOwnDataset(
  baseUrl: string,
  { name, sha256: sha, shape, classes, train, test }: OwnDataset,
): Promise<{ readonly baseUrl: string; readonly manifest: DatasetManifest; readonly cache: ShardCache }> {
  const folder = ownFolder(sha);
  const missing = (cause?: unknown): DatasetError =>
    new DatasetError(
      'missing',
      name,
      `The images “${name}” are not ${forReader({ page: 'in this browser', command: 'here, since only a browser keeps images of one’s own' })}: ${grouped(train)} to train and ${grouped(test)} to test, ${shape.join(' × ')}, ${classes} classes, SHA-256 ${sha}. ` +
        forReader({
          page: 'Links and files do not carry images: ask whoever made the study for them, and add them under “Data sets”.',
          command: 'Open the lab in a browser that has them and run the study there, or run it here on another data set.',
        }),
      { cause },
    );
  const storage = browserCacheStorage();
  if (!storage) throw missing();
  const cache = await opened();
  const response = await cache.match(addressOf(baseUrl, folder, MANIFEST));
  if (!response) throw missing();
  const manifest = manifestIn(await response.text(), name, folder);
  if (manifest.source.title !== sha) throw missing();
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
          `The stored images “${name}” are damaged. Delete them under “Data sets”, and add them again.`,
        );
      },
    },
  };
}

async function gzip(bytes: Uint8Array): Promise<Bytes> {
  const stream = new Blob([bytes as Bytes]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

const hashOf = async (bytes: Uint8Array): Promise<string> => hexOf(await sha256(bytes as Bytes, noStorage));
