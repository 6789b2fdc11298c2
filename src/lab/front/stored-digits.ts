/** Test digits that come with the page, for who cannot draw, and for when the test set is not there. */
import { fromBase64Url } from '../../study/base64url.ts';

export interface StoredDigit {
  /** Of the 10,000 test images. */
  readonly index: number;
  readonly label: number;
  /** 28 × 28 grey levels, base64url. */
  readonly pixels: string;
}

/** Grey levels between 0 and 1, as networks take them. */
export const pixelsOf = ({ pixels }: StoredDigit): Float32Array<ArrayBuffer> =>
  Float32Array.from(fromBase64Url(pixels), (level) => level / 255);
