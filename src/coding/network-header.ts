/** The JSON header of a network file: what is in it, and how it was written. Read strictly, since it may come from anybody. */
import { bytesText, grouped } from '../math/number-text.ts';
import { CODECS, matrixBytes, type Codec, type MatrixSize } from './codec-size.ts';
import { CodingError } from './errors.ts';
import { savedBytes, type NarrowBits } from './narrow-weights.ts';
import { maxOverheadBytes } from './support-code.ts';
import { matrixShape } from './weight-matrix.ts';

/** What was done to the weights after the codec. */
export const COMPRESSIONS = ['none', 'deflate-raw', 'zstd'] as const;
export type Compression = (typeof COMPRESSIONS)[number];

/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export interface TensorEntry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly bias: boolean;
  readonly nonzero: number;
  /** Bytes of the tensor in the codec. */
  readonly payload: number;
  /** Bytes that say where the entries are, in a codec that does not; else 0. */
  readonly positions: number;
}

export interface NetworkHeader {
  readonly format: 'parsimony/network';
  readonly codec: Codec;
  readonly compression: Compression;
  /** Of a weight, where they are fewer than 32: in files of version 2. */
  readonly bits?: NarrowBits;
  readonly tensors: readonly TensorEntry[];
  /** Whatever the writer says about the architecture. Unchecked here: read it with a schema. */
  readonly model: Json;
}

/** Limits of what is opened, against files made to fill the memory. */
export interface Limits {
  /** Weights of all tensors together, biases included. */
  readonly maxWeights: number;
}

/** 2²⁶ weights take 256 MiB; ResNet-50, the largest network of the lab, has 2²⁴·⁶. */
export const DEFAULT_LIMITS: Limits = { maxWeights: 2 ** 26 };

export const MAX_HEADER_BYTES = 2 ** 20;
const MAX_TENSORS = 4096;
const MAX_NAME = 256;
const MAX_AXES = 8;

export function entrySize({ shape, bias, nonzero }: TensorEntry): MatrixSize {
  return { ...matrixShape(shape, bias), nonzero };
}

/**
 * Reads a header from JSON text.
 * @throws CodingError (content) naming what is wrong, or (size) if it announces more than the limits allow
 */
export function parseHeader(text: string, { maxWeights }: Limits, version: 1 | 2): NetworkHeader {
  const members = ['format', 'codec', 'compression', ...(version === 2 ? ['bits'] : []), 'tensors', 'model'];
  const header = membersOf(parseJson(text), members, 'header');
  if (header.format !== 'parsimony/network') refuse(`its format is ${quote(header.format)}, not “parsimony/network”`);
  const codec = oneOf(CODECS, header.codec, 'codec');
  const compression = oneOf(COMPRESSIONS, header.compression, 'compression');
  const bits = version === 2 ? ([16, 8] as const).find((allowed) => allowed === header.bits) : undefined;
  if (version === 2 && bits === undefined) refuse('its weights have neither 16 nor 8 bits');
  if (!Array.isArray(header.tensors)) refuse('its tensors are no list');
  if (header.tensors.length > MAX_TENSORS) tooLarge(`${grouped(header.tensors.length)} tensors; at most ${grouped(MAX_TENSORS)}`);
  const tensors = header.tensors.map((tensor: unknown, i) => readEntry(tensor, i, codec));
  const names = new Set(tensors.map((tensor) => tensor.name));
  if (names.size < tensors.length) refuse('two of its tensors have the same name');
  const weights = tensors.reduce((sum, tensor) => sum + entrySize(tensor).rows * entrySize(tensor).columns, 0);
  if (weights > maxWeights) tooLarge(`${grouped(weights)} weights; at most ${grouped(maxWeights)}`);
  // A decoder makes room for each row and each column, also where they meet in no weight.
  const lines = tensors.map(entrySize).reduce((sum, { rows, columns }) => sum + Math.max(rows, columns), 0);
  if (lines > maxWeights) tooLarge(`${grouped(lines)} rows or columns; at most ${grouped(maxWeights)}`);
  tensors.forEach((tensor) => checkBytes(tensor, codec, bits));
  return { format: header.format, codec, compression, ...(bits && { bits }), tensors, model: header.model as Json };
}

