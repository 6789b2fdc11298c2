import type { Result } from '../study/records.ts';
import type { Study } from '../study/schema.ts';

/** What stored runs do to other parts of the lab, and what they ask of them. */
export interface StoredNeighbours {
  /** Puts a study on the form. */
  replaceStudy(study: Study): void;
  /** Stores the networks that are kept in this tab, as after room was made. */
  storeNetworksAgain(): Promise<void>;
  /** Reads a result file. @throws ResultFileError, or WorkerDied */
  readResult(file: File): Promise<Result>;
}
