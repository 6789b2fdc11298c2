/**
 * PNG (ISO/IEC 15948) to pixels, in plain code: a canvas would go through colour management, which differs from browser to browser, and
 * the SHA-256 of a data set must not.
 */
import { bytesText, grouped } from '../../math/number-text.ts';
import { inflate, unusable } from './file.ts';

export interface Picture {
  readonly height: number;
  readonly width: number;
  /** 1 for grey, 3 for colour; transparency is left out. */
  readonly channels: 1 | 3;
  /** height × width × channels. */
  readonly pixels: Uint8Array;
}

/** Largest side of an image in a data set. */
export const MAX_SIDE = 1024;

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Samples per pixel by colour type: grey, colour, palette, grey with transparency, colour with transparency. */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const DAMAGED = 'It may be cut off or damaged: export it again as a PNG';

export const looksLikePng = (bytes: Uint8Array): boolean => SIGNATURE.every((byte, i) => bytes[i] === byte);

interface Header {
  readonly width: number;
  readonly height: number;
  readonly colour: number;
}

/** @throws {DatasetError} naming the file and what to do */
export async function decodePng(bytes: Uint8Array, path: string): Promise<Picture> {
  if (!looksLikePng(bytes)) throw unusable(path, 'is no PNG', 'Convert it to PNG, or leave it out');
  let header: Header | null = null;
  let palette: Uint8Array | null = null;
  const packed: Uint8Array[] = [];
  for (const { type, data } of chunksOf(bytes, path)) {
    if (type === 'IHDR') header = readHeader(data, path);
    else if (type === 'PLTE') palette = data;
    else if (type === 'IDAT') packed.push(data);
  }
  if (!header || packed.length === 0) throw unusable(path, 'holds no image', DAMAGED);
  const { width, height, colour } = header;
  const samples = SAMPLES[colour];
  const wanted = height * (1 + width * samples);
  const damaged = () => unusable(path, 'cannot be unpacked', DAMAGED);
  const raw = await inflate(joined(packed), 'deflate', wanted, damaged, damaged);
  if (raw.length !== wanted) throw unusable(path, `holds ${grouped(raw.length)} of ${bytesText(wanted)} of its image`, DAMAGED);
  const values = unfiltered(raw, width * samples, height, samples, path);
  const channels = colour === 0 || colour === 4 ? 1 : 3;
  const pixels = new Uint8Array(width * height * channels);
  for (let pixel = 0; pixel < width * height; pixel++) {
    if (colour === 3) {
      const entry = 3 * values[pixel];
      if (!palette || entry + 3 > palette.length) throw unusable(path, 'names a colour that its palette lacks', DAMAGED);
      pixels.set(palette.subarray(entry, entry + 3), 3 * pixel);
    } else {
      for (let channel = 0; channel < channels; channel++) pixels[pixel * channels + channel] = values[pixel * samples + channel];
    }
  }
  return { height, width, channels, pixels };
}

function* chunksOf(bytes: Uint8Array, path: string): Generator<{ readonly type: string; readonly data: Uint8Array }> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = SIGNATURE.length;
  while (at + 12 <= bytes.length) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (at + 12 + length > bytes.length) break;
    if (type === 'IEND') return;
    yield { type, data: bytes.subarray(at + 8, at + 8 + length) };
    at += 12 + length;
  }
  throw unusable(path, 'ends before its end', DAMAGED);
}

function readHeader(data: Uint8Array, path: string): Header {
  if (data.length !== 13) throw unusable(path, 'has a header of the wrong size', DAMAGED);
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth, colour, , , interlaced] = data.subarray(8);
  if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE) {
    throw unusable(
      path,
      `has ${grouped(width)} × ${grouped(height)} pixels`,
      `Sides may have 1 to ${grouped(MAX_SIDE)}: make the images smaller`,
    );
  }
  if (SAMPLES[colour] === undefined) throw unusable(path, `has the unknown colour type ${colour}`, DAMAGED);
  if (depth !== 8) throw unusable(path, `has ${depth} bits a channel`, 'Export it with 8 bits a channel');
  if (interlaced !== 0) throw unusable(path, 'is interlaced', 'Export it without interlacing');
  return { width, height, colour };
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/** Takes back what each row was filtered by: nothing, its left, upper, mean or nearest neighbour (section 9). */
function unfiltered(raw: Uint8Array, rowBytes: number, rows: number, step: number, path: string): Uint8Array {
  const values = new Uint8Array(rows * rowBytes);
  for (let row = 0; row < rows; row++) {
    const filter = raw[row * (rowBytes + 1)];
    if (filter > 4) throw unusable(path, `has a row with the unknown filter ${filter}`, DAMAGED);
    for (let i = 0; i < rowBytes; i++) {
      const at = row * rowBytes + i;
      const left = i >= step ? values[at - step] : 0;
      const up = row > 0 ? values[at - rowBytes] : 0;
      const corner = i >= step && row > 0 ? values[at - rowBytes - step] : 0;
      const guess = [0, left, up, (left + up) >> 1, nearest(left, up, corner)][filter];
      values[at] = raw[row * (rowBytes + 1) + 1 + i] + guess;
    }
  }
  return values;
}

/** Paeth's predictor: of left, upper and corner the one nearest to left + upper − corner. */
function nearest(left: number, up: number, corner: number): number {
  const [toLeft, toUp, toCorner] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}
