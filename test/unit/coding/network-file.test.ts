import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CODECS, modelBytes, type Codec } from '../../../src/coding/codec-size.ts';
import { crc32 } from '../../../src/coding/crc32.ts';
import { CodingError } from '../../../src/coding/errors.ts';
import { decodeNetwork, encodeNetwork, type StoredNetwork } from '../../../src/coding/network-file.ts';
import { COMPRESSIONS } from '../../../src/coding/network-header.ts';
import { networkBytes } from '../../../src/coding/network-signature.ts';
import { roundedBytes, roundWeights } from '../../../src/coding/rounded-weights.ts';
import { toMatrix, type WeightTensor } from '../../../src/coding/weight-matrix.ts';
import { bitsOf, sparseTensors, sparseValues } from './tensors.ts';

const networks: fc.Arbitrary<StoredNetwork> = fc
  .tuple(fc.array(sparseTensors, { maxLength: 4 }), fc.jsonValue())
  .map(([tensors, model]) => ({
    model: JSON.parse(JSON.stringify(model)),
    tensors: tensors.map((tensor, i) => ({ ...tensor, name: `tensor ${i} “ü”` })),
  }));

const layer = (name: string, outputs: number, inputs: number, seed: number): WeightTensor => ({
  name,
  shape: [outputs, inputs],
  values: sparseValues(seed, outputs * inputs, 0.02, false),
  bias: sparseValues(seed + 100, outputs, 0.3, false),
});
const lenet: StoredNetwork = {
  model: { type: 'mlp', hidden: [300, 100], activation: 'relu' },
  tensors: [layer('dense-1', 300, 784, 1), layer('dense-2', 100, 300, 2), layer('dense-3', 10, 100, 3)],
};
/** Without a zero. */
const full: StoredNetwork = {
  model: null,
  tensors: [{ name: 'a', shape: [3, 5], values: Float32Array.from({ length: 15 }, (_, i) => 1 + (i % 4)), bias: null }],
};
const small: StoredNetwork = { model: null, tensors: [layer('dense-1', 3, 4, 5)] };

const weightsOf = (tensors: readonly WeightTensor[], keepNegativeZero: boolean): unknown[] =>
  tensors.map(({ name, shape, values, bias }) => [name, shape, bitsOf(values, { keepNegativeZero }), bitsOf(bias, { keepNegativeZero })]);

async function refusal(bytes: Uint8Array, maxWeights?: number): Promise<CodingError> {
  try {
    await decodeNetwork(bytes, maxWeights === undefined ? undefined : { maxWeights });
  } catch (error) {
    if (error instanceof CodingError) return error;
    throw error;
  }
  throw new Error('The file was read.');
}

/** A file whose header another program could have written: the check sum is right. */
async function withHeader(change: (header: Record<string, unknown>) => void, codec: Codec = 'coo'): Promise<Uint8Array> {
  const { bytes } = await encodeNetwork(small, { codec });
  const length = new DataView(bytes.buffer).getUint32(12, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(16, 16 + length)));
  change(header);
  return assemble(new TextEncoder().encode(JSON.stringify(header)), bytes.subarray(16 + length, -4), bytes);
}

function assemble(header: Uint8Array, body: Uint8Array, frame: Uint8Array): Uint8Array {
  const file = new Uint8Array(16 + header.length + body.length + 4);
  file.set(frame.subarray(0, 12));
  file.set(header, 16);
  file.set(body, 16 + header.length);
  const view = new DataView(file.buffer);
  view.setUint32(12, header.length, true);
  view.setUint32(file.length - 4, crc32(file.subarray(0, -4)), true);
  return file;
}

