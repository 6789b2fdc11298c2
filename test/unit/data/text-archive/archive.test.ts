import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { decodeSymbols, encodeSymbols, quantise } from '../../../../src/coding/arithmetic-coder.ts';
import { crc32 } from '../../../../src/coding/crc32.ts';
import { CodingError } from '../../../../src/coding/errors.ts';
import { encodeNetwork } from '../../../../src/coding/network-file.ts';
import type { TextModel } from '../../../../src/coding/text-coder.ts';
import { makeArchive, openArchive } from '../../../../src/data/text-archive/archive.ts';
import type { CodingProgress } from '../../../../src/data/text-archive/facts.ts';
import { readArchive, writeArchive } from '../../../../src/data/text-archive/header.ts';
import { groupsOf } from '../../../../src/data/text-archive/groups.ts';
import { stream } from '../../../../src/math/random.ts';
import vectors from '../../../reference/text/coder.json';
import { load, networkOf, textOf } from './texts.ts';

const small: TextModel = { symbols: 11, dim: 8, blocks: 1, heads: 2, length: 4, faithful: false };
const text = textOf(1501, 11);
const make = (bits: 32 | 16 | 8 = 32, model = small, of = text) => makeArchive(of, networkOf(model), { bits, load });

describe('the reference vectors', () => {
  test.each(vectors.arithmeticCoder.cases)('arithmetic code with total $total', ({ total, symbols, frequencies_first3, bits, hex }) => {
    const frequencies = (i: number): number[] => {
      const weights = [0, 1, 2, 3, 4].map((k) => 1 + ((7 * i + 3 * k * k + 11 * k * i) % 29));
      const sum = weights.reduce((a, b) => a + b, 0);
      return quantise(
        weights.map((weight) => weight / sum),
        total,
      );
    };
    expect([0, 1, 2].map(frequencies)).toEqual(frequencies_first3);
    const { bytes, bitLength } = encodeSymbols(symbols, frequencies);
    expect(bitLength).toBe(bits);
    expect(Buffer.from(bytes).toString('hex')).toBe(hex);
    expect(decodeSymbols(bytes, symbols.length, frequencies)).toEqual(symbols);
  });

  test('the order in which bytes are coded', () => {
    const { bytes, length, group, order_chunk_position } = vectors.archiveOrder;
    const order = [...groupsOf(bytes, length, group)].flatMap(({ index, rows }) =>
      Array.from({ length }, (_, position) =>
        Array.from({ length: rows(position) }, (_2, chunk) => [index * group + chunk, position]),
      ).flat(),
    );
    expect(order).toEqual(order_chunk_position);
  });
});

