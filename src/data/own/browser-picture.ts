/**
 * JPEG and WebP, by the browser's decoder: their sizes are read from the file first, since a decoder makes room for whatever a file says.
 * Decoders differ by a shade here and there, which whoever adds such pictures is told.
 */
import { unusable } from './file.ts';
import { requireSides, type Picture } from './picture.ts';

interface Header {
  readonly format: 'jpeg' | 'webp';
  readonly width: number;
  readonly height: number;
  readonly isGrey: boolean;
}

const DAMAGED = 'It may be cut off or damaged: export it again, best as a PNG';

export const looksLikeJpeg = (bytes: Uint8Array): boolean => bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
export const looksLikeWebp = (bytes: Uint8Array): boolean => textAt(bytes, 0) === 'RIFF' && textAt(bytes, 8) === 'WEBP';

/** @throws {DatasetError} naming the file and what to do, also where there is no browser */
export async function decodeInBrowser(bytes: Uint8Array, path: string): Promise<Picture> {
  const header = looksLikeJpeg(bytes) ? jpegHeader(bytes, path) : webpHeader(bytes, path);
  const name = header.format === 'jpeg' ? 'JPEG' : 'WebP';
  requireSides(header.width, header.height, path);
  if (typeof createImageBitmap === 'undefined' || typeof OffscreenCanvas === 'undefined')
    throw unusable(path, `is a ${name}, which needs the decoder of a browser of 2023 or later`, 'Convert it to PNG');
  requireTrueCanvas(path);
  const blob = new Blob([bytes as Uint8Array<ArrayBuffer>], { type: `image/${header.format}` });
  const bitmap = await createImageBitmap(blob, { colorSpaceConversion: 'none', premultiplyAlpha: 'none' }).catch(() => {
    throw unusable(path, `is a ${name} that this browser cannot decode`, DAMAGED);
  });
  const { width, height } = bitmap;
  // Turned by what a camera says of how it was held, or as it lies.
  if (![header.width, header.height].includes(width) || width * height !== header.width * header.height)
    throw unusable(path, `says that it has ${header.width} × ${header.height} pixels, and has ${width} × ${height}`, DAMAGED);
  const context = canvasOf(width, height);
  context.drawImage(bitmap, 0, 0);
  const isLaidOnWhite =
    header.format === 'webp' && context.getImageData(0, 0, width, height).data.some((value, i) => i % 4 === 3 && value < 255);
  if (isLaidOnWhite) {
    context.fillStyle = '#fff';
    context.fillRect(0, 0, width, height);
    context.drawImage(bitmap, 0, 0);
  }
  bitmap.close();
  const { data } = context.getImageData(0, 0, width, height);
  const channels = header.isGrey ? 1 : 3;
  const pixels = new Uint8Array(width * height * channels);
  for (let pixel = 0; pixel < width * height; pixel++)
    for (let channel = 0; channel < channels; channel++) pixels[pixel * channels + channel] = data[4 * pixel + channel];
  return { height, width, channels, pixels, format: header.format, depth: 8, isLaidOnWhite };
}

function canvasOf(width: number, height: number): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true, colorSpace: 'srgb' });
  if (!context)
    throw new Error('This browser cannot decode pictures of this kind beside the page: save them as PNG, or use a newer browser.');
  return context;
}

/** Against fingerprinting some browsers change what is read from a canvas by a little: such pictures would not be those in the files. */
function requireTrueCanvas(path: string): void {
  const side = 16;
  const context = canvasOf(side, side);
  const pattern = new ImageData(
    Uint8ClampedArray.from({ length: 4 * side * side }, (_, i) => (i % 4 === 3 ? 255 : (i * 73) % 256)),
    side,
  );
  context.putImageData(pattern, 0, 0);
  const read = context.getImageData(0, 0, side, side).data;
  if (read.every((value, i) => value === pattern.data[i])) return;
  throw unusable(
    path,
    'cannot be read truly: against being recognised, this browser changes what pages read from pictures',
    'Convert it to PNG, or allow this page to read pictures',
  );
}

/** Sides and channels, from the frame that a JPEG announces (ITU-T T.81, section B.2.2). */
function jpegHeader(bytes: Uint8Array, path: string): Header {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 2;
  while (at + 10 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1];
    // Any number of these may stand before a marker.
    if (marker === 0xff) {
      at++;
      continue;
    }
    // C0 … CF but for the tables of codes (C4), a reserved one (C8) and arithmetic conditions (CC).
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { format: 'jpeg', height: view.getUint16(at + 5), width: view.getUint16(at + 7), isGrey: bytes[at + 9] === 1 };
    at += 2 + view.getUint16(at + 2);
  }
  throw unusable(path, 'is a JPEG that does not say how large it is', DAMAGED);
}

/** The sides that the first part of a WebP announces (RFC 9649): of the plain, the lossless or the extended kind. */
function webpHeader(bytes: Uint8Array, path: string): Header {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const sized = (width: number, height: number): Header => ({ format: 'webp', width, height, isGrey: false });
  const kind = bytes.length >= 30 ? textAt(bytes, 12) : '';
  if (kind === 'VP8 ' && bytes[23] === 0x9d && bytes[24] === 0x01 && bytes[25] === 0x2a)
    return sized(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
  if (kind === 'VP8L' && bytes[20] === 0x2f) {
    const bits = view.getUint32(21, true);
    return sized((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
  }
  if (kind === 'VP8X') {
    if (bytes[20] & 2) throw unusable(path, 'is an animation', 'Take one of its pictures, or leave it out');
    return sized(threeBytesAt(bytes, 24) + 1, threeBytesAt(bytes, 27) + 1);
  }
  throw unusable(path, 'is a WebP that does not say how large it is', DAMAGED);
}

const threeBytesAt = (bytes: Uint8Array, at: number): number => bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16);
const textAt = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));
