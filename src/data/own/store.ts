/**
 * Data sets of one's own, kept in the browser: a manifest and shards like those that a server has, under addresses that no server
 * answers, so that jobs read them as they read MNIST. They stay until they are deleted, or the browser clears the site's data.
 */
import { forReader } from '../reader.ts';
import { grouped } from '../../math/number-text.ts';
import { DatasetError } from '../errors.ts';
import { imageStorage, type DatasetManifest } from '../kinds/image-storage.ts';
import { addressOf, alone, DELETED, folders, MANIFEST, opened, removeFolder } from './own-cache.ts';
import type { OwnImages, OwnSplit } from './reading.ts';
import { hashOf, keepOwn, listOwn, openOwn, ownFolder, type Files, type Named, type OpenedOwn, type Shelf } from './shelf.ts';

/** A header with the time of the deletion, ISO 8601. */
const DELETED_AT = 'deleted-at';

/** Images of one's own as jobs, links and lists name them; the SHA-256 is of shape, classes and every image and label. */
export interface OwnDataset extends Named {
  readonly shape: readonly [height: number, width: number, channels: number];
  readonly classes: number;
  readonly train: number;
  readonly test: number;
}

const shelf: Shelf<DatasetManifest, 'labels' | 'images', OwnDataset> = {
  storage: imageStorage,
  words: { the: 'The images', are: 'are', them: 'them', fewer: 'take fewer images' },
  entryOf: ({ title, source, shape, classes, splits }) => ({
    name: title,
    sha256: source.title,
    shape,
    classes: classes.length,
    train: splits.train.count,
    test: splits.test.count,
  }),
};

/**
 * Keeps images. Those that are there already are left as they are, but for their name.
 * @param baseUrl absolute address of the folder of all data sets
 * @throws {DatasetError} where the browser keeps nothing or is full; what was there before is still there then
 */
export async function keepOwnDataset(baseUrl: string, name: string, images: OwnImages): Promise<OwnDataset> {
  const { shape, classes, train, test } = images;
  const parts = await Promise.all([train.images, train.labels, test.images, test.labels].map(hashOf));
  const sha = await hashOf(new TextEncoder().encode(JSON.stringify({ shape, classes, parts })));
  return keepOwn(shelf, baseUrl, { name, sha256: sha }, (files, folder) => withShards(files, folder, sha, images));
}

async function withShards(files: Files, folder: string, sha: string, images: OwnImages): Promise<DatasetManifest> {
  const { shape, classes, train, test } = images;
  const splitOf = async (split: 'train' | 'test', content: OwnSplit): Promise<DatasetManifest['splits']['train']> => ({
    count: content.count,
    images: await files.shards(split, 'images', content.images, content.count),
    labels: await files.shards(split, 'labels', content.labels, content.count),
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

/** All images that are kept, by name; none where the browser keeps nothing. */
export const listOwnDatasets = (): Promise<OwnDataset[]> => listOwn(shelf);

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
    if (!stored) throw new DatasetError('missing', sha, 'This data set is not stored any more, so it cannot be restored. Add it again.');
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
 * The manifest and shards of images, for `openStored`.
 * @throws {DatasetError} of kind `missing`, saying what to add, where this browser does not have them
 */
export function openOwnDataset(baseUrl: string, images: OwnDataset): Promise<OpenedOwn<DatasetManifest>> {
  const { name, sha256: sha, shape, classes, train, test } = images;
  return openOwn(
    shelf,
    baseUrl,
    images,
    () =>
      new DatasetError(
        'missing',
        name,
        `The images “${name}” are not ${forReader({ page: 'in this browser', command: 'here, since only a browser keeps images of one’s own' })}: ${grouped(train)} to train and ${grouped(test)} to test, ${shape.join(' × ')}, ${classes} classes, SHA-256 ${sha}. ` +
          forReader({
            page: 'Links and files do not carry images: ask whoever made the study for them, and add them under “Data sets”.',
            command: 'Open the lab in a browser that has them and run the study there, or run it here on another data set.',
          }),
      ),
  );
}
