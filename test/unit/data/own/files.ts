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
  /** Samples row by row, before filtering, each of so many bits. */
  readonly samples: ArrayLike<number>;
  /** Filter of each row, in turn. */
  readonly filters?: readonly number[];
  readonly palette?: readonly number[];
  /** Content of the chunk tRNS. */
  readonly transparency?: readonly number[];
  readonly depth?: number;
  readonly interlaced?: number;
  /** What the header says, if not the truth. */
  readonly header?: Partial<Record<'width' | 'height' | 'depth' | 'colour' | 'interlaced', number>>;
  /** What is packed, if not the rows of the samples. */
  readonly rows?: Uint8Array;
  /** Further chunks, before the image. */
  readonly extra?: readonly (readonly [type: string, content: Uint8Array])[];
}

export const samplesPerPixel = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 } as const;

/** Where Adam7 begins in each of its passes, and its steps; and how a picture lies that is not interlaced. */
const adam7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
];
const plain = [[0, 0, 1, 1]];

export function pngFile(options: PngOptions): Uint8Array<ArrayBuffer> {
  const { width, height, colour, samples, filters = [0], palette, transparency, depth = 8, interlaced = 0, extra = [] } = options;
  const said = { width, height, depth, colour, interlaced, ...options.header };
  const step = samplesPerPixel[colour];
  const rows: Buffer[] = [];
  for (const [x0, y0, dx, dy] of interlaced ? adam7 : plain) {
    let above: Buffer | null = null;
    for (let y = y0; y < height; y += dy) {
      const values: number[] = [];
      for (let x = x0; x < width; x += dx) for (let i = 0; i < step; i++) values.push(samples[(y * width + x) * step + i]);
      if (values.length === 0) continue;
      const row: Buffer = packedSamples(values, depth);
      rows.push(filtered(row, above ?? Buffer.alloc(row.length), filters[rows.length % filters.length], Math.max(1, (step * depth) / 8)));
      above = row;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(said.width, 0);
  header.writeUInt32BE(said.height, 4);
  header.set([said.depth, said.colour, 0, 0, said.interlaced], 8);
  const packed = deflateSync(options.rows ?? Buffer.concat(rows));
  // In two pieces, as large files are.
  const middle = Math.floor(packed.length / 2);
  return Uint8Array.from(
    Buffer.concat([
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
      chunk('IHDR', header),
      ...(palette ? [chunk('PLTE', Buffer.from(palette))] : []),
      ...(transparency ? [chunk('tRNS', Buffer.from(transparency))] : []),
      chunk('tEXt', Buffer.from('Comment\0made for a test')),
      ...extra.map(([type, content]) => chunk(type, Buffer.from(content))),
      chunk('IDAT', packed.subarray(0, middle)),
      chunk('IDAT', packed.subarray(middle)),
      chunk('IEND', Buffer.alloc(0)),
    ]),
  );
}

/** Samples one after another, the highest bits first; the last byte is filled up with zeros. */
function packedSamples(values: readonly number[], depth: number): Buffer {
  const bits = values.map((value) => value.toString(2).padStart(depth, '0')).join('');
  return Buffer.from((bits.padEnd(8 * Math.ceil(bits.length / 8), '0').match(/.{8}/gu) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

function filtered(row: Buffer, above: Buffer, filter: number, step: number): Buffer {
  const bytes = Array.from(row, (value, i) => {
    const [a, b, c] = [row[i - step] ?? 0, above[i], above[i - step] ?? 0];
    const p = a + b - c;
    const [pa, pb, pc] = [Math.abs(p - a), Math.abs(p - b), Math.abs(p - c)];
    const paeth = pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
    return value - [0, a, b, Math.floor((a + b) / 2), paeth][filter];
  });
  return Buffer.from([filter, ...bytes]);
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}

export interface ZipEntry {
  /** In UTF-8, or as bytes of another alphabet. */
  readonly path: string | Uint8Array;
  readonly bytes: Uint8Array;
  /** 8, Deflate, unless told; 0 stores. Any other number is written over stored bytes. */
  readonly method?: number;
  readonly encrypted?: boolean;
  /** What the directory says of its length, if not the truth. */
  readonly length?: number;
  /** What the directory says of its sum, if not the truth. */
  readonly sum?: number;
  /** What the directory says of where it is, if not the truth. */
  readonly at?: number;
  /** System on which it was packed: 0 is MS-DOS, 3 Unix. */
  readonly system?: number;
  /** Extra fields in the directory. */
  readonly extra?: Uint8Array;
}

/** An extra field of a directory: its id, its length and its content. */
export const extraField = (id: number, content: Uint8Array): Uint8Array => {
  const field = Buffer.alloc(4);
  field.writeUInt16LE(id, 0);
  field.writeUInt16LE(content.length, 2);
  return Buffer.concat([field, content]);
};

/** A zip archive; local headers have an extra field that the directory lacks, as some programs write them. */
export function zipFile(entries: readonly ZipEntry[], { comment = '', count = entries.length } = {}): Uint8Array<ArrayBuffer> {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let end = 0;
  for (const entry of entries) {
    const { path, bytes, method = 8, encrypted = false, length = bytes.length, sum = crc32(bytes), at = end, system = 0 } = entry;
    const { extra: listedExtra = new Uint8Array() } = entry;
    const name = typeof path === 'string' ? Buffer.from(path) : path;
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
    facts.writeUInt16LE(listedExtra.length, 24);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    directory.push(Buffer.from([0x50, 0x4b, 1, 2, 20, system]), facts, rest, Buffer.from(name), Buffer.from(listedExtra));
    parts.push(local);
    end += local.length;
  }
  const listed = Buffer.concat(directory);
  const last = Buffer.alloc(22);
  last.write('PK\x05\x06', 'latin1');
  last.writeUInt16LE(count, 8);
  last.writeUInt16LE(count, 10);
  last.writeUInt32LE(listed.length, 12);
  last.writeUInt32LE(end, 16);
  last.writeUInt16LE(comment.length, 20);
  return Uint8Array.from(Buffer.concat([...parts, listed, last, Buffer.from(comment, 'latin1')]));
}
