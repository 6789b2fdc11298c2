/** What is told of an archive: to the page and on the command line. */
import type { TextModel } from '../../coding/text-coder.ts';
import type { WeightBits } from '../../coding/rounded-weights.ts';

/** Where the bytes of an archive go. */
export interface ArchiveSizes {
  /** Signature, header and check sum. */
  readonly header: number;
  readonly network: number;
  readonly hashes: number;
  readonly code: number;
  /** All of it. */
  readonly file: number;
}

export interface ArchiveFacts {
  readonly engine: string;
  readonly model: TextModel;
  /** Numbers of the network that are not zero, of how many, and bits of each. */
  readonly nonzero: number;
  readonly parameters: number;
  readonly bits: WeightBits;
  /** Chunks in lockstep. */
  readonly group: number;
  /** D, of the text. */
  readonly bytes: number;
  readonly sizes: ArchiveSizes;
  /** Σ −log₂ p over all bytes of the text, in bytes: what a code without any rounding would take. */
  readonly idealBytes: number;
  /** SHA-256 of the text, in hexadecimal digits. */
  readonly digest: string;
}

/** Bytes of a text that are shown of it. */
export const SHOWN_BYTES = 1500;

/** How far coding is. */
export interface CodingProgress {
  /** `check`: what was written is decoded again, and compared. */
  readonly stage: 'encode' | 'check' | 'decode';
  /** Bytes of the text, out of all. */
  readonly done: number;
  readonly all: number;
}

/** Told after each step of the coder; it may wait, or throw to stop. */
export type OnCoded = (progress: CodingProgress) => void | Promise<void>;