describe('fewer bits a weight', () => {
  const rounded = ({ values, bias, ...tensor }: WeightTensor, bits: 8 | 16): WeightTensor => ({
    ...tensor,
    values: roundWeights(values, bits),
    bias: bias && roundWeights(bias, bits),
  });

  it.each(CODECS.flatMap((codec) => ([16, 8] as const).map((bits) => ({ codec, bits }))))(
    'in $codec at $bits bits give back the rounded network bit for bit',
    async ({ codec, bits }) => {
      await fc.assert(
        fc.asyncProperty(networks, async ({ model, tensors }) => {
          const finite = tensors.map(({ values, bias, ...tensor }) => ({
            ...tensor,
            values: values.map((value) => (Number.isFinite(value) ? Math.max(-1e30, Math.min(1e30, value)) : 1)),
            bias: bias && bias.map((value) => (Number.isFinite(value) ? Math.max(-1e30, Math.min(1e30, value)) : 1)),
          }));
          const { bytes, sizes } = await encodeNetwork({ model, tensors: finite }, { codec, bits });
          const decoded = await decodeNetwork(bytes);
          expect(decoded).toMatchObject({ codec, bits, sizes });
          expect(weightsOf(decoded.network.tensors, false)).toEqual(
            weightsOf(
              finite.map((tensor) => rounded(tensor, bits)),
              false,
            ),
          );
        }),
        { seed: 1, numRuns: 10 },
      );
    },
  );

  it('take the bytes that are counted for them', async () => {
    for (const bits of [16, 8] as const) {
      const { sizes } = await encodeNetwork(lenet, { codec: 'values', bits });
      const sizesOf = lenet.tensors.map((tensor) => toMatrix(rounded(tensor, bits)));
      // A scale for the biases of each of three layers beside that of its weights.
      expect(sizes.payload).toBe(roundedBytes('values', bits, sizesOf) + (bits === 8 ? 3 * 8 : 0));
    }
  });

  it('leave files of 32 bits as they were', async () => {
    const [before, now] = [await encodeNetwork(small, { codec: 'coo' }), await encodeNetwork(small, { codec: 'coo', bits: 32 })];
    expect(now.bytes).toEqual(before.bytes);
    expect(new DataView(now.bytes.buffer).getUint32(8, true)).toBe(1);
  });

  it('are refused where they are made up', async () => {
    const narrowed = async (
      change: (header: Record<string, unknown>) => void,
      body = (bytes: Uint8Array) => bytes,
    ): Promise<Uint8Array> => {
      const { bytes } = await encodeNetwork(full, { codec: 'values', bits: 8 });
      const length = new DataView(bytes.buffer).getUint32(12, true);
      const header = JSON.parse(new TextDecoder().decode(bytes.subarray(16, 16 + length)));
      change(header);
      return assemble(new TextEncoder().encode(JSON.stringify(header)), body(bytes.slice(16 + length, -4)), bytes);
    };
    await expect(decodeNetwork(await narrowed(() => undefined))).resolves.toMatchObject({ bits: 8 });
    expect((await refusal(await narrowed((header) => (header.bits = 4)))).message).toContain('neither 16 nor 8 bits');
    expect((await refusal(await narrowed((header) => delete header.bits))).message).toContain('lacks “bits”');
    expect((await refusal(await narrowed((header) => (header.bits = 16)))).message).toContain('announces');
    const withByte = (at: number, byte: number) => (body: Uint8Array) => body.fill(byte, at, at + 1);
    expect((await refusal(await narrowed(() => undefined, withByte(4, 0x80)))).message).toContain('level of −128');
    expect((await refusal(await narrowed(() => undefined, withByte(3, 0xff)))).message).toContain('no scale that is a number');
  });
});