function readEntry(value: unknown, index: number, codec: Codec): TensorEntry {
  const where = `tensor ${index}`;
  const { name, shape, bias, nonzero, payload, positions } = membersOf(
    value,
    ['name', 'shape', 'bias', 'nonzero', 'payload', 'positions'],
    where,
  );
  if (typeof name !== 'string' || name.length === 0 || name.length > MAX_NAME)
    refuse(`the name of ${where} is no text of 1 to ${MAX_NAME} characters`);
  if (!Array.isArray(shape) || shape.length > MAX_AXES || !shape.every(isCount))
    refuse(`the shape of ${where} is no list of up to ${MAX_AXES} counts`);
  if (typeof bias !== 'boolean') refuse(`whether ${where} has biases is not said`);
  if (!isCount(nonzero) || !isCount(payload) || !isCount(positions)) refuse(`the sizes of ${where} are no counts`);
  if (codec !== 'values' && positions !== 0) refuse(`${where} has positions apart, which the codec “${codec}” does not`);
  return { name, shape: shape, bias, nonzero, payload, positions };
}

/** The bytes of a payload follow from the sizes, so that an announced size that is made up is refused before anything is unpacked. */
function checkBytes(tensor: TensorEntry, codec: Codec, bits: NarrowBits | undefined): void {
  const size = entrySize(tensor);
  const { rows, columns, nonzero } = size;
  if (nonzero > rows * columns)
    refuse(`the tensor “${tensor.name}” has ${grouped(nonzero)} non-zero weights out of ${grouped(rows * columns)}`);
  const expected = matrixBytes(codec, size) - (bits === undefined ? 0 : savedBytes(codec, size, bits, tensor.bias));
  const overhead = maxOverheadBytes(rows * columns);
  const slack = codec === 'entropy' || codec === 'min' ? overhead : 0;
  if (tensor.payload < expected - 1e-6 || tensor.payload > expected + slack) {
    refuse(`the tensor “${tensor.name}” announces ${bytesText(tensor.payload)} where ${grouped(expected)} are due`);
  }
  const content = matrixBytes('entropy', size) - 4 * nonzero;
  if (tensor.positions > content + overhead)
    refuse(`the positions of the tensor “${tensor.name}” take ${bytesText(tensor.positions)}, more than they can`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CodingError(
      'content',
      `This is no valid network file: its header is no JSON (${(cause as Error).message}). It was damaged, or another program wrote it.`,
      { cause },
    );
  }
}

/** The members of an object that must have exactly these. */
function membersOf<K extends string>(value: unknown, keys: readonly K[], what: string): Record<K, unknown> {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) refuse(`its ${what} is no object`);
  const missing = keys.find((key) => !Object.hasOwn(value, key));
  if (missing !== undefined) refuse(`its ${what} lacks “${missing}”`);
  const unknown = Object.keys(value).find((key) => !(keys as readonly string[]).includes(key));
  if (unknown !== undefined) refuse(`its ${what} has “${unknown}”, which the format does not know`);
  return value as Record<K, unknown>;
}

function oneOf<T extends string>(allowed: readonly T[], value: unknown, what: string): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) refuse(`its ${what} is ${quote(value)}, not one of ${allowed.join(', ')}`);
  return found;
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 0xffffffff;
}

function quote(value: unknown): string {
  return typeof value === 'string' ? `“${value.slice(0, 40)}”` : typeof value;
}

function refuse(what: string): never {
  throw new CodingError('content', `This is no valid network file: ${what}.`);
}

function tooLarge(what: string): never {
  throw new CodingError('size', `This network file has ${what} are opened.`);
}
