/**
 * Archives of texts (`.parsimony-text`): a text as the arithmetic code of its bytes under a network, with the network.
 *
 * | bytes | what |
 * | --- | --- |
 * | 8 | signature 89 50 54 58 54 0D 0A 1A: “PTXT” between bytes that text transfer would spoil, as PNG has it |
 * | 4 | version, 1 |
 * | 4 | length of the header |
 * | … | header, JSON in UTF-8 |
 * | … | the network: a whole network file (network-file.ts) |
 * | 4 each | for each group of chunks FNV-1a over its frequencies, 32 bits |
 * | … | the arithmetic code of the whole text |
 * | 4 | CRC-32 of everything before |
 *
 * Integers are little-endian. There is no name and no date, so that equal input gives equal bytes.
 */
import { bytesText, grouped } from '../../math/number-text.ts';
import { crc32 } from '../../coding/crc32.ts';
import { CodingError } from '../../coding/errors.ts';
import { z } from '../zod.ts';
import type { ArchiveSizes } from './facts.ts';
import { looksLikeTextArchive, TEXT_SIGNATURE } from './signature.ts';
import { groupCount } from './groups.ts';

const VERSION = 1;
/** Signature, version, length of the header. */
const PREFIX = 16;
const CHECKSUM = 4;
/** A header has about 800 bytes. */
const MAX_HEADER_BYTES = 2 ** 14;

/** Largest text of an archive, as large as one's own texts may be. */
export const MAX_TEXT_BYTES = 64e6;

const count = (max: number) => z.int().min(1).max(max);
const word = z.int().min(0).max(0xffffffff);
const digest = z.string().regex(/^[0-9a-f]{64}$/u);

const headerSchema = z.strictObject({
  format: z.literal('parsimony/text'),
  engine: z.strictObject({ name: z.string().max(64), sha256: digest, quantiser: z.string().max(16) }),
  /** D, of the text. */
  bytes: count(MAX_TEXT_BYTES),
  /** T. */
  chunk: count(2 ** 16),
  /** G. */
  group: count(2 ** 16),
  /** 32 bytes as base64: bit b mod 8 of byte b/8 says whether the byte value b is a symbol. */
  alphabet: z.string().length(44),
  /** What goes in before the first byte of a chunk: symbol 0. */
  start: z.literal('zero'),
  /** The transformer: K, d, L, H. */
  model: z.strictObject({
    symbols: count(256),
    dim: count(2 ** 13),
    blocks: count(256),
    heads: count(2 ** 13),
    faithful: z.boolean(),
  }),
  /** CRC-32 of the table of positions. */
  positions: word,
  text: z.strictObject({ sha256: digest, crc32: word }),
  /** Lengths of the network and of the code. */
  network: count(256e6),
  code: count(256e6),
});
export type ArchiveHeader = z.output<typeof headerSchema>;

/** The parts of an archive. */
export interface ArchiveParts {
  readonly header: ArchiveHeader;
  readonly network: Uint8Array;
  /** FNV-1a of each group. */
  readonly hashes: readonly number[];
  readonly code: Uint8Array;
}

export interface ReadArchive extends ArchiveParts {
  readonly sizes: ArchiveSizes;
}

const sizesOf = (headerBytes: number, { network, hashes, code }: ArchiveParts): ArchiveSizes => {
  const parts = { header: PREFIX + headerBytes + CHECKSUM, network: network.length, hashes: 4 * hashes.length, code: code.length };
  return { ...parts, file: parts.header + parts.network + parts.hashes + parts.code };
};

/** Puts an archive together. */
export function writeArchive(parts: ArchiveParts): { file: Uint8Array<ArrayBuffer>; sizes: ArchiveSizes } {
  const { header, network, hashes, code } = parts;
  const json = new TextEncoder().encode(JSON.stringify(headerSchema.parse(header)));
  const sizes = sizesOf(json.length, parts);
  const file = new Uint8Array(sizes.file);
  const view = new DataView(file.buffer);
  file.set(TEXT_SIGNATURE);
  view.setUint32(8, VERSION, true);
  view.setUint32(12, json.length, true);
  file.set(json, PREFIX);
  let at = PREFIX + json.length;
  file.set(network, at);
  at += network.length;
  hashes.forEach((hash, group) => view.setUint32(at + 4 * group, hash, true));
  file.set(code, at + 4 * hashes.length);
  const end = file.length - CHECKSUM;
  view.setUint32(end, crc32(file.subarray(0, end)), true);
  return { file, sizes };
}

/**
 * Takes an archive apart that anybody may have written; nothing of it is decoded yet.
 * @throws CodingError naming what is wrong and what to do
 */
export function readArchive(file: Uint8Array): ReadArchive {
  if (!looksLikeTextArchive(file)) {
    throw new CodingError(
      'format',
      'This is no archive of a text: it does not begin like one. Choose a file that ends in .parsimony-text.',
    );
  }
  if (file.length < PREFIX + CHECKSUM) throw cutOff(file.length);
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  const version = view.getUint32(8, true);
  if (version !== VERSION) {
    throw new CodingError(
      'version',
      `This archive has version ${version}, and this Parsimony reads version ${VERSION}. Open it with the Parsimony that wrote it.`,
    );
  }
  const length = view.getUint32(12, true);
  const end = file.length - CHECKSUM;
  if (length > MAX_HEADER_BYTES || PREFIX + length > end) throw cutOff(file.length);
  if (crc32(file.subarray(0, end)) !== view.getUint32(end, true)) {
    throw new CodingError(
      'damaged',
      'This archive was cut off or changed since it was written: its check sum is not right. Get the file again.',
    );
  }
  const header = parseHeader(file.subarray(PREFIX, PREFIX + length));
  const groups = groupCount(header.bytes, header.chunk, header.group);
  const expected = PREFIX + length + header.network + 4 * groups + header.code + CHECKSUM;
  if (file.length !== expected) {
    throw new CodingError('content', `This archive has ${bytesText(file.length)} where its header announces ${grouped(expected)}.`);
  }
  let at = PREFIX + length;
  const network = file.subarray(at, (at += header.network));
  const hashes = Array.from({ length: groups }, (_, group) => view.getUint32(at + 4 * group, true));
  at += 4 * groups;
  const parts = { header, network, hashes, code: file.subarray(at, end) };
  return { ...parts, sizes: sizesOf(length, parts) };
}

function parseHeader(bytes: Uint8Array): ArchiveHeader {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new CodingError('content', 'This is no valid archive of a text: its header is no JSON.', { cause });
  }
  const parsed = headerSchema.safeParse(json);
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues;
    throw new CodingError('content', `This is no valid archive of a text: ${path.join('.') || 'its header'}: ${message}.`);
  }
  return parsed.data;
}

function cutOff(length: number): CodingError {
  return new CodingError('damaged', `This archive was cut off after ${bytesText(length)}. Get the file again.`);
}
