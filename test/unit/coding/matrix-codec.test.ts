import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CODECS, matrixBytes, type Codec } from '../../../src/coding/codec-size.ts';
import { CodingError } from '../../../src/coding/errors.ts';
import { decodeMatrix, encodeMatrix, encodePositions, readSupport } from '../../../src/coding/matrix-codec.ts';
import { fromMatrix, matrixSize, toMatrix, type WeightMatrix } from '../../../src/coding/weight-matrix.ts';
import { bitsOf, sparseTensors } from './tensors.ts';

const supportFor = (codec: Codec, matrix: WeightMatrix): Uint8Array | undefined =>
  codec === 'values' ? readSupport(encodePositions(matrix), matrix.rows * matrix.columns, matrix.nonzero) : undefined;

const example = toMatrix({ name: 'layer', shape: [2, 3], values: Float32Array.of(0, 1.5, 0, -2, 0, 0.25), bias: Float32Array.of(0.5, 0) });
const words = (bytes: Uint8Array): number[] => [...new Uint32Array(bytes.slice().buffer)];
const ENTRIES = [0x3fc00000, 0x3f000000, 0xc0000000, 0x3e800000];

describe.each(CODECS)('the codec %s', (codec) => {
  it('gives back every tensor bit for bit, in as many bytes as it should', () => {
    fc.assert(
      fc.property(sparseTensors, (tensor) => {
        const matrix = toMatrix(tensor);
        const bytes = encodeMatrix(codec, matrix);
        const expected = matrixBytes(codec, matrixSize(tensor));
        if (codec === 'entropy' || codec === 'min') {
          expect(bytes.length).toBeGreaterThanOrEqual(expected - 1e-9);
          expect(bytes.length).toBeLessThanOrEqual(expected + 2);
        } else {
          expect(bytes).toHaveLength(expected);
        }
        const decoded = fromMatrix(
          tensor.name,
          tensor.shape,
          tensor.bias !== null,
          decodeMatrix(codec, bytes, matrix, supportFor(codec, matrix)),
        );
        const keepNegativeZero = codec === 'dense';
        expect(bitsOf(decoded.values, { keepNegativeZero })).toEqual(bitsOf(tensor.values, { keepNegativeZero }));
        expect(bitsOf(decoded.bias, { keepNegativeZero })).toEqual(bitsOf(tensor.bias, { keepNegativeZero }));
        if (!keepNegativeZero) expect([...(bitsOf(decoded.values, { keepNegativeZero: true }) ?? [])]).not.toContain(0x80000000);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('either refuses other bytes with a typed error, or gives a matrix that encodes to them', () => {
    const damaged = fc.tuple(sparseTensors, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 3 }), fc.integer({ min: -5, max: 5 }));
    fc.assert(
      fc.property(damaged, ([tensor, changes, longer]) => {
        const matrix = toMatrix(tensor);
        const written = encodeMatrix(codec, matrix);
        const bytes = new Uint8Array(Math.max(0, written.length + longer));
        bytes.set(written.subarray(0, bytes.length));
        for (const [at, byte] of changes) if (bytes.length > 0) bytes[at % bytes.length] = byte;
        try {
          const bits = decodeMatrix(codec, bytes, matrix, supportFor(codec, matrix));
          expect(encodeMatrix(codec, { ...matrix, bits })).toEqual(bytes);
        } catch (error) {
          if (!(error instanceof CodingError)) throw error;
          expect(error.kind).toBe('content');
        }
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it('never fails but with a typed error on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(5), fc.nat(5), fc.nat(8), (bytes, rows, columns, count) => {
        const size = { rows, columns, nonzero: Math.min(count, rows * columns) };
        try {
          expect(decodeMatrix(codec, bytes, size, new Uint8Array(rows * columns).fill(1, 0, size.nonzero))).toHaveLength(rows * columns);
        } catch (error) {
          if (!(error instanceof CodingError)) throw error;
        }
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});

describe('the layout', () => {
  it.each([
    ['dense', [0, 0x3fc00000, 0, 0x3f000000, 0xc0000000, 0, 0x3e800000, 0]],
    ['values', ENTRIES],
    ['coo', [0, 0, 1, 1, 1, 3, 0, 2, ...ENTRIES]],
    ['csr', [0, 2, 4, 1, 3, 0, 2, ...ENTRIES]],
    ['csc', [0, 1, 2, 3, 4, 1, 0, 1, 0, 0xc0000000, 0x3fc00000, 0x3e800000, 0x3f000000]],
    ['lil', [2, 2, 1, 3, 0, 2, ...ENTRIES]],
  ] as const)('of %s is as documented', (codec, expected) => {
    expect(words(encodeMatrix(codec, example))).toEqual(expected);
  });

  it('of bitmask starts in the lowest bit', () => {
    expect(encodeMatrix('bitmask', example)[0]).toBe(0b01011010);
    expect(words(encodeMatrix('bitmask', example).subarray(1))).toEqual(ENTRIES);
  });
});

describe('decodeMatrix', () => {
  const fromWords = (...list: number[]): Uint8Array => new Uint8Array(Uint32Array.from(list).buffer);
  const size = { rows: 2, columns: 2, nonzero: 2 };
  it.each<[string, Codec, Uint8Array, RegExp]>([
    ['a row that does not exist', 'coo', fromWords(0, 2, 0, 0, 1, 1), /row 2 of 2/],
    ['rows out of order', 'coo', fromWords(1, 0, 0, 0, 1, 1), /entry 1 is out of order/],
    ['a column that does not exist', 'csr', fromWords(0, 1, 2, 0, 2, 1, 1), /column 2 of 2/],
    ['an entry twice', 'csr', fromWords(0, 2, 2, 1, 1, 1, 1), /entry 1 is out of order/],
    ['offsets that lead far away', 'csr', fromWords(0, 0xffffffff, 2, 0, 1, 1, 1), /row 1 ends before it starts/],
    ['offsets that do not start at 0', 'csc', fromWords(1, 1, 2, 0, 1, 1, 1), /entries 1 to 2/],
    ['lengths with another sum', 'lil', fromWords(1, 2, 0, 0, 1, 1), /entries 0 to 3/],
    ['a zero among the entries', 'lil', fromWords(1, 1, 0, 0, 1, 0x80000000), /1 non-zero entries where 2/],
    ['a mask with bits beyond the end', 'bitmask', Uint8Array.of(0b10011, 0, 0, 0, 1, 0, 0, 0, 1), /beyond the last/],
    ['a mask with another count', 'bitmask', Uint8Array.of(0b0111, 0, 0, 0, 1, 0, 0, 0, 1), /positions are 3/],
    ['a tag of no codec', 'min', Uint8Array.of(9), /names no codec/],
    ['a codec that is not the smallest', 'min', Uint8Array.of(0, ...fromWords(1, 1, 0, 0)), /not the smallest/],
    ['too few bytes', 'dense', fromWords(1, 1, 0), /12 bytes where 16/],
  ])('refuses %s', (_name, codec, bytes, message) => {
    expect(() => decodeMatrix(codec, bytes, size)).toThrow(message);
    expect(() => decodeMatrix(codec, bytes, size)).toThrow(CodingError);
  });

  it('needs the support for values alone', () => {
    expect(() => decodeMatrix('values', fromWords(1, 1), size)).toThrow(/hand the support in/);
  });
});

describe('toMatrix', () => {
  it('puts biases into the last column, and behind a vector', () => {
    const values = Float32Array.of(1, 2, 3, 4);
    const columns = (shape: number[], bias: Float32Array | null): number[][] => {
      const { rows, bits } = toMatrix({ name: 't', shape, values, bias });
      const all = [...new Float32Array(bits.buffer)];
      return Array.from({ length: rows }, (_, row) => all.slice((row * all.length) / rows, ((row + 1) * all.length) / rows));
    };
    expect(columns([2, 2], Float32Array.of(8, 9))).toEqual([
      [1, 2, 8],
      [3, 4, 9],
    ]);
    expect(columns([2, 1, 2, 1], null)).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(columns([4], Float32Array.of(5, 6, 7, 8))).toEqual([[1, 2, 3, 4, 5, 6, 7, 8]]);
  });

  it('refuses values and biases that do not fit the shape', () => {
    const tensor = { name: 'dense-1', shape: [2, 2], values: new Float32Array(4), bias: null };
    expect(() => toMatrix({ ...tensor, values: new Float32Array(3) })).toThrow(/“dense-1” of shape \[2, 2\] has 3 values: give 4/);
    expect(() => toMatrix({ ...tensor, bias: new Float32Array(3) })).toThrow(/3 biases for 2 outputs/);
  });
});
