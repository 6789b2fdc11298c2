/** The datasets a job can name, and which of them the server has. */
import { browserCacheStorage, openShardCache } from './cache.ts';
import { DatasetError } from './errors.ts';
import { fetchManifest, type DatasetManifest } from './manifest.ts';

export const datasetNames = ['mnist', 'cifar-10'] as const;
export type DatasetName = (typeof datasetNames)[number];

export interface DatasetAvailability {
  readonly name: DatasetName;
  /** Undefined where the dataset cannot be used (yet). */
  readonly manifest?: DatasetManifest;
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
  return await Promise.all(
    datasetNames.map(async (name): Promise<DatasetAvailability> => {
      try {
        return { name, manifest: await fetchManifest(baseUrl, name, { signal, cache }) };
      } catch (error) {
        if (!(error instanceof DatasetError) || error.kind === 'aborted') throw error;
        return { name, error };
      }
    }),
  );
}
