/** What a dataset consists of: `public/data/<name>/manifest.json`, written by scripts/datasets.mjs. */
import { prepareAgain, reloadFirst } from './reader.ts';
import type { ShardCache } from './cache.ts';
import { download, withRetries, type Bytes } from './download.ts';
import { DatasetError } from './errors.ts';
import type { Manifest, Storage } from './storage.ts';

/** A manifest has about 5 kB; anything far beyond is not one. */
const maxManifestBytes = 1 << 16;

/** Address of a dataset's folder; `baseUrl` is absolute and names the folder that holds all datasets. */
export function datasetFolder(baseUrl: string, name: string): string {
  return new URL(`${name}/`, baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`).href;
}

/**
 * Reads a manifest.
 *
 * @param url where it came from, for the message
 * @param storage that of the kind of data that is wanted
 * @throws {DatasetError} of kind `manifest`, naming every field that does not fit
 */
export function parseManifest<Kept extends Manifest>(text: string, url: string, name: string, storage: Storage<Kept>): Kept {
  const remedy = `${reloadFirst()}; if it stays so, ${prepareAgain()}.`;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new DatasetError('manifest', url, `${url}, which describes a data set, is not JSON. ${remedy}`, { cause });
  }
  const parsed = storage.read(json);
  if (!parsed.success) {
    const issues = parsed.error.issues
      .slice(0, 5)
      .map(({ path, message }) => `${path.length > 0 ? `“${path.join('.')}”` : 'it'} ${message}`);
    throw new DatasetError(
      'manifest',
      url,
      `${url} does not describe a data set as this version reads it: ${issues.join('; ')}. ${remedy}`,
    );
  }
  if (parsed.data.name !== name) {
    throw new DatasetError('manifest', url, `${url} describes the data set “${parsed.data.name}”, not “${name}”. ${remedy}`);
  }
  return parsed.data;
}

/**
 * Fetches a dataset's manifest, always asking the server whether it changed. Without a network the one kept in `cache`
 * from the last visit serves.
 *
 * @throws {DatasetError} `missing`, `network`, `corrupt`, `manifest` or `aborted`
 */
export async function fetchManifest<Kept extends Manifest>(
  baseUrl: string,
  name: string,
  options: { readonly storage: Storage<Kept>; readonly signal?: AbortSignal | undefined; readonly cache?: ShardCache },
): Promise<Kept> {
  const { storage, signal, cache } = options;
  const url = new URL('manifest.json', datasetFolder(baseUrl, name)).href;
  const decode = (bytes: Uint8Array): Kept => parseManifest(new TextDecoder().decode(bytes), url, name, storage);
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
