/** Files of images as programs write them, made by plain code of the tests' own. */
import { crc32, deflateSync } from 'node:zlib';

/** IDX with these dimensions. */
export function idxFile(sizes: readonly number[], values: Uint8Array, type = 0x08): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4 + 4 * sizes.length + values.length);
  bytes.set([0, 0, type, sizes.length]);
  const view = new DataView(bytes.buffer);
  for (const [i, size] of sizes.entries()) view.setUint32(4 + 4 * i, size);
  bytes.set(values, 4 + 4 * sizes.length);
  return bytes;
}

export interface PngOptions {
  readonly width: number;
  readonly height: number;
  /** Colour type: 0 grey, 2 colour, 3 palette, 4 and 6 with transparency. */
  readonly colour: 0 | 2 | 3 | 4 | 6;
  /** Samples row by row, before filtering. */
  readonly samples: Uint8Array;
  /** Filter of each row, in turn. */
  readonly filters?: readonly number[];
  readonly palette?: readonly number[];
  readonly depth?: number;
  readonly interlaced?: number;
}

const perPixel = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 } as const;

export function pngFile({ width, height, colour, samples, filters = [0], palette, depth = 8, interlaced = 0 }: PngOptions): Uint8Array<ArrayBuffer> {
  const step = perPixel[colour];
  const row = width * step;
  const raw = new Uint8Array(height * (row + 1));
  for (let y = 0; y < height; y++) {
    const filter = filters[y % filters.length];
    raw[y * (row + 1)] = filter;
    for (let i = 0; i < row; i++) {
      const at = (dy: number, dx: number): number => (y + dy < 0 || i + dx < 0 ? 0 : samples[(y + dy) * row + i + dx]);
      const [a, b, c] = [at(0, -step), at(-1, 0), at(-1, -step)];
      const p = a + b - c;
      const [pa, pb, pc] = [Math.abs(p - a), Math.abs(p - b), Math.abs(p - c)];
      const paeth = pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
      raw[y * (row + 1) + 1 + i] = samples[y * row + i] - [0, a, b, Math.floor((a + b) / 2), paeth][filter];
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, colour, 0, 0, interlaced], 8);
  const packed = deflateSync(raw);
  // In two pieces, as large files are.
  const middle = Math.floor(packed.length / 2);
  return Uint8Array.from(
    Buffer.concat([
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
      chunk('IHDR', header),
      ...(palette ? [chunk('PLTE', Buffer.from(palette))] : []),
      chunk('tEXt', Buffer.from('Comment\0made for a test')),
      chunk('IDAT', packed.subarray(0, middle)),
      chunk('IDAT', packed.subarray(middle)),
      chunk('IEND', Buffer.alloc(0)),
    ]),
  );
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
