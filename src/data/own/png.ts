/**
 * PNG (ISO/IEC 15948) to pixels, in plain code: a canvas would go through colour management, which differs from browser to browser, and
 * the SHA-256 of a data set must not.
 */
import { crc32 } from '../../coding/crc32.ts';
import { bytesText, grouped } from '../../math/number-text.ts';
import { collected, inflated, unusable } from './file.ts';
import { requireSides, type Picture } from './picture.ts';
import { passesOf, rowBytesOf, samplesOf, type PngHeader } from './png-rows.ts';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Samples of a pixel and the depths that there are, by colour type: grey, colour, palette, grey with alpha, colour with alpha. */
const COLOURS: Readonly<Record<number, { readonly samples: number; readonly depths: readonly number[] }>> = {
  0: { samples: 1, depths: [1, 2, 4, 8, 16] },
  2: { samples: 3, depths: [8, 16] },
  3: { samples: 1, depths: [1, 2, 4, 8] },
  4: { samples: 2, depths: [8, 16] },
  6: { samples: 4, depths: [8, 16] },
};
const PALETTE = 3;
/** Parts that a decoder must know. */
const CRITICAL = ['IHDR', 'PLTE', 'IDAT', 'IEND'];
const DAMAGED = 'It may be cut off or damaged: export it again as a PNG';

export const looksLikePng = (bytes: Uint8Array): boolean => SIGNATURE.every((byte, i) => bytes[i] === byte);

interface Parts {
  readonly header: PngHeader;
  readonly palette: Uint8Array | null;
  /** What is transparent: a sample of each channel, or an alpha for each entry of the palette. */
  readonly transparency: Uint8Array | null;
  /** Compressed rows, in pieces. */
  readonly packed: readonly Uint8Array[];
}

/**
 * Samples of fewer than 8 bits are spread over 0 … 255, those of 16 are rounded to 8, and what is transparent is laid on white.
 * @throws {DatasetError} naming the file and what to do
 */
export async function decodePng(bytes: Uint8Array, path: string): Promise<Picture> {
  const parts = partsOf(bytes, path);
  const { header, packed } = parts;
  const passes = passesOf(header);
  const wanted = passes.reduce((sum, pass) => sum + pass.height * (1 + rowBytesOf(header, pass.width)), 0);
  const damaged = () => unusable(path, 'cannot be unpacked', DAMAGED);
  const raw = await collected(inflated(new Blob(packed as Uint8Array<ArrayBuffer>[]).stream(), 'deflate', damaged), wanted);
  if (!raw) throw damaged();
  if (raw.length !== wanted) throw unusable(path, `holds ${grouped(raw.length)} of ${bytesText(wanted)} of its image`, DAMAGED);
  const samples = samplesOf(header, passes, raw, (filter) => unusable(path, `has a row with the unknown filter ${filter}`, DAMAGED));
  return pictureOf(parts, samples, path);
}

function partsOf(bytes: Uint8Array, path: string): Parts {
  let header: PngHeader | null = null;
  let palette: Uint8Array | null = null;
  let transparency: Uint8Array | null = null;
  const packed: Uint8Array[] = [];
  for (const { type, data } of chunksOf(bytes, path)) {
    if (!header && type !== 'IHDR') throw unusable(path, 'does not begin with its header', DAMAGED);
    if (type === 'IHDR') header = readHeader(data, path);
    else if (type === 'PLTE') palette = data;
    else if (type === 'tRNS') transparency = data;
    else if (type === 'IDAT') packed.push(data);
    else if (type === 'acTL') throw unusable(path, 'is an animation', 'Take one of its pictures, or leave it out');
    // A capital letter: a picture read without it would be another.
    else if (/^[A-Z]/u.test(type)) throw unusable(path, `has a part “${type}”, which no plain PNG has`, 'Export it again as a PNG');
  }
  if (!header || packed.length === 0) throw unusable(path, 'holds no image', DAMAGED);
  return { header, palette, transparency, packed };
}

