import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CodingError } from '../../../src/coding/errors.ts';
import { readSafetensors, toNamedArrays, writeSafetensors, type NamedArray } from '../../../src/coding/safetensors.ts';
import { bitsOf, sparseTensors, sparseValues } from './tensors.ts';

const arrays = fc
  .array(fc.tuple(sparseTensors, fc.string({ minLength: 1, maxLength: 12 })), { maxLength: 5 })
  .map((drawn) => toNamedArrays(drawn.map(([tensor, name], i) => ({ ...tensor, name: `${name} ${i}` }))));
const plain = (list: readonly NamedArray[]): unknown[] =>
  list.map(({ name, shape, values }) => [name, shape, bitsOf(values, { keepNegativeZero: true })]);

/** A file with this header and so many bytes of data. */
function fileOf(header: unknown, dataBytes: number): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const file = new Uint8Array(8 + json.length + dataBytes);
  new DataView(file.buffer).setBigUint64(0, BigInt(json.length), true);
  file.set(json, 8);
  return file;
}

describe('safetensors', () => {
  it('gives back every array bit for bit, and its metadata', () => {
    fc.assert(
      fc.property(arrays, fc.dictionary(fc.string(), fc.string()), (list, metadata) => {
        const file = readSafetensors(writeSafetensors({ arrays: list, metadata }));
        expect(plain(file.arrays)).toEqual(plain(list));
        expect(file.metadata).toEqual({ ...metadata });
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('has the bytes that the format describes', () => {
    const file = writeSafetensors({ arrays: [{ name: 'a', shape: [1, 2], values: Float32Array.of(1.5, -0) }], metadata: {} });
    const header = '{"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}';
    expect(header).toHaveLength(56);
    expect(file).toEqual(Uint8Array.of(56, 0, 0, 0, 0, 0, 0, 0, ...new TextEncoder().encode(header), 0, 0, 0xc0, 0x3f, 0, 0, 0, 0x80));
    expect(writeSafetensors({ arrays: [], metadata: {} })).toEqual(
      Uint8Array.of(8, 0, 0, 0, 0, 0, 0, 0, ...new TextEncoder().encode('{}      ')),
    );
  });

  it('reads what the reference implementation writes', () => {
    // By the Python package safetensors 0.8.0, from NumPy arrays.
    const file = Buffer.from(
      '0AAAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJrIjoidiJ9LCJhIjp7ImR0eXBlIjoiRjMyIiwic2hhcGUiOltdLCJkYXRhX29mZnNldHMiOlswLDRdfSwiYi53ZWlnaHQiOnsi' +
        'ZHR5cGUiOiJGMzIiLCJzaGFwZSI6WzIsMl0sImRhdGFfb2Zmc2V0cyI6WzQsMjBdfSwiZW1wdHkiOnsiZHR5cGUiOiJGMzIiLCJzaGFwZSI6WzAsM10sImRhdGFfb2Zmc2V0' +
        'cyI6WzIwLDIwXX19ICAgICAgAADgQAAAwD8AAACAAABAQAEAAAA=',
      'base64',
    );
    const { arrays: read, metadata } = readSafetensors(file);
    expect(read.map(({ name, shape, values }) => [name, shape, [...values]])).toEqual([
      ['a', [], [7]],
      ['b.weight', [2, 2], [1.5, -0, 3, 2 ** -149]],
      ['empty', [0, 3], []],
    ]);
    expect(metadata).toEqual({ k: 'v' });
  });

  it('names weights and biases as PyTorch does', () => {
    const tensor = { name: 'dense-1', shape: [2, 3], values: new Float32Array(6), bias: new Float32Array(2) };
    expect(toNamedArrays([tensor, { ...tensor, name: 'conv', bias: null }]).map(({ name, shape }) => [name, shape])).toEqual([
      ['dense-1.weight', [2, 3]],
      ['dense-1.bias', [2]],
      ['conv.weight', [2, 3]],
    ]);
  });

  it('refuses to write two arrays of one name, or one that does not fit its shape', () => {
    const array = { name: 'a', shape: [2], values: new Float32Array(2) };
    expect(() => writeSafetensors({ arrays: [array, array], metadata: {} })).toThrow(/both be called “a”/);
    expect(() => writeSafetensors({ arrays: [{ ...array, name: '__metadata__' }], metadata: {} })).toThrow(/__metadata__/);
    expect(() => writeSafetensors({ arrays: [{ ...array, shape: [3] }], metadata: {} })).toThrow(/2 values: give 3/);
  });

  const entry = { dtype: 'F32', shape: [1], data_offsets: [0, 4] };
  it.each<[string, Uint8Array, CodingError['kind'], RegExp]>([
    ['nothing', new Uint8Array(0), 'format', /cut off/],
    ['a header longer than the file', fileOf({ a: entry }, 4).subarray(0, 20), 'format', /shorter than the header/],
    ['a header of endless length', Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 255, 0), 'format', /shorter/],
    ['a header too long to open', fileOf(' '.repeat(2 ** 20 + 1), 0), 'size', /1,048,577 bytes/],
    ['a header that is no JSON', fileOf('{', 0), 'content', /no JSON/],
    ['a header that is no object', fileOf([], 0), 'content', /no object/],
    ['an entry that is no object', fileOf({ a: 1 }, 0), 'content', /“a” is no object/],
    ['numbers of another type', fileOf({ a: { ...entry, dtype: 'BF16' } }, 4), 'content', /type "BF16"/],
    ['a shape that is none', fileOf({ a: { ...entry, shape: [-1] } }, 4), 'content', /shape of “a”/],
    ['a place that is none', fileOf({ a: { ...entry, data_offsets: [0] } }, 4), 'content', /place of “a”/],
    ['a place of another size', fileOf({ a: { ...entry, data_offsets: [0, 8] } }, 8), 'content', /has 8 bytes/],
    ['members it does not know', fileOf({ a: { ...entry, sparse: true } }, 4), 'content', /has “sparse”/],
    ['a gap', fileOf({ a: { ...entry, data_offsets: [4, 8] } }, 8), 'content', /begins at byte 4/],
    ['two arrays in one place', fileOf({ a: entry, b: entry }, 4), 'content', /“b” begins at byte 0/],
    ['data left over', fileOf({ a: entry }, 5), 'damaged', /5 bytes of data where 4/],
    ['data cut off', fileOf({ a: entry }, 3), 'damaged', /3 bytes of data where 4/],
    ['metadata that are no texts', fileOf({ __metadata__: { a: 1 } }, 0), 'content', /metadata/],
  ])('refuses %s', (_name, file, kind, message) => {
    expect(() => readSafetensors(file)).toThrow(expect.objectContaining({ kind, message: expect.stringMatching(message) }));
  });

  it('refuses more numbers than allowed, before making room for them', () => {
    const file = fileOf({ a: { dtype: 'F32', shape: [2 ** 40], data_offsets: [0, 2 ** 42] } }, 0);
    expect(() => readSafetensors(file)).toThrow(/at most 67,108,864/);
    expect(() => readSafetensors(fileOf({ a: entry }, 4), { maxWeights: 0 })).toThrow(CodingError);
  });

  it('never fails but with a typed error on any bytes', () => {
    const written = writeSafetensors({ arrays: [{ name: 'a', shape: [3], values: sparseValues(1, 3, 1) }], metadata: {} });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.integer({ min: 0, max: written.length }), (noise, keep) => {
        try {
          readSafetensors(Uint8Array.of(...written.subarray(0, keep), ...noise));
        } catch (error) {
          if (!(error instanceof CodingError)) throw error;
        }
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});
