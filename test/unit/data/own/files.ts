/** Files of images as programs write them, made by plain code of the tests' own. */
import { crc32, deflateRawSync, deflateSync } from 'node:zlib';

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

export function pngFile({
  width,
  height,
  colour,
  samples,
  filters = [0],
  palette,
  depth = 8,
  interlaced = 0,
}: PngOptions): Uint8Array<ArrayBuffer> {
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

export interface ZipEntry {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** 8, Deflate, unless told; 0 stores. Any other number is written over stored bytes. */
  readonly method?: number;
  readonly encrypted?: boolean;
  /** What the directory says of its length, if not the truth. */
  readonly length?: number;
  /** What the directory says of its sum, if not the truth. */
  readonly sum?: number;
}

/** A zip archive; local headers have an extra field that the directory lacks, as some programs write them. */
export function zipFile(entries: readonly ZipEntry[], { comment = '', count = entries.length } = {}): Uint8Array<ArrayBuffer> {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { path, bytes, method = 8, encrypted = false, length = bytes.length, sum = crc32(bytes) } of entries) {
    const name = Buffer.from(path);
    const packed = method === 8 ? deflateRawSync(bytes) : Buffer.from(bytes);
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(encrypted ? 1 : 0, 2);
    facts.writeUInt16LE(method, 4);
    facts.writeUInt32LE(sum, 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(length, 18);
    facts.writeUInt16LE(name.length, 22);
    const extra = Buffer.from([0x55, 0x54, 1, 0, 0]);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), facts, name, extra, packed]);
    local.writeUInt16LE(extra.length, 28);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), facts, rest, name);
    parts.push(local);
    at += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at, 16);
  end.writeUInt16LE(comment.length, 20);
  return Uint8Array.from(Buffer.concat([...parts, listed, end, Buffer.from(comment, 'latin1')]));
}
