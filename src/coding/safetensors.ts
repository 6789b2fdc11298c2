/**
 * safetensors files (Hugging Face): 8 bytes with the length of the header, little-endian; the header, JSON that gives each tensor's type,
 * shape and place; the tensors. Float32 only, which is all that the lab's networks have.
 */
import { bytesText, grouped } from '../math/number-text.ts';
import { CodingError } from './errors.ts';
import type { Limits } from './network-header.ts';
import { DEFAULT_LIMITS, MAX_HEADER_BYTES } from './network-header.ts';
import type { WeightTensor } from './weight-matrix.ts';
import { elementCount } from '../math/element-count.ts';

export interface NamedArray {
  readonly name: string;
  readonly shape: readonly number[];
  /** Row-major. */
  readonly values: Float32Array;
}

export interface SafetensorsFile {
  readonly arrays: readonly NamedArray[];
  /** Free texts. */
  readonly metadata: Readonly<Record<string, string>>;
}

const METADATA = '__metadata__';

/** Weights and biases apart, under PyTorch's names `….weight` and `….bias`. */
export function toNamedArrays(tensors: readonly WeightTensor[]): NamedArray[] {
  return tensors.flatMap(({ name, shape, values, bias }) => {
    const weight = { name: `${name}.weight`, shape, values };
    return bias === null ? [weight] : [weight, { name: `${name}.bias`, shape: [bias.length], values: bias }];
  });
}

/**
 * Writes arrays in their order, the header filled up with blanks so that they begin at a multiple of 8 bytes.
 * @throws RangeError if an array does not fit its shape, or two have the same name
 */
export function writeSafetensors({ arrays, metadata }: SafetensorsFile): Uint8Array<ArrayBuffer> {
  const entries = new Map<string, unknown>();
  if (Object.keys(metadata).length > 0) entries.set(METADATA, metadata);
  let length = 0;
  for (const { name, shape, values } of arrays) {
    if (entries.has(name) || name === METADATA) throw new RangeError(`Two arrays cannot both be called “${name}” in a safetensors file.`);
    const expected = elementCount(shape);
    if (values.length !== expected) {
      throw new RangeError(`The array “${name}” of shape [${shape.join(', ')}] has ${values.length} values: give ${expected}.`);
    }
    entries.set(name, { dtype: 'F32', shape, data_offsets: [length, (length += 4 * values.length)] });
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  const headerLength = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerLength + length);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(headerLength), true);
  bytes.fill(0x20, 8, 8 + headerLength);
  bytes.set(json, 8);
  let at = 8 + headerLength;
  for (const { values } of arrays) {
    // As bits, since a NaN may lose its payload on the way through a number.
    const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
    for (let i = 0; i < bits.length; i++, at += 4) view.setUint32(at, bits[i], true);
  }
  return bytes;
}

/**
 * Reads a file that anybody may have written; arrays come in the order of their bytes.
 * @throws CodingError naming what is wrong
 * @internal Tests alone use it: they read back what was written.
 */
export function readSafetensors(bytes: Uint8Array, { maxWeights }: Limits = DEFAULT_LIMITS): SafetensorsFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const headerLength = bytes.length < 8 ? Infinity : Number(view.getBigUint64(0, true));
  if (8 + headerLength > bytes.length) {
    throw new CodingError('format', 'This is no safetensors file, or it was cut off: it is shorter than the header it announces.');
  }
  if (headerLength > MAX_HEADER_BYTES) {
    throw new CodingError(
      'size',
      `This safetensors file has a header of ${bytesText(headerLength)}; at most ${grouped(MAX_HEADER_BYTES)} are opened.`,
    );
  }
  const { [METADATA]: metadata = {}, ...entries } = parseHeader(bytes.subarray(8, 8 + headerLength));
  const places = Object.entries(entries)
    .map(([name, entry]) => readPlace(name, entry))
    .sort((a, b) => a.start - b.start || a.end - b.end);
  const total = places.reduce((sum, { shape }) => sum + elementCount(shape), 0);
  if (total > maxWeights)
    throw new CodingError('size', `This safetensors file holds ${grouped(total)} numbers; at most ${grouped(maxWeights)} are opened.`);
  let expected = 0;
  for (const { name, start, end } of places) {
    if (start !== expected) refuse(`“${name}” begins at byte ${start} of the data, where ${expected} are taken`);
    expected = end;
  }
  const data = 8 + headerLength;
  if (data + expected !== bytes.length) {
    throw new CodingError(
      'damaged',
      `This safetensors file has ${bytes.length - data} bytes of data where ${expected} are announced. Get the file again.`,
    );
  }
  const arrays = places.map(({ name, shape, start }) => {
    const bits = new Uint32Array(elementCount(shape));
    for (let i = 0; i < bits.length; i++) bits[i] = view.getUint32(data + start + 4 * i, true);
    return { name, shape, values: new Float32Array(bits.buffer) };
  });
  return { arrays, metadata: readMetadata(metadata) };
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new CodingError(
      'content',
      `This safetensors file cannot be read: its header is no JSON (${(cause as Error).message}). It was damaged, or another program wrote it.`,
      { cause },
    );
  }
  if (header === null || typeof header !== 'object' || Array.isArray(header)) refuse('its header is no object');
  return header as Record<string, unknown>;
}

interface Place {
  readonly name: string;
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
}

function readPlace(name: string, entry: unknown): Place {
  if (entry === null || typeof entry !== 'object') refuse(`what it says of “${name}” is no object`);
  const { dtype, shape, data_offsets: offsets, ...rest } = entry as Record<string, unknown>;
  if (Object.keys(rest).length > 0) refuse(`what it says of “${name}” has “${Object.keys(rest)[0]}”, which the format does not know`);
  if (dtype !== 'F32') refuse(`“${name}” holds numbers of type ${JSON.stringify(dtype)}; only “F32” is opened`);
  if (!isCounts(shape)) refuse(`the shape of “${name}” is no list of counts`);
  if (!isCounts(offsets) || offsets.length !== 2) refuse(`the place of “${name}” is no pair of counts`);
  const [start, end] = offsets;
  if (end - start !== 4 * elementCount(shape)) refuse(`“${name}” of shape [${shape.join(', ')}] has ${end - start} bytes`);
  return { name, shape, start, end };
}

function readMetadata(metadata: unknown): Record<string, string> {
  if (metadata === null || typeof metadata !== 'object' || !Object.values(metadata).every((text) => typeof text === 'string')) {
    refuse('its metadata are no texts');
  }
  return metadata as Record<string, string>;
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((count) => Number.isSafeInteger(count) && count >= 0);
}

function refuse(what: string): never {
  throw new CodingError('content', `This safetensors file cannot be read: ${what}.`);
}
