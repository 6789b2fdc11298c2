/** What a dataset consists of: `public/data/<name>/manifest.json`, written by scripts/datasets.mjs. */
import type { ShardCache } from './cache.ts';
import { download, withRetries, type Bytes } from './download.ts';
import { DatasetError } from './errors.ts';
import { z } from './zod.ts';

/** A manifest has about 5 kB; anything far beyond is not one. */
const maxManifestBytes = 1 << 16;

/** Bound of one shard, compressed or not: no manifest can make the lab allocate more at once. CIFAR-10's have 15.4 MB. */
const maxShardBytes = 1 << 26;

/** Bound of one split's images: one ArrayBuffer in every browser. CIFAR-10's training images have 154 MB. */
const maxSplitBytes = 1 << 30;

const size = z.int().min(1);

const shardSchema = z.strictObject({
  /** Beside the manifest; a plain name, so that it cannot lead elsewhere. */
  file: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}\.bin$/),
  /** Images or labels in it. */
  count: size.max(10_000_000),
  /** Size of the file. */
  bytes: size.max(maxShardBytes),
  /** Size once decompressed. */
  rawBytes: size.max(maxShardBytes),
  /** Of the file, in hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const splitSchema = z.strictObject({
  count: size.max(10_000_000),
  images: z.array(shardSchema).min(1).max(1000),
  labels: z.array(shardSchema).min(1).max(1000),
});

const finite = z.number().min(-1000).max(1000);

const manifestSchema = z
  .strictObject({
    format: z.literal('parsimony/dataset'),
    version: z.literal(1),
    name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/),
    title: z.string().min(1).max(100),
    /** Height, width and channels of one image; pixels lie in this order, the channel changing fastest. */
    shape: z.tuple([size.max(1024), size.max(1024), size.max(16)]),
    /** Name of label 0, 1, … */
    classes: z.array(z.string().min(1).max(60)).min(2).max(256),
    /** By channel, of pixels scaled to 0 … 1. */
    normalisation: z.strictObject({
      mean: z.array(finite).min(1).max(16),
      std: z.array(finite.positive()).min(1).max(16),
    }),
    source: z.strictObject({
      title: z.string().max(200),
      url: z.string().max(200),
      package: z.string().max(100),
      integrity: z.string().max(120),
    }),
    licence: z.string().max(300),
    credit: z.string().max(300),
    splits: z.strictObject({ train: splitSchema, test: splitSchema }),
  })
  .superRefine(({ shape, normalisation, splits }, context) => {
    const [height, width, channels] = shape;
    const imageBytes = height * width * channels;
    const complain = (path: string[], message: string): void => {
      context.addIssue({ code: 'custom', path, message });
    };
    if (normalisation.mean.length !== channels || normalisation.std.length !== channels) {
      complain(['normalisation'], `needs a mean and a std for each of the ${channels} channels`);
    }
    for (const [name, split] of Object.entries(splits)) {
      if (split.count * imageBytes > maxSplitBytes) complain(['splits', name, 'count'], 'is more than the lab can hold');
      for (const [part, itemBytes] of [
        ['images', imageBytes],
        ['labels', 1],
      ] as const) {
        const shards = split[part];
        if (shards.reduce((sum, shard) => sum + shard.count, 0) !== split.count) {
          complain(['splits', name, part], `does not add up to ${split.count}`);
        }
        if (shards.some((shard) => shard.rawBytes !== shard.count * itemBytes)) {
          complain(['splits', name, part], `holds a shard whose rawBytes are not ${itemBytes} for each item`);
        }
      }
    }
  });

export type DatasetManifest = z.output<typeof manifestSchema>;
export type ShardEntry = z.output<typeof shardSchema>;
export type SplitName = keyof DatasetManifest['splits'];

/** Address of a dataset's folder; `baseUrl` is absolute and names the folder that holds all datasets. */
export function datasetFolder(baseUrl: string, name: string): string {
  return new URL(`${name}/`, baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`).href;
}

/**
 * Reads a manifest.
 *
 * @param url where it came from, for the message
 * @throws {DatasetError} of kind `manifest`, naming every field that does not fit
 */
export function parseManifest(text: string, url: string, name: string): DatasetManifest {
  const remedy =
    'Reload the page; if it stays so, prepare the dataset again with "node scripts/datasets.mjs all --force" where the lab is served from.';
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new DatasetError('manifest', url, `${url} is not JSON. ${remedy}`, { cause });
  }
  const parsed = manifestSchema.safeParse(json);
  if (!parsed.success) {
    const issues = parsed.error.issues.slice(0, 5).map(({ path, message }) => `${path.join('.') || 'it'}: ${message}`);
    throw new DatasetError('manifest', url, `${url} is no manifest this version reads (${issues.join('; ')}). ${remedy}`);
  }
  if (parsed.data.name !== name) {
    throw new DatasetError('manifest', url, `${url} describes the dataset "${parsed.data.name}", not "${name}". ${remedy}`);
  }
  return parsed.data;
}

/**
 * Fetches a dataset's manifest, always asking the server whether it changed. Without a network the one kept in `cache`
 * from the last visit serves.
 *
 * @throws {DatasetError} `missing`, `network`, `corrupt`, `manifest` or `aborted`
 */
export async function fetchManifest(
  baseUrl: string,
  name: string,
  options: { readonly signal?: AbortSignal | undefined; readonly cache?: ShardCache } = {},
): Promise<DatasetManifest> {
  const { signal, cache } = options;
  const url = new URL('manifest.json', datasetFolder(baseUrl, name)).href;
  const decode = (bytes: Uint8Array): DatasetManifest => parseManifest(new TextDecoder().decode(bytes), url, name);
  const fetchOnce = (httpCache: RequestCache): Promise<Bytes> => download({ url, maxBytes: maxManifestBytes, signal, httpCache });
  const kept = await cache?.get(url, 'manifest');
  try {
    // With a manifest at hand there is no point in waiting for a network that is not there.
    const bytes = kept
      ? await fetchOnce('no-cache')
      : await withRetries(url, signal, (httpCache) => fetchOnce(httpCache === 'reload' ? 'reload' : 'no-cache'));
    const manifest = decode(bytes);
    await cache?.put(url, 'manifest', bytes);
    return manifest;
  } catch (error) {
    if (kept && error instanceof DatasetError && error.kind === 'network') return decode(kept);
    throw error;
  }
}
