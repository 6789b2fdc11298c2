/** The datasets a job can name, and which of them the server has. */
import { browserCacheStorage, openShardCache } from './cache.ts';
import { download } from './download.ts';
import { z } from './zod.ts';
import { abortedError, DatasetError } from './errors.ts';
import { fetchManifest } from './manifest.ts';
import { servedSources } from './sources/index.ts';
import type { Manifest } from './storage.ts';

export interface DatasetAvailability {
  readonly name: string;
  /** Undefined where the dataset cannot be used (yet). */
  readonly manifest?: Manifest;
  /** Why not: `missing` while it is still being prepared; anything else is worth showing. */
  readonly error?: DatasetError;
}

/**
 * Asks for the manifest of every dataset. Never fails as a whole: each dataset tells its own trouble.
 *
 * @param baseUrl absolute address of the folder that holds all datasets
 * @throws {DatasetError} of kind `aborted` only
 */
export async function availableDatasets(baseUrl: string, signal?: AbortSignal): Promise<DatasetAvailability[]> {
  // Trouble with the cache is for `openDataset` to tell, where it costs a download.
  const cache = await openShardCache(browserCacheStorage());
  const listed = await listedDatasets(baseUrl, signal);
  return await Promise.all(
    servedSources().map(async ({ id: name, kind }): Promise<DatasetAvailability> => {
      if (listed && !listed.includes(name)) {
        return { name, error: new DatasetError('missing', name, `The data set ${name} is not on this server (yet). Choose another one.`) };
      }
      try {
        return { name, manifest: await fetchManifest(baseUrl, name, { storage: kind.storage, signal, cache }) };
      } catch (error) {
        if (!(error instanceof DatasetError) || error.kind === 'aborted') throw error;
        return { name, error };
      }
    }),
  );
}

/** Far more than a list of a hundred names. */
const LIST_BYTES = 100_000;
const listSchema = z.object({ format: z.literal('parsimony/datasets'), datasets: z.array(z.string().max(64)).max(100) });

/**
 * The names in the server's `index.json`; null where there is no such list, as on a host that was filled by hand, or without a network.
 * It spares the browser's console an error for each data set that is not there.
 */
async function listedDatasets(baseUrl: string, signal: AbortSignal | undefined): Promise<string[] | null> {
  try {
    const bytes = await download({ url: new URL('index.json', baseUrl).href, maxBytes: LIST_BYTES, signal, httpCache: 'no-cache' });
    return listSchema.parse(JSON.parse(new TextDecoder().decode(bytes))).datasets;
  } catch {
    if (signal?.aborted) throw abortedError(signal, 'index.json');
    // No network, or a start page served for every unknown file: the manifests themselves decide.
    return null;
  }
}
