/** Pictures as pixels of 8 bits. */
import { grouped } from '../../math/number-text.ts';
import { unusable } from './file.ts';

export interface Picture {
  readonly height: number;
  readonly width: number;
  /** 1 for grey, 3 for colour. */
  readonly channels: 1 | 3;
  /** height × width × channels. */
  readonly pixels: Uint8Array;
  readonly format: 'png' | 'jpeg' | 'webp';
  /** Bits of a sample in the file. */
  readonly depth: number;
  /** Whether some of it was transparent: that was laid on white. */
  readonly isLaidOnWhite: boolean;
}

/** Largest side of an image in a data set. */
export const MAX_SIDE = 1024;

/** @throws {DatasetError} for a picture without pixels, and for one with too many, before there is room for them */
export function requireSides(width: number, height: number, path: string): void {
  if (width >= 1 && height >= 1 && width <= MAX_SIDE && height <= MAX_SIDE) return;
  throw unusable(
    path,
    `has ${grouped(width)} × ${grouped(height)} pixels`,
    `Sides may have 1 to ${grouped(MAX_SIDE)}: make the images smaller`,
  );
}