describe('a network file', () => {
  it.each(CODECS.flatMap((codec) => COMPRESSIONS.map((compression) => ({ codec, compression }))))(
    'in $codec with $compression gives back any network bit for bit',
    async ({ codec, compression }) => {
      await fc.assert(
        fc.asyncProperty(networks, async (network) => {
          const { bytes, sizes } = await encodeNetwork(network, { codec, compression });
          const decoded = await decodeNetwork(bytes);
          expect(decoded).toMatchObject({ codec, compression, sizes });
          expect(decoded.network.model).toEqual(network.model);
          expect(weightsOf(decoded.network.tensors, codec === 'dense')).toEqual(weightsOf(network.tensors, codec === 'dense'));
        }),
        { seed: 1, numRuns: 60 },
      );
    },
  );

  it.each(CODECS)('of LeNet-300-100 in %s has the payload that the description length counts', async (codec) => {
    const expected = modelBytes(codec, lenet.tensors.map(toMatrix));
    const { bytes, sizes } = await encodeNetwork(lenet, { codec });
    const slack = codec === 'entropy' || codec === 'min' ? 2 * lenet.tensors.length : 0;
    expect(sizes.payload - expected).toBeGreaterThanOrEqual(-1e-6);
    expect(sizes.payload - expected).toBeLessThanOrEqual(slack);
    expect(sizes.body).toBe(sizes.payload + sizes.positions);
    expect(sizes.positions > 0).toBe(codec === 'values');
    expect(sizes.overhead + sizes.body).toBe(bytes.length);
    expect(sizes.file).toBe(bytes.length);
    expect(sizes.overhead).toBeLessThan(700);
  });

  it('is what it was if written again', async () => {
    const { bytes } = await encodeNetwork(lenet, { codec: 'min' });
    const { network } = await decodeNetwork(bytes);
    expect((await encodeNetwork(network, { codec: 'min' })).bytes).toEqual(bytes);
  });

  it('is smaller deflated, where the codec leaves something to deflate', async () => {
    const [plain, packed] = await Promise.all(COMPRESSIONS.map((compression) => encodeNetwork(lenet, { codec: 'dense', compression })));
    expect(packed.sizes.payload).toBe(plain.sizes.payload);
    expect(packed.sizes.file).toBeLessThan(0.2 * plain.sizes.file);
  });

  // Written by version 1, for good: whatever comes later has to read it.
  it.each([
    [
      'min',
      'iVBORVQNChoBAAAADQEAAHsiZm9ybWF0IjoicGFyc2ltb255L25ldHdvcmsiLCJjb2RlYyI6Im1pbiIsImNvbXByZXNzaW9uIjoibm9uZSIsInRlbnNvcnMiOlt7' +
        'Im5hbWUiOiJkZW5zZS0xIiwic2hhcGUiOlsyLDNdLCJiaWFzIjp0cnVlLCJub256ZXJvIjo0LCJwYXlsb2FkIjoxOCwicG9zaXRpb25zIjowfSx7Im5hbWUiOiJz' +
        'Y2FsZSIsInNoYXBlIjpbMl0sImJpYXMiOmZhbHNlLCJub256ZXJvIjoyLCJwYXlsb2FkIjo5LCJwb3NpdGlvbnMiOjB9XSwibW9kZWwiOnsibGF5ZXJzIjpbInJl' +
        'bHUiXX19BqkAAMA/AAAAPwAAAMAAAIA+AAAAgD8AAABAlSVdQQ==',
    ],
    [
      'values',
      'iVBORVQNChoBAAAAEAEAAHsiZm9ybWF0IjoicGFyc2ltb255L25ldHdvcmsiLCJjb2RlYyI6InZhbHVlcyIsImNvbXByZXNzaW9uIjoibm9uZSIsInRlbnNvcnMi' +
        'Olt7Im5hbWUiOiJkZW5zZS0xIiwic2hhcGUiOlsyLDNdLCJiaWFzIjp0cnVlLCJub256ZXJvIjo0LCJwYXlsb2FkIjoxNiwicG9zaXRpb25zIjoxfSx7Im5hbWUi' +
        'OiJzY2FsZSIsInNoYXBlIjpbMl0sImJpYXMiOmZhbHNlLCJub256ZXJvIjoyLCJwYXlsb2FkIjo4LCJwb3NpdGlvbnMiOjB9XSwibW9kZWwiOnsibGF5ZXJzIjpb' +
        'InJlbHUiXX19AADAPwAAAD8AAADAAACAPgAAgD8AAABAqfSRlHs=',
    ],
  ])('of version 1 in %s is read for ever', async (codec, base64) => {
    const decoded = await decodeNetwork(Buffer.from(base64, 'base64'));
    expect(decoded.codec).toBe(codec);
    expect(decoded.network).toEqual({
      model: { layers: ['relu'] },
      tensors: [
        { name: 'dense-1', shape: [2, 3], values: Float32Array.of(0, 1.5, 0, -2, 0, 0.25), bias: Float32Array.of(0.5, 0) },
        { name: 'scale', shape: [2], values: Float32Array.of(1, 2), bias: null },
      ],
    });
  });

  it('does not read beyond the view it is given', async () => {
    const { bytes } = await encodeNetwork(small, { codec: 'min' });
    const inside = new Uint8Array(bytes.length + 20).fill(0xff);
    inside.set(bytes, 7);
    const { network } = await decodeNetwork(inside.subarray(7, 7 + bytes.length));
    expect(weightsOf(network.tensors, false)).toEqual(weightsOf(small.tensors, false));
  });
});

