/** Splits, alphabets, chunks and entropies of texts, against the vectors of an independent implementation and against properties. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alphabetFrom, alphabetOf, bitmapOf, symbolsOf, valuesIn } from '../../../../src/data/text/alphabet.ts';
import {
  chunkCount,
  NO_TARGET,
  placesOf,
  predictionCount,
  predictionsAt,
  writeChunk,
  type Chunking,
} from '../../../../src/data/text/chunks.ts';
import { entropyBits } from '../../../../src/data/text/entropy.ts';
import { partSizes, partsOf, splitRefusal } from '../../../../src/data/text/split.ts';
import { textWarnings } from '../../../../src/data/text/warnings.ts';
import vectors from '../../../reference/text/data.json' with { type: 'json' };

const { chunking } = vectors;
const starts = ['zero', 'carry', 'drop'] as const;

/** All chunks of symbols. */
function written(symbols: Uint8Array, how: Chunking): { inputs: number[][]; targets: (number | null)[][] } {
  const places = placesOf(how);
  const chunks = Array.from({ length: chunkCount(symbols.length, how) }, (_, chunk) => {
    const [inputs, targets] = [new Int32Array(places), new Int32Array(places)];
    writeChunk(symbols, chunk, how, { inputs, targets, at: 0 });
    return { inputs: Array.from(inputs), targets: Array.from(targets, (target) => (target === NO_TARGET ? null : target)) };
  });
  return { inputs: chunks.map(({ inputs }) => inputs), targets: chunks.map(({ targets }) => targets) };
}

describe('chunks', () => {
  test.each(starts)('are those of the vectors: %s', (start) => {
    const how = { length: chunking.length, start };
    const symbols = symbolsOf(Uint8Array.from(chunking.bytes), alphabetOf(Uint8Array.from(chunking.bytes), 'bytes'));
    const { inputs, targets, counted } = chunking[start];
    expect(written(symbols, how)).toEqual({ inputs, targets: targets === 'as zero' ? chunking.zero.targets : targets });
    expect(predictionCount(symbols.length, how)).toBe(counted);
  });

  test('predict every symbol once, in order, and see the one before it or what stands for it', () => {
    const text = fc.uint8Array({ minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 50 }), fc.constantFrom(...starts), (bytes, length, start) => {
        const how = { length, start };
        const { inputs, targets } = written(bytes, how);
        const told = targets.flat();
        const predictions = inputs.map((_, chunk) => predictionsAt(bytes.length, how, chunk));
        expect(predictions.reduce((sum, count) => sum + count, 0)).toBe(predictionCount(bytes.length, how));
        expect(told.filter((target) => target !== null)).toHaveLength(predictionCount(bytes.length, how));
        if (start === 'drop') return;
        expect(told.filter((target) => target !== null)).toEqual(Array.from(bytes));
        for (const [at, input] of inputs.flat().entries()) {
          const before = at === 0 || (start === 'zero' && at % length === 0) || at >= bytes.length ? 0 : bytes[at - 1];
          expect(input).toBe(before);
        }
      }),
    );
  });
});

describe('the split', () => {
  test('takes whole blocks by their number, in order, and leaves nothing out', () => {
    // Block b is full of b, and the last one is short.
    const text = Uint8Array.from({ length: 45 * 8192 + 100 }, (_, i) => Math.floor(i / 8192));
    const { train, validation, test: tested } = partsOf(text, 'interleaved');
    expect(Array.from(valuesIn(validation))).toEqual([9, 29]);
    expect(Array.from(valuesIn(tested))).toEqual([19, 39]);
    expect(train.length).toBe(text.length - 4 * 8192);
    expect(train.every((block, i) => i === 0 || block >= train[i - 1])).toBe(true);
    expect(partSizes(text.length, 'interleaved')).toEqual({ train: train.length, validation: 2 * 8192, test: 2 * 8192 });
  });

  test('has the sizes that it says, for texts of any length', () => {
    for (const bytes of [1, 8192 * 9, 8192 * 9 + 1, 163_839, 163_840, 163_841, 8192 * 39 + 5]) {
      for (const split of ['interleaved', 'none'] as const) {
        const parts = partsOf(new Uint8Array(bytes), split);
        expect(partSizes(bytes, split)).toEqual({
          train: parts.train.length,
          validation: parts.validation.length,
          test: parts.test.length,
        });
      }
    }
  });

  test('none trains the whole text, and measures parts of it', () => {
    const text = Uint8Array.from({ length: 163_840 }, (_, i) => Math.floor(i / 8192));
    const { train, validation, test: tested } = partsOf(text, 'none');
    expect(train).toBe(text);
    expect([Array.from(valuesIn(validation)), Array.from(valuesIn(tested))]).toEqual([[9], [19]]);
    const short = text.subarray(0, 5000);
    expect(Object.values(partsOf(short, 'none')).every((part) => part === short)).toBe(true);
  });

  test('is refused where there would be nothing to test', () => {
    expect(splitRefusal(163_839, 'interleaved')).toMatch(/leave nothing to test: the text has 163,839 bytes, and at least 163,840/u);
    expect(splitRefusal(163_840, 'interleaved')).toBeNull();
    expect(splitRefusal(1, 'none')).toBeNull();
  });
});

describe('an alphabet', () => {
  test('has what occurs in order, and its bitmap brings it back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (text) => {
        const alphabet = alphabetOf(text, 'used');
        expect(Array.from(alphabet.values)).toEqual([...new Set(text)].toSorted((a, b) => a - b));
        expect(Array.from(symbolsOf(text, alphabet), (symbol) => alphabet.values[symbol])).toEqual(Array.from(text));
        expect(alphabetFrom(bitmapOf(alphabet))).toEqual(alphabet);
      }),
    );
    expect(bitmapOf(alphabetOf(Uint8Array.of(0, 9, 255), 'used'))).toEqual(
      Uint8Array.from({ length: 32 }, (_, i) => ({ 0: 1, 1: 2, 31: 128 })[i] ?? 0),
    );
    expect(bitmapOf(alphabetOf(Uint8Array.of(7), 'bytes'))).toEqual(new Uint8Array(32).fill(255));
    expect(() => alphabetFrom(new Uint8Array(31))).toThrow(/32 bytes; there are 31/u);
  });
});

describe('warnings', () => {
  test('come for bytes that are no text, and not for text', () => {
    expect(textWarnings(new TextEncoder().encode('Call me Ishmael. '.repeat(100)))).toEqual([]);
    const random = Uint8Array.from({ length: 65_536 }, (_, i) => Math.imul(i, 2_654_435_761) >>> 24);
    expect(textWarnings(random)).toEqual([expect.stringMatching(/256 of the 256 byte values/u), expect.stringMatching(/8\.00 of 8 bits/u)]);
    // 201 values, nearly all of them the same one.
    expect(textWarnings(Uint8Array.from({ length: 9000 }, (_, i) => Math.max(0, i - 8799)))).toHaveLength(1);
    expect(textWarnings(Uint8Array.from({ length: 9000 }, (_, i) => i % 200))).toEqual([expect.stringMatching(/7\.6\d of 8 bits/u)]);
  });

  test('an entropy is that of its counts', () => {
    expect(entropyBits(new Uint8Array())).toBe(0);
    expect(entropyBits(Uint8Array.of(1, 2, 3, 4))).toBe(2);
    expect(entropyBits(Uint8Array.of(1, 2, 1, 2, 1, 2), 1)).toBe(0);
    expect(() => entropyBits(Uint8Array.of(1), 4)).toThrow(/order 4/u);
  });
});
