/** What compressors make of a text, as it is told. */
import type { PackedSize } from '../coding/packed-size.ts';

export interface TextSizes {
  /** Of the text. */
  readonly bytes: number;
  /** By the id of the compressor; without those that would take too long. */
  readonly sizes: Readonly<Record<string, PackedSize>>;
}

/** Of the part of a text that trains. */
export interface MeasuredText extends TextSizes {
  /** The value of `data.name`, and of a person's own its digest. */
  readonly data: string;
  readonly sha256?: string | undefined;
  /** Whether all of them were at work; fewer where it was cancelled. */
  readonly isWhole: boolean;
}

/** How far packing is. */
export interface SizingProgress {
  /** The title of the compressor that is at work. */
  readonly doing: string;
  /** Of all of them, 0 to 1. */
  readonly share: number;
}
