/**
 * Network files (`.parsimony-net`): a compressed network in the bytes that its description length counts.
 *
 * | bytes | what |
 * | --- | --- |
 * | 8 | signature 89 50 4E 45 54 0D 0A 1A: “PNET” between bytes that text transfer would spoil, as PNG has it |
 * | 4 | version: 1 with 32 bits a weight, 2 with fewer |
 * | 4 | length of the header |
 * | … | header, JSON in UTF-8 (network-header.ts) |
 * | … | body: each tensor in the codec (matrix-codec.ts), then, in the codec `values`, each tensor's positions; all of it compressed |
 * | 4 | CRC-32 of everything before |
 *
 * With 16 or 8 bits a weight, the words of the weights, which end a tensor in every codec, are cut to these; 8 bits have a float32 for the scale of
 * the tensor's values and one for its biases before the tensor (narrow-weights.ts).
 *
 * Integers are little-endian. The codec `values` counts nothing for where its values are; the file has to say it, and `sizes` tells
 * these bytes apart.
 */
import { bytesText, grouped } from '../math/number-text.ts';
import { crc32 } from './crc32.ts';
import type { Codec } from './codec-size.ts';
import { deflateRaw, inflateExactly } from './deflate.ts';
import { CodingError } from './errors.ts';
import { decodeMatrix, encodeMatrix, encodePositions, readSupport } from './matrix-codec.ts';
import { narrow, narrowPayload, widen, widenPayload } from './narrow-weights.ts';
import {
  DEFAULT_LIMITS,
  entrySize,
  MAX_HEADER_BYTES,
  parseHeader,
  type Compression,
  type Json,
  type Limits,
  type NetworkHeader,
  type TensorEntry,
} from './network-header.ts';
import { looksLikeNetworkFile, NETWORK_SIGNATURE } from './network-signature.ts';
import type { WeightBits } from './rounded-weights.ts';
import { fromMatrix, toMatrix, type WeightMatrix, type WeightTensor } from './weight-matrix.ts';
import { zstdPack, zstdUnpack } from './zstd.ts';

export interface StoredNetwork {
  /** What the architecture is, for whoever builds the network again. From a file of others: unchecked, read it with a schema. */
  readonly model: Json;
  readonly tensors: readonly WeightTensor[];
}

/** Where the bytes of a network file go. */
export interface NetworkFileSizes {
  /** Weights in the codec, before compression: what `modelBytes` says; `entropy` and `min` up to `maxOverheadBytes` a tensor more. */
  readonly payload: number;
  /** Where the weights are, in the codec `values`, before compression; else 0. */
  readonly positions: number;
  /** Payload and positions as they stand in the file. */
  readonly body: number;
  /** Signature, header and check sum. */
  readonly overhead: number;
  /** All of it. */
  readonly file: number;
}

export interface EncodedNetwork {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly sizes: NetworkFileSizes;
  readonly tensors: readonly Pick<TensorEntry, 'payload' | 'positions'>[];
}

export interface DecodedNetwork {
  readonly network: StoredNetwork;
  readonly codec: Codec;
  readonly compression: Compression;
  /** Of a weight; with fewer than 32 the network is one whose weights were rounded. */
  readonly bits: WeightBits;
  readonly sizes: NetworkFileSizes;
  /** Bytes of each tensor before compression, in the order of the tensors. */
  readonly tensors: readonly Pick<TensorEntry, 'payload' | 'positions'>[];
}

/** By bits a weight. */
const VERSIONS = { 32: 1, 16: 2, 8: 2 } as const;
/** Signature, version, length of the header. */
const PREFIX = 16;
const CHECKSUM = 4;

/**
 * Writes a network. Equal networks give equal bytes, except for `deflate-raw`, whose output is the platform's, and for another version of `zstd`.
 * @param bits of a weight; with fewer than 32 weights are rounded, and those that come to 0 are none any more
 * @throws RangeError if a tensor does not fit its shape, or has a weight that is not finite where it is to be rounded
 * @throws CodingError if `decodeNetwork` would refuse the file, for instance for two tensors of the same name
 */
export async function encodeNetwork(
  { model, tensors }: StoredNetwork,
  { codec, compression = 'none', bits = 32 }: { readonly codec: Codec; readonly compression?: Compression; readonly bits?: WeightBits },
): Promise<EncodedNetwork> {
  const parts = tensors.map((tensor) => {
    const { matrix, payload } = encodeTensor(tensor, codec, bits);
    const positions = codec === 'values' ? encodePositions(matrix) : new Uint8Array(0);
    const { name, shape, bias } = tensor;
    const entry: TensorEntry = {
      name,
      shape,
      bias: bias !== null,
      nonzero: matrix.nonzero,
      payload: payload.length,
      positions: positions.length,
    };
    return { entry, payload, positions };
  });
  const narrowed = bits === 32 ? {} : { bits };
  const header: NetworkHeader = {
    format: 'parsimony/network',
    codec,
    compression,
    ...narrowed,
    tensors: parts.map(({ entry }) => entry),
    model,
  };
  const json = JSON.stringify(header);
  parseHeader(json, DEFAULT_LIMITS, VERSIONS[bits]);
  const headerBytes = new TextEncoder().encode(json);
  if (headerBytes.length > MAX_HEADER_BYTES) {
    throw new CodingError(
      'size',
      `The header takes ${bytesText(headerBytes.length)}; at most ${grouped(MAX_HEADER_BYTES)} are opened. Shorten the model's description.`,
    );
  }

  const plain = concatenate([...parts.map(({ payload }) => payload), ...parts.map(({ positions }) => positions)]);
  const body = await pack(plain, compression);
  const bytes = new Uint8Array(PREFIX + headerBytes.length + body.length + CHECKSUM);
  const view = new DataView(bytes.buffer);
  bytes.set(NETWORK_SIGNATURE);
  view.setUint32(8, VERSIONS[bits], true);
  view.setUint32(12, headerBytes.length, true);
  bytes.set(headerBytes, PREFIX);
  bytes.set(body, PREFIX + headerBytes.length);
  const end = bytes.length - CHECKSUM;
  view.setUint32(end, crc32(bytes.subarray(0, end)), true);
  return { bytes, sizes: sizesOf(header, body.length, bytes.length), tensors: header.tensors };
}