function* chunksOf(bytes: Uint8Array, path: string): Generator<{ readonly type: string; readonly data: Uint8Array }> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = SIGNATURE.length;
  while (at + 12 <= bytes.length) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (at + 12 + length > bytes.length) break;
    // Of parts that only describe the picture the sum does not matter.
    if ((CRITICAL.includes(type) || type === 'tRNS') && crc32(bytes.subarray(at + 4, at + 8 + length)) !== view.getUint32(at + 8 + length))
      throw unusable(path, `is damaged: the check sum of its part “${type}” is wrong`, DAMAGED);
    if (type === 'IEND') return;
    yield { type, data: bytes.subarray(at + 8, at + 8 + length) };
    at += 12 + length;
  }
  throw unusable(path, 'ends before its end', DAMAGED);
}

function readHeader(data: Uint8Array, path: string): PngHeader {
  if (data.length !== 13) throw unusable(path, 'has a header of the wrong size', DAMAGED);
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth, colour, , , interlaced] = data.subarray(8);
  requireSides(width, height, path);
  const kind = COLOURS[colour];
  if (!kind) throw unusable(path, `has the unknown colour type ${colour}`, DAMAGED);
  if (!kind.depths.includes(depth)) throw unusable(path, `has ${depth} bits a sample, which no PNG of its kind has`, DAMAGED);
  if (interlaced > 1) throw unusable(path, `is interlaced in an unknown way (${interlaced})`, DAMAGED);
  return { width, height, depth, colour, samples: kind.samples, interlaced: interlaced === 1 };
}

/** Pixels of 8 bits, without transparency. */
function pictureOf({ header, palette, transparency }: Parts, samples: Uint16Array, path: string): Picture {
  const { width, height, depth, colour, samples: step } = header;
  const hasAlpha = colour === 4 || colour === 6;
  const channels = colour === 0 || colour === 4 ? 1 : 3;
  const most = (1 << depth) - 1;
  const entries = palette && Math.floor(palette.length / 3);
  if (colour !== PALETTE && !hasAlpha && transparency && transparency.length < 2 * channels)
    throw unusable(path, 'does not say what is transparent', DAMAGED);
  const clear = transparency && colour !== PALETTE && !hasAlpha ? clearSample(transparency, channels, most) : null;
  const pixels = new Uint8Array(width * height * channels);
  let isLaidOnWhite = false;
  for (let pixel = 0; pixel < width * height; pixel++) {
    const from = pixel * step;
    let alpha = 255;
    if (colour === PALETTE) {
      if (!palette || samples[from] >= (entries ?? 0)) throw unusable(path, 'names a colour that its palette lacks', DAMAGED);
      alpha = transparency?.[samples[from]] ?? 255;
    } else if (hasAlpha) {
      alpha = toByte(samples[from + step - 1], most);
    } else if (clear?.every((value, channel) => samples[from + channel] === value)) {
      alpha = 0;
    }
    isLaidOnWhite ||= alpha < 255;
    for (let channel = 0; channel < channels; channel++) {
      const value = colour === PALETTE ? (palette?.[3 * samples[from] + channel] ?? 0) : toByte(samples[from + channel], most);
      pixels[pixel * channels + channel] = alpha === 255 ? value : Math.round((value * alpha + 255 * (255 - alpha)) / 255);
    }
  }
  return { height, width, channels, pixels, format: 'png', depth, isLaidOnWhite };
}

/** The samples of the colour that stands for nothing; higher bits than there are do not count. */
const clearSample = (transparency: Uint8Array, channels: number, most: number): number[] =>
  Array.from({ length: channels }, (_, i) => ((transparency[2 * i] << 8) | transparency[2 * i + 1]) & most);

/** Of 0 … most over 0 … 255. */
const toByte = (value: number, most: number): number => (most === 255 ? value : Math.floor((value * 255) / most + 0.5));
