import { createHash } from 'node:crypto';
import assemblyscript from 'assemblyscript/package.json' with { type: 'json' };
import { describe, expect, it, test } from 'vitest';
import { compileTextCoder, textCoderCompiler } from '../../../scripts/lib/text-coder.mjs';
import { coderBytes, FREQUENCY_TOTAL, TextCoder, type TextModel } from '../../../src/coding/text-coder.ts';
import { cos, pow, sin } from '../../../src/math/elementary.ts';
import vectors from '../../reference/text/coder.json';
import { binary, drawnChunks, drawnWeights, instance, module, ruledWeights, type Weights } from './text-coder/module.ts';
import { parallelPass } from './text-coder/parallel-pass.ts';
import { frequenciesOf, scalarPass } from './text-coder/scalar-pass.ts';

const plain = { symbols: 85, dim: 64, blocks: 2, heads: 4, length: 64, faithful: false };
const name = ({ symbols, dim, blocks, heads, length, faithful }: TextModel): string =>
  `K ${symbols}, d ${dim}, L ${blocks}, H ${heads}, T ${length}${faithful ? ', faithful' : ''}`;

/** Frequencies of each chunk step by step, [length, symbols] one after another, and the check sum. */
async function stepByStep(model: TextModel, group: number, weights: Weights, chunks: readonly Uint8Array[]) {
  const coder = await TextCoder.start(module, model, group, weights.all);
  const found = chunks.map(() => new Uint32Array(model.length * model.symbols));
  coder.begin();
  for (let t = 0; t < model.length; t++) {
    const frequencies = coder.advance(
      t,
      chunks.map((chunk) => chunk[t]),
    );
    for (const [r, all] of found.entries()) all.set(frequencies.subarray(r * model.symbols, (r + 1) * model.symbols), t * model.symbols);
  }
  return { found, hash: coder.hash };
}

const rowsOf = (p: ArrayLike<number>, symbols: number): number[][] =>
  Array.from({ length: p.length / symbols }, (_, t) => Array.from({ length: symbols }, (_2, k) => p[t * symbols + k]));

describe('text-coder-1.wasm', () => {
  it('is the released one, for ever', () => {
    expect(createHash('sha256').update(binary).digest('hex')).toBe('b37f4add53996ab2c9f720c1cf1c3b445a7a2ca516e376058c4acbacf31f9a31');
  });

  it.runIf(assemblyscript.version === textCoderCompiler)('is what its sources compile to', async () => {
    expect(Buffer.compare(await compileTextCoder(), binary)).toBe(0);
  });

  it('imports nothing', () => {
    expect(WebAssembly.Module.imports(module)).toEqual([]);
  });
});

describe('a step for many chunks at once gives the bits of all positions of one', () => {
  test.each<[TextModel, number]>([
    [plain, 256],
    [{ ...plain, faithful: true }, 5],
    [{ ...plain, symbols: 256, dim: 32 }, 64],
    [{ ...plain, symbols: 99, dim: 48, length: 128 }, 7],
    [{ ...plain, symbols: 17, dim: 24, heads: 3, blocks: 1, length: 300 }, 3],
    [{ ...plain, symbols: 6, dim: 4, heads: 2, blocks: 1, length: 5 }, 2],
    [{ ...plain, symbols: 2, dim: 15, heads: 3, blocks: 3, length: 21 }, 1],
    [{ ...plain, symbols: 300 - 45, dim: 100, heads: 5, blocks: 1, length: 18 }, 4],
    [{ ...plain, symbols: 9, dim: 68, heads: 1, blocks: 1, length: 71 }, 2],
  ])('%o, G %i', async (model, group) => {
    const weights = drawnWeights(model, 1);
    const chunks = drawnChunks(model, group, 2);
    const { found } = await stepByStep(model, group, weights, chunks);
    const engine = instance();
    // Of many chunks the first and the last few: a row of a product does not see the others.
    for (const r of new Set([0, 1, group - 2, group - 1].filter((place) => place >= 0 && place < group))) {
      const p = parallelPass(engine, model, weights, chunks[r]);
      expect(rowsOf(found[r], model.symbols), name(model)).toEqual(rowsOf(p, model.symbols).map(frequenciesOf));
    }
  });
});

test.each<TextModel>([
  { ...plain, symbols: 85, dim: 16, blocks: 1, length: 24 },
  { ...plain, symbols: 11, dim: 20, heads: 2, blocks: 2, length: 12, faithful: true },
  { ...plain, symbols: 6, dim: 12, heads: 3, blocks: 1, length: 13 },
  { ...plain, symbols: 3, dim: 66, heads: 1, blocks: 1, length: 9 },
])('plain JavaScript gives the same frequencies: %o', async (model) => {
  const weights = drawnWeights(model, 3);
  const chunks = drawnChunks(model, 2, 4);
  const { found } = await stepByStep(model, 2, weights, chunks);
  for (const [r, chunk] of chunks.entries()) {
    expect(rowsOf(found[r], model.symbols)).toEqual(scalarPass(model, weights, chunk).map(frequenciesOf));
  }
});

