/** An archive of a text, as the page sees it. */
import type { ArchiveFacts, CodingProgress } from '../data/text-archive/facts.ts';

/** An archive that is opened or made. */
export interface TextArchiveState {
  readonly doing: 'open' | 'make';
  /** Of the file that was given. */
  readonly name: string;
  /** Null before the first byte, and once it is over. */
  readonly progress: (CodingProgress & { readonly secondsLeft: number | null }) | null;
  readonly error: string | null;
  readonly done: ArchiveResult | null;
}

/** What came out, to be looked at and taken away. */
export interface ArchiveResult {
  readonly facts: ArchiveFacts;
  /** The text of an archive that was opened, the file of one that was made. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly fileName: string;
  /** How the text begins. */
  readonly beginning: string;
}