describe('decodeNetwork refuses', () => {
  it('every file that was cut off, and every one with a changed byte', async () => {
    for (const compression of COMPRESSIONS) {
      const { bytes } = await encodeNetwork(small, { codec: 'values', compression });
      for (let length = 0; length < bytes.length; length++) {
        expect((await refusal(bytes.subarray(0, length))).kind).toBe(length < 8 ? 'format' : 'damaged');
      }
      for (let at = 0; at < bytes.length; at++) {
        const changed = bytes.slice();
        changed[at] ^= 0x10;
        expect(['format', 'version', 'size', 'damaged']).toContain((await refusal(changed)).kind);
      }
    }
  });

  it('any bytes, with a typed error', async () => {
    const { bytes } = await encodeNetwork(small, { codec: 'csr' });
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(0, 8, 16, 200), async (noise, keep) => {
        const file = new Uint8Array([...bytes.subarray(0, keep), ...noise]);
        expect((await refusal(file)).message).toMatch(/\.$/);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it.each([
    ['deflate-raw', /unpacks to more than the [\d,]+ bytes/],
    ['zstd', /unpacks to [\d,]+ bytes where [\d,]+ are announced/],
  ] as const)('a body in %s that does not unpack to what is announced', async (compression, tooLong) => {
    const { bytes } = await encodeNetwork(full, { codec: 'coo', compression });
    const length = new DataView(bytes.buffer).getUint32(12, true);
    const header = bytes.subarray(16, 16 + length);
    const body = bytes.subarray(16 + length, -4);
    for (const wrong of [new Uint8Array(0), new Uint8Array(3), Uint8Array.of(1, 2, 3, 4), body.subarray(0, -2)]) {
      expect((await refusal(assemble(header, wrong, bytes))).kind).toBe('damaged');
    }
    const zeros = new Float32Array(2 ** 20);
    const bomb = await encodeNetwork(
      { model: null, tensors: [{ name: 'a', shape: [2 ** 20], values: zeros, bias: null }] },
      { codec: 'dense', compression },
    );
    const bombHeader = new DataView(bomb.bytes.buffer).getUint32(12, true);
    expect(bomb.bytes.length).toBeLessThan(10_000);
    const refused = await refusal(assemble(header, bomb.bytes.subarray(16 + bombHeader, -4), bytes));
    expect(refused.message).toMatch(tooLong);
  });

  it('a body in zstd that hides how long it is, or says more than it holds', async () => {
    const { bytes, sizes } = await encodeNetwork(full, { codec: 'dense', compression: 'zstd' });
    const length = new DataView(bytes.buffer).getUint32(12, true);
    const header = bytes.subarray(16, 16 + length);
    // A frame (RFC 8878) of one raw block; its descriptor says a window, or as a single segment the size of its content.
    const frame = (descriptor: readonly number[], content: number): Uint8Array => {
      const block = (content << 3) | 1;
      return Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, ...descriptor, block & 255, (block >> 8) & 255, block >> 16, ...new Uint8Array(content));
    };
    const { payload } = sizes;
    expect((await refusal(assemble(header, frame([0x00, 0x58], payload), bytes))).message).toMatch(/an unknown number of bytes/);
    expect((await refusal(assemble(header, frame([0x20, payload], payload - 4), bytes))).kind).toBe('damaged');
    expect((await refusal(assemble(header, frame([0x20, payload], payload + 4), bytes))).kind).toBe('damaged');
    // Sound, but its weights are all zero, which the header does not say.
    expect((await refusal(assemble(header, frame([0x20, payload], payload), bytes))).message).toMatch(/0 non-zero entries/);
  });

  const tensorOf = (header: Record<string, unknown>): Record<string, unknown> => (header.tensors as Record<string, unknown>[])[0];
  it.each<[string, (header: Record<string, unknown>) => void, RegExp]>([
    ['another format', (header) => (header.format = 'zip'), /format is “zip”/],
    ['a codec it does not know', (header) => (header.codec = 'gzip'), /codec is “gzip”, not one of dense/],
    ['a compression it does not know', (header) => (header.compression = 7), /compression is number/],
    ['a member it does not know', (header) => (header.extra = 1), /header has “extra”/],
    ['a missing member', (header) => delete header.model, /lacks “model”/],
    ['tensors that are no list', (header) => (header.tensors = {}), /no list/],
    ['a tensor that is no object', (header) => (header.tensors = [null]), /tensor 0 is no object/],
    ['a name that is none', (header) => (tensorOf(header).name = ''), /name of tensor 0/],
    ['a shape that is none', (header) => (tensorOf(header).shape = [3, -4]), /shape of tensor 0/],
    ['more axes than there are', (header) => (tensorOf(header).shape = Array.from({ length: 9 }, () => 1)), /shape of tensor 0/],
    ['a bias of unknown kind', (header) => (tensorOf(header).bias = 'yes'), /biases is not said/],
    ['a count that is none', (header) => (tensorOf(header).nonzero = 1.5), /no counts/],
    ['more non-zero weights than weights', (header) => (tensorOf(header).nonzero = 99), /99 non-zero weights out of 15/],
    ['bytes that are not due', (header) => (tensorOf(header).payload = 11), /announces 11 bytes/],
    ['positions where there are none', (header) => (tensorOf(header).positions = 1), /positions apart/],
    ['the same tensor twice', (header) => (header.tensors = [tensorOf(header), tensorOf(header)]), /same name/],
  ])('%s', async (_name, change, message) => {
    const error = await refusal(await withHeader(change));
    expect(error.message).toMatch(message);
    expect(error.kind).toBe('content');
  });

  // A decoder makes room for each row and each column, also where they meet in no weight.
  it.each(['coo', 'csr', 'csc', 'lil'] as const)(
    'rows or columns without weights that are more than weights may be, in %s',
    async (codec) => {
      for (const shape of [
        [2 ** 27, 0],
        [0, 2 ** 27],
        [0xffffffff, 0],
      ]) {
        const lines = codec === 'lil' || codec === 'csr' ? shape[0] : shape[1];
        const payload = { coo: 0, csr: 4 * (lines + 1), csc: 4 * (lines + 1), lil: 4 * lines }[codec];
        if (payload > 0xffffffff) continue;
        const change = (header: Record<string, unknown>) =>
          Object.assign(header, { tensors: [{ name: 'a', shape, bias: false, nonzero: 0, payload, positions: 0 }] });
        const { kind, message } = await refusal(await withHeader(change, codec));
        expect({ kind, message }).toEqual({
          kind: 'size',
          message: expect.stringMatching(/has [\d,]+ rows or columns; at most 67,108,864 are/),
        });
      }
    },
  );

  it('a file that is longer than any network, without reading it', async () => {
    const file = { size: 256_000_001, arrayBuffer: () => Promise.reject(new Error('was read')) };
    await expect(networkBytes(file)).rejects.toThrow(
      expect.objectContaining({ kind: 'size', message: expect.stringMatching(/has 257 MB; at most 256 MB are opened/) }),
    );
    expect(await networkBytes(new Blob([Uint8Array.of(1, 2)]))).toEqual(Uint8Array.of(1, 2));
  });

  it('positions longer than they can be', async () => {
    const file = await withHeader((header) => (tensorOf(header).positions = 1000), 'values');
    expect((await refusal(file)).message).toMatch(/more than they can/);
  });

  it('more weights than allowed, before unpacking anything', async () => {
    const { bytes } = await encodeNetwork(small, { codec: 'coo' });
    expect((await refusal(bytes, 14)).kind).toBe('size');
    expect((await decodeNetwork(bytes, { maxWeights: 15 })).network.tensors).toHaveLength(1);
    const huge = await withHeader((header) => Object.assign(tensorOf(header), { shape: [2 ** 31, 2 ** 31], nonzero: 0, payload: 0 }));
    expect((await refusal(huge)).kind).toBe('size');
    const many = await withHeader((header) => (header.tensors = Array.from({ length: 5000 }, () => tensorOf(header))));
    expect((await refusal(many)).kind).toBe('size');
  });

  it('headers that are no JSON, no text, or too long', async () => {
    const { bytes } = await encodeNetwork(small, { codec: 'coo' });
    expect((await refusal(assemble(new TextEncoder().encode('{'), new Uint8Array(0), bytes))).message).toMatch(/no JSON/);
    expect((await refusal(assemble(Uint8Array.of(0xff, 0xfe), new Uint8Array(0), bytes))).message).toMatch(/no UTF-8/);
    expect((await refusal(assemble(new Uint8Array(2 ** 20 + 1), new Uint8Array(0), bytes))).kind).toBe('size');
  });
});

describe('encodeNetwork refuses', () => {
  it('what could not be read again', async () => {
    const [tensor] = small.tensors;
    await expect(encodeNetwork({ model: null, tensors: [tensor, tensor] }, { codec: 'coo' })).rejects.toThrow(/same name/);
    await expect(encodeNetwork({ model: 'x'.repeat(2 ** 20), tensors: [] }, { codec: 'coo' })).rejects.toThrow(/Shorten the model/);
  });
});

describe('crc32', () => {
  it('has the check value of its catalogue entry', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
  });
});