describe('an archive', () => {
  test.each<[number, Partial<TextModel>, 32 | 16 | 8]>([
    [1501, {}, 32],
    [1501, {}, 16],
    [1501, {}, 8],
    [1, { symbols: 1 }, 32],
    [4, { symbols: 3 }, 32],
    [5, { symbols: 3 }, 8],
    [1024, { symbols: 100 }, 32],
    [1025, { faithful: true }, 16],
    [3000, { symbols: 40, length: 13, dim: 12, heads: 3, blocks: 2 }, 8],
    [300, { symbols: 256 }, 32],
  ])('of %i bytes gives them back: %o, %i bits', async (bytes, change, bits) => {
    const model = { ...small, ...change };
    const own = textOf(bytes, Math.min(model.symbols, 100));
    const { file, facts } = await make(bits, model, own);
    const opened = await openArchive(file, load);
    expect(Buffer.compare(opened.text, own)).toBe(0);
    expect(opened.facts).toEqual(facts);
    expect(facts).toMatchObject({ engine: 'text-coder-1', model, bits, bytes, digest: createHash('sha256').update(own).digest('hex') });
    const { header, network, hashes, code } = facts.sizes;
    expect(header + network + hashes + code).toBe(file.length);
    expect(hashes).toBe(4 * Math.ceil(Math.ceil(bytes / model.length) / facts.group));
    // Three bits of the coder, a byte that is filled up, and what rounding the frequencies costs.
    expect(code).toBeGreaterThan(facts.idealBytes - 1);
    expect(code).toBeLessThan(facts.idealBytes + 1.5 + (bytes * 4e-4) / 8 + 0.001 * facts.idealBytes);
  });

  it('has equal bytes for equal input, and neither a name nor a date', async () => {
    const [first, second] = [await make(), await make()];
    expect(Buffer.compare(first.file, second.file)).toBe(0);
    expect(Object.keys(readArchive(first.file).header)).toEqual([
      'format',
      'engine',
      'bytes',
      'chunk',
      'group',
      'alphabet',
      'start',
      'model',
      'positions',
      'text',
      'network',
      'code',
    ]);
  });

  it('counts its weights as they were rounded', async () => {
    const { tensors } = networkOf(small);
    const thin = tensors.map((tensor) => ({ ...tensor, values: tensor.values.map((value) => (Math.abs(value) < 0.5 ? 0 : value)) }));
    const { facts } = await makeArchive(text, { model: small, tensors: thin }, { bits: 8, load });
    expect(facts.nonzero).toBeLessThan(facts.parameters);
    expect(facts.sizes.network).toBeLessThan((await make(8)).facts.sizes.network);
  });

  it('tells how far it is, and can be stopped', async () => {
    const seen: CodingProgress[] = [];
    const options = { bits: 32, load } as const;
    await makeArchive(text, networkOf(small), { ...options, onCoded: (progress) => void seen.push(progress) });
    const stages = seen.map(({ stage }) => stage);
    expect([...new Set(stages)]).toEqual(['encode', 'check']);
    for (const stage of ['encode', 'check']) {
      const done = seen.filter((progress) => progress.stage === stage).map((progress) => progress.done);
      expect(done).toEqual([...done].sort((a, b) => a - b));
      expect(done.at(-1)).toBe(1501);
    }
    const stop = (): Promise<void> => Promise.reject(new Error('stopped'));
    await expect(makeArchive(text, networkOf(small), { ...options, onCoded: stop })).rejects.toThrow('stopped');
    await expect(openArchive((await make()).file, load, stop)).rejects.toThrow('stopped');
  });

  it('is not made of what its network does not know', async () => {
    await expect(make(32, small, textOf(100, 12))).rejects.toThrow('11 byte values, and this one has 12');
    await expect(make(32, small, new Uint8Array(0))).rejects.toThrow('empty');
    const { model, tensors } = networkOf(small);
    const broken = tensors.map((tensor, i) => (i === 2 ? { ...tensor, values: tensor.values.map(() => NaN) } : tensor));
    await expect(makeArchive(text, { model, tensors: broken }, { bits: 32, load })).rejects.toThrow('is NaN');
  });
});

/** With a check sum that is right, as somebody would make it who means it. */
function mended(file: Uint8Array): Uint8Array {
  const copy = file.slice();
  if (copy.length >= 20) new DataView(copy.buffer).setUint32(copy.length - 4, crc32(copy.subarray(0, -4)), true);
  return copy;
}

test.each(['plain-8', 'faithful-16'])('%s, written on 29 November 2026, opens for ever', async (name) => {
  const { text: opened } = await openArchive(new Uint8Array(readFileSync(`test/reference/text/${name}.parsimony-text`)), load);
  expect(Buffer.compare(opened, textOf(3001, 23, 9))).toBe(0);
});