test.each(vectors.transformer.cases)('$name: the logits of the reference', ({ logits, inputs, vocabulary, width, ...rest }) => {
  const model = { symbols: vocabulary, dim: width, ...rest };
  const weights = ruledWeights(model);
  expect(weights.all.length).toBe(rest.parameters);
  for (const [sequence, chunk] of inputs.entries()) {
    const p = rowsOf(parallelPass(instance(), model, weights, Uint8Array.from(chunk)), vocabulary);
    for (const [t, row] of p.entries()) {
      const wanted = logits[sequence][t];
      const sum = wanted.reduce((total, logit) => total + Math.exp(logit), 0);
      // The faithful ones have the exact GELU, ours the tanh form everywhere, which differs by up to 5e-4 at a single input.
      const digits = rest.gelu === 'tanh' ? 6 : 3;
      for (const [k, probability] of row.entries()) expect(probability).toBeCloseTo(Math.exp(wanted[k]) / sum, digits);
    }
  }
});

test('positions are the sines and cosines of the formula, rounded once', () => {
  const [length, dim] = [1024, 96];
  const engine = instance();
  engine.setUp(2, dim, 1, 1, length, 1, 0);
  const table = new Float32Array(engine.memory.buffer, engine.positionsAddress(), length * dim);
  const wanted = Float32Array.from({ length: length * dim }, (_, i) => {
    const angle = Math.floor(i / dim) / pow(10_000, ((i % dim) - (i % 2)) / dim);
    return i % 2 === 0 ? sin(angle) : cos(angle);
  });
  // An angle has the error of its rate, so that a few lie on the other side of the middle between two singles.
  const other = wanted.filter((value, i) => value !== table[i]).length;
  expect(other / wanted.length).toBeLessThan(1e-4);
  for (const [i, value] of wanted.entries()) if (value !== table[i]) expect(Math.abs(value - table[i])).toBeLessThan(2 ** -24);
});

describe('frequencies', () => {
  it('have the total, and each symbol at least one, also where nothing else is likely', async () => {
    const model = { ...plain, symbols: 40, dim: 16, blocks: 1, length: 8 };
    const weights = drawnWeights(model, 5);
    // A bias that drowns everything but one symbol.
    weights.all[weights.all.length - 1] = 1e4;
    const { found } = await stepByStep(model, 1, weights, drawnChunks(model, 1, 6));
    for (const row of rowsOf(found[0], 40)) {
      expect(row).toEqual([...Array.from({ length: 39 }, () => 1), FREQUENCY_TOTAL - 39]);
    }
  });

  it('are summed up word by word, FNV-1a', async () => {
    const model = { ...plain, symbols: 7, dim: 8, heads: 2, length: 5 };
    const { found, hash } = await stepByStep(model, 2, drawnWeights(model, 7), drawnChunks(model, 2, 8));
    let wanted = 2166136261;
    for (let t = 0; t < 5; t++) {
      for (const all of found) for (let k = 0; k < 7; k++) wanted = Math.imul(wanted ^ all[t * 7 + k], 16777619);
    }
    expect(hash).toBe(wanted >>> 0);
  });
});

describe('a network that cannot be', () => {
  const weights = new Float32Array(100);
  const start = (change: Partial<TextModel>, group = 1) => TextCoder.start(module, { ...plain, ...change }, group, weights);

  it('is refused before memory is taken', async () => {
    await expect(start({ symbols: 257 })).rejects.toThrow('no transformer of 257 symbols');
    await expect(start({ dim: 63 })).rejects.toThrow('no transformer of 85 symbols, width 63');
    await expect(start({ blocks: 0 })).rejects.toThrow('0 blocks');
    await expect(start({ dim: 512, heads: 1 })).rejects.toThrow('1 heads');
    await expect(start({ dim: 4096, heads: 64 })).rejects.toThrow('would take');
    await expect(start({ length: 1e6 }, 256)).rejects.toThrow('would take');
  });

  it('is refused for its weights', async () => {
    await expect(start({})).rejects.toThrow('111061 weights, and 100 came');
    const { all } = drawnWeights(plain, 1);
    all[77] = NaN;
    await expect(TextCoder.start(module, plain, 4, all)).rejects.toThrow('Weight 77 is NaN');
  });

  it('takes about the memory that is said', () => {
    for (const [model, group] of [
      [plain, 256],
      [{ ...plain, dim: 96, length: 512 }, 32],
      [{ ...plain, dim: 8, symbols: 2 }, 1],
    ] as const) {
      const engine = instance();
      const { symbols, dim, blocks, heads, length } = model;
      engine.setUp(symbols, dim, blocks, heads, length, group, 0);
      expect(engine.memory.buffer.byteLength).toBeLessThan(1.01 * coderBytes(model, group));
    }
  });
});

test('nothing is asked that the module would not check', async () => {
  const coder = await TextCoder.start(module, plain, 2, drawnWeights(plain, 1).all);
  expect(() => coder.advance(64, [0])).toThrow('No position 64');
  expect(() => coder.advance(0, [0, 0, 0])).toThrow('3 chunks');
  expect(() => coder.advance(0, [85])).toThrow('no symbol 85 among 85');
});
