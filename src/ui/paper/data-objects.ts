/** The data of a study as others can tell whether they have the same: files with their SHA-256. */
import { availableDatasets } from '../../data/catalogue.ts';
import { sourceOf } from '../../data/sources/index.ts';
import { ownOf } from '../../data/sources/source.ts';
import { shardsOf, type Manifest, type ShardEntry } from '../../data/storage.ts';
import { dataTitle } from '../../study/job-data.ts';
import { jobsOf, type Study } from '../../study/schema.ts';

export interface DataObject {
  readonly id: string;
  readonly title: string;
  readonly origin: 'served' | 'own' | 'generated';
  readonly files: readonly Pick<ShardEntry, 'file' | 'bytes' | 'sha256'>[];
  /** Of data of a person's own, as a whole. */
  readonly sha256: string | null;
  readonly credit: string | null;
  readonly licence: string | null;
  readonly url: string | null;
}

function filesOf(manifest: Manifest, parts: readonly string[]): DataObject['files'] {
  return (['train', 'test'] as const).flatMap((split) => parts.flatMap((part) => shardsOf(manifest, split, part)));
}

/**
 * Each of the data that jobs of a study are about, once. What the lab serves is told as it serves it now; without a network, no files are.
 * @param dataUrl the folder of all data sets
 */
export async function dataObjects(study: Study, dataUrl: string): Promise<readonly DataObject[]> {
  const served = await availableDatasets(dataUrl);
  const objects = jobsOf(study).map((job): DataObject => {
    const source = sourceOf(job);
    const manifest = source.origin === 'served' ? served.find(({ name }) => name === source.id)?.manifest : undefined;
    return {
      id: source.id,
      title: dataTitle(job),
      origin: source.origin,
      files: manifest ? filesOf(manifest, source.kind.storage?.parts ?? []) : [],
      sha256: ownOf(job)?.sha256 ?? null,
      credit: manifest?.credit ?? null,
      licence: manifest?.licence ?? null,
      url: manifest?.source.url ?? null,
    };
  });
  return [...new Map(objects.map((one) => [`${one.id}/${one.sha256}`, one])).values()];
}