describe('a damaged archive', () => {
  const random = stream(1, 'test/damage');

  /** Bits turned over, a cut, bytes put in, bytes of another file in front. */
  function damage(file: Uint8Array, kind: number, foreign: Uint8Array): Uint8Array {
    const at = random.integer(file.length);
    const some = 1 + random.integer(40);
    if (kind === 0) {
      const copy = file.slice();
      for (let i = 0; i < 1 + random.integer(3); i++) copy[random.integer(file.length)] ^= 1 << random.integer(8);
      return copy;
    }
    if (kind === 1)
      return random.integer(2) === 0 ? file.slice(0, at) : Uint8Array.of(...file.subarray(0, at), ...file.subarray(at + some));
    const put = Uint8Array.from({ length: some }, () => random.integer(256));
    if (kind === 2) return Uint8Array.of(...file.subarray(0, at), ...put, ...file.subarray(at));
    return Uint8Array.of(...foreign.subarray(0, Math.min(at, foreign.length)), ...file.subarray(Math.min(at, foreign.length)));
  }

  it('is refused 200 times, and again with a check sum that was mended, or else gives the very text', async () => {
    const { file } = await make(8);
    const { file: foreign } = await makeArchive(textOf(1400, 11, 5), networkOf(small, 7), { bits: 8, load });
    let [refused, whole] = [0, 0];
    for (let i = 0; i < 200; i++) {
      const damaged = damage(file, i % 4, foreign);
      if (Buffer.compare(damaged, file) === 0) continue;
      await expect(openArchive(damaged, load)).rejects.toThrow(CodingError);
      try {
        const opened = await openArchive(mended(damaged), load);
        expect(Buffer.compare(opened.text, text)).toBe(0);
        whole++;
      } catch (error) {
        expect(error).toBeInstanceOf(CodingError);
        refused++;
      }
    }
    // Of what was mended only the last bits of the code, which decide nothing any more, can be others.
    expect(refused).toBeGreaterThan(190);
    expect(whole).toBeLessThan(5);
  });

  it('says from which group on it is', async () => {
    const { file } = await make();
    const { header, network, hashes, code } = readArchive(file);
    const hash = writeArchive({ header, network, hashes: hashes.map((value, group) => (group === 1 ? value ^ 1 : value)), code });
    await expect(openArchive(hash.file, load)).rejects.toThrow('differ from group 2 of 2 on');
    const other = code.slice();
    other[3] ^= 16;
    await expect(openArchive(writeArchive({ header, network, hashes, code: other }).file, load)).rejects.toThrow('from group 1 of 2 on');
  });

  it('names an engine that is not there', async () => {
    const { header, ...parts } = readArchive((await make()).file);
    const engine = { ...header.engine, name: 'text-coder-9' };
    await expect(openArchive(writeArchive({ ...parts, header: { ...header, engine } }).file, load)).rejects.toThrow(
      'the engine “text-coder-9”',
    );
    const quantiser = { ...header.engine, quantiser: 'f24' };
    await expect(openArchive(writeArchive({ ...parts, header: { ...header, engine: quantiser } }).file, load)).rejects.toThrow('f24');
    const wrong = () => Promise.resolve(new Uint8Array(8));
    await expect(openArchive((await make()).file, wrong)).rejects.toThrow('not the one that was released');
  });

  it('takes no memory for what it announces', async () => {
    const { header, ...parts } = readArchive((await make()).file);
    const announced = (change: Partial<typeof header>) =>
      openArchive(writeArchive({ ...parts, header: { ...header, ...change } }).file, load);
    await expect(announced({ model: { ...header.model, dim: 8192, heads: 64 } })).rejects.toThrow('more memory than is given');
    await expect(announced({ group: 65536, chunk: 65536 })).rejects.toThrow();
    await expect(announced({ model: { ...header.model, symbols: 12 } })).rejects.toThrow('not the one that its header describes');
    await expect(announced({ bytes: 64e6 })).rejects.toThrow('where its header announces');
    await expect(announced({ alphabet: `${'A'.repeat(43)}=` })).rejects.toThrow('its alphabet has 0 byte values');
    await expect(announced({ positions: 1 })).rejects.toThrow('table of positions');
    await expect(announced({ text: { ...header.text, crc32: 1 } })).rejects.toThrow('not the text that was archived');
    const { bytes: another } = await encodeNetwork({ model: { type: 'mlp' }, tensors: [] }, { codec: 'entropy' });
    await expect(
      openArchive(writeArchive({ ...parts, network: another, header: { ...header, network: another.length } }).file, load),
    ).rejects.toThrow('continues no texts');
  });
});