/**
 * Reads a network that anybody may have written: the weights come back bit for bit, except that −0 comes back as +0 in every codec but
 * `dense`.
 * @throws CodingError naming what is wrong and what to do
 */
export async function decodeNetwork(bytes: Uint8Array, limits: Limits = DEFAULT_LIMITS): Promise<DecodedNetwork> {
  const { header, body } = readFrame(bytes, limits);
  const { codec, compression, tensors, bits = 32 } = header;
  const length = tensors.reduce((sum, { payload, positions }) => sum + payload + positions, 0);
  if (compression === 'none' && body.length !== length) {
    throw new CodingError(
      'damaged',
      `This network file has ${bytesText(body.length)} of weights where ${grouped(length)} are announced. Get the file again.`,
    );
  }
  const plain = await unpack(body, compression, length);
  let payloadAt = 0;
  let positionsAt = tensors.reduce((sum, { payload }) => sum + payload, 0);
  const decoded = tensors.map((entry) => {
    const size = entrySize(entry);
    const payload = plain.subarray(payloadAt, (payloadAt += entry.payload));
    const positions = plain.subarray(positionsAt, (positionsAt += entry.positions));
    const support = codec === 'values' ? readSupport(positions, size.rows * size.columns, size.nonzero) : undefined;
    if (bits === 32) return fromMatrix(entry.name, entry.shape, entry.bias, decodeMatrix(codec, payload, size, support));
    const wide = widenPayload(payload, codec, size, bits, entry.bias);
    return widen(entry, decodeMatrix(codec, wide.payload, size, support), bits, wide.scales);
  });
  return {
    network: { model: header.model, tensors: decoded },
    codec,
    compression,
    bits,
    sizes: sizesOf(header, body.length, bytes.length),
    tensors,
  };
}

function encodeTensor(tensor: WeightTensor, codec: Codec, bits: WeightBits): { matrix: WeightMatrix; payload: Uint8Array } {
  if (bits === 32) {
    const matrix = toMatrix(tensor);
    return { matrix, payload: encodeMatrix(codec, matrix) };
  }
  const narrowed = narrow(tensor, bits);
  return { matrix: narrowed.matrix, payload: narrowPayload(encodeMatrix(codec, narrowed.matrix), codec, narrowed, bits) };
}

function pack(plain: Uint8Array<ArrayBuffer>, compression: Compression): Promise<Uint8Array> | Uint8Array {
  switch (compression) {
    case 'none':
      return plain;
    case 'deflate-raw':
      return deflateRaw(plain);
    case 'zstd':
      return zstdPack(plain);
  }
}

function unpack(body: Uint8Array, compression: Compression, length: number): Promise<Uint8Array> | Uint8Array {
  switch (compression) {
    case 'none':
      return body;
    case 'deflate-raw':
      return inflateExactly(body.slice(), length);
    case 'zstd':
      return zstdUnpack(body, length);
  }
}

function readFrame(bytes: Uint8Array, limits: Limits): { header: NetworkHeader; body: Uint8Array } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (!looksLikeNetworkFile(bytes)) {
    throw new CodingError(
      'format',
      'This is no network file of Parsimony: it does not begin like one. Choose a file that ends in .parsimony-net.',
    );
  }
  if (bytes.length < PREFIX + CHECKSUM) throw cutOff(bytes.length);
  const version = view.getUint32(8, true);
  if (version !== 1 && version !== 2) {
    throw new CodingError(
      'version',
      `This network file has version ${version}, and this Parsimony reads versions 1 and 2. Open it with the Parsimony that wrote it.`,
    );
  }
  const headerLength = view.getUint32(12, true);
  if (headerLength > MAX_HEADER_BYTES) {
    throw new CodingError(
      'size',
      `This network file announces a header of ${bytesText(headerLength)}; at most ${grouped(MAX_HEADER_BYTES)} are opened. Get the file again.`,
    );
  }
  const end = bytes.length - CHECKSUM;
  if (PREFIX + headerLength > end) throw cutOff(bytes.length);
  if (crc32(bytes.subarray(0, end)) !== view.getUint32(end, true)) {
    throw new CodingError(
      'damaged',
      'This network file was cut off or changed since it was written: its check sum is not right. Get the file again.',
    );
  }
  const header = parseHeader(decodeText(bytes.subarray(PREFIX, PREFIX + headerLength)), limits, version);
  return { header, body: bytes.subarray(PREFIX + headerLength, end) };
}

function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new CodingError('content', 'This is no valid network file: its header is no UTF-8 text.', { cause });
  }
}

function cutOff(length: number): CodingError {
  return new CodingError('damaged', `This network file was cut off after ${bytesText(length)}. Get the file again.`);
}

function sizesOf({ tensors }: NetworkHeader, body: number, file: number): NetworkFileSizes {
  return {
    payload: tensors.reduce((sum, tensor) => sum + tensor.payload, 0),
    positions: tensors.reduce((sum, tensor) => sum + tensor.positions, 0),
    body,
    overhead: file - body,
    file,
  };
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
