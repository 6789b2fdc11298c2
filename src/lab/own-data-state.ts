/** Images and texts of one's own, as the page sees them. */
import type { SetChoice } from '../data/own/idx-sets.ts';
import type { Named } from '../data/own/shelf.ts';
import type { OwnDataset } from '../data/own/store.ts';
import type { OwnText } from '../data/own/texts.ts';

/** What a person has added to this browser. */
export interface OwnDataState {
  /** Images. */
  readonly entries: readonly OwnDataset[];
  readonly texts: readonly OwnText[];
  /** Those that were deleted a moment ago and can be restored. */
  readonly deleted: readonly { readonly entry: Named; readonly at: string }[];
  /** Files read of those that are being added; null while none are. */
  readonly adding: { readonly name: string; readonly read: number; readonly all: number } | null;
  /** What a person has to decide before they are added; null while nothing is open. */
  readonly question: OwnDataQuestion | null;
  /** What was left out of those that were added last, and what was done to them. */
  readonly added: { readonly name: string; readonly notes: readonly string[] } | null;
  /** Why the last ones were not added, or the list could not be read. */
  readonly error: string | null;
}

/** Which of several data sets is meant, or whether data are to be added that make little sense. */
export type OwnDataQuestion =
  | { readonly kind: 'sets'; readonly name: string; readonly choices: readonly SetChoice[] }
  | { readonly kind: 'warnings'; readonly name: string; readonly warnings: readonly string[]; readonly notes: readonly string[] };

/** A file of a data set, with the folders above it. */
export interface OwnDataFile {
  readonly path: string;
  readonly blob: Blob;
}
