/** What is known of a job's images before any of them is loaded: of those that the lab serves, and of a person's own. */
import type { OwnDataset } from './own/store.ts';
import { datasetNames, servedDatasets } from './served.ts';
import { elementCount } from '../math/element-count.ts';

export interface KnownImages {
  readonly title: string;
  readonly shape: readonly [height: number, width: number, channels: number];
  readonly classes: number;
  readonly train: number;
  readonly test: number;
}

/** The part of a job that says which images it is about. */
export interface ImageChoice {
  readonly data: { readonly name: string };
  /** There if, and only if, the data are a person's own. */
  readonly images?: OwnDataset | undefined;
}

/** Null for data that are generated. */
export function knownImages({ data, images }: ImageChoice): KnownImages | null {
  if (data.name === 'own' && images) return { ...images, title: images.name };
  const served = datasetNames.find((name) => name === data.name);
  return served ? servedDatasets[served] : null;
}

/** Numbers of an image: height × width × channels. */
export const featuresOf = ({ shape }: Pick<KnownImages, 'shape'>): number => elementCount(shape);
