/** Networks of texts in a person's hands: what each byte costs them, how they go on, and what is left of that when they are pruned. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeNetwork } from '../../../src/coding/network-file.ts';
import type { Json } from '../../../src/coding/network-header.ts';
import { readSafetensors } from '../../../src/coding/safetensors.ts';
import { TextCoder, type TextModel } from '../../../src/coding/text-coder.ts';
import { alphabetOf, bitmapOf, symbolsOf, valuesIn } from '../../../src/data/text/alphabet.ts';
import { partsOf } from '../../../src/data/text/split.ts';
import type { JobEvent } from '../../../src/study/events.ts';
import { textOf } from '../../../src/study/job-text.ts';
import { keepNetwork } from '../../../src/study/keep-network.ts';
import { NetworkRunner } from '../../../src/study/network-runner.ts';
import { readNetworkFile } from '../../../src/study/network-model.ts';
import { PASSAGE_BYTES, type ReadingFacts, type WriteRequest } from '../../../src/study/reading-protocol.ts';
import { toBase64Url } from '../../../src/study/base64url.ts';
import { jobSchema } from '../../../src/study/schema.ts';
import { module } from '../coding/text-coder/module.ts';
import { networkOf } from '../data/text-archive/texts.ts';
import { textDataset } from '../nn/data/text-dataset.ts';
import { nodeAssets, serveData, type DataServer } from '../support/backends.ts';

let server: DataServer;
beforeAll(async () => {
  server = await serveData();
});
afterAll(() => server.close());

const options = () => ({ backend: 'wasm', dataUrl: server.url }) as const;
const noLoading = (): void => undefined;

const model: TextModel = { symbols: 85, dim: 16, blocks: 2, heads: 2, length: 64, faithful: false };

interface Described {
  readonly data?: object;
  readonly faithful?: boolean;
  readonly own?: object;
  readonly said?: object;
}

/** A network of a job on a text, as a file: random, and far from uniform. */
async function fileOf({ data = {}, faithful = false, own = {}, said = {} }: Described = {}, seed = 1): Promise<Uint8Array<ArrayBuffer>> {
  const job = jobSchema.parse({
    data: { name: 'moby-dick', ...data },
    model: { name: 'transformer', dim: 16, blocks: 2, heads: 2, faithful: faithful ? 'yes' : 'no' },
    compression: { method: 'drr' },
    seed: 1,
    ...own,
  });
  const { tensors } = networkOf({ ...model, faithful, symbols: 'alphabet' in data ? 256 : 85 }, seed);
  const described = { job, stage: 'final', sigma: null, testAccuracy: null, testLoss: null, backend: 'wasm', ...said } as unknown as Json;
  return (await encodeNetwork({ model: described, tensors }, { codec: 'dense' })).bytes;
}

async function opened(file: Uint8Array<ArrayBuffer>, before: Uint8Array<ArrayBuffer> | null = null) {
  const runner = new NetworkRunner({ assets: nodeAssets });
  return { runner, facts: await runner.beginReading(file, before, options(), noLoading) };
}

const encode = (text: string) => new TextEncoder().encode(text);
const typed = (text: string) => ({ kind: 'typed', bytes: encode(text) }) as const;
const passagesOf = ({ testBytes }: ReadingFacts) => Math.ceil((testBytes ?? 0) / PASSAGE_BYTES);

describe.each([
  ['chunks of 64 from zero', { data: {} }],
  ['chunks of 60, which passages cut, carried on', { data: { length: 60, start: 'carry' } }],
  ['chunks of 100 whose first byte is dropped, by a faithful network', { data: { length: 100, start: 'drop' }, faithful: true }],
])('%s', (_name, described) => {
  test('passages cost together what the job measures on its test part, and are the text', async () => {
    const file = await fileOf(described);
    const { runner, facts } = await opened(file);
    await runner.open(file);
    const { testLoss } = await runner.check(options(), noLoading);
    const job = (await readNetworkFile(file)).model.job;
    const book = partsOf(await textOf(job, server.url), 'interleaved').test;
    expect(facts).toMatchObject({ testBytes: 57_344, missing: null, stages: ['final'], backend: 'wasm' });
    let [bits, said] = [0, 0];
    for (let passage = 0; passage < passagesOf(facts); passage++) {
      const { bytes, whole, now } = await runner.read({ kind: 'passage', passage }, null);
      expect(now).toBeNull();
      expect(Buffer.compare(bytes, book.subarray(passage * PASSAGE_BYTES, (passage + 1) * PASSAGE_BYTES))).toBe(0);
      for (const cost of whole.bits) {
        if (Number.isNaN(cost)) continue;
        bits += cost;
        said++;
      }
    }
    expect(said).toBe(facts.start === 'drop' ? 57_344 - Math.ceil(57_344 / 100) : 57_344);
    // With `drop` a job counts the zeros that fill its last chunk as well: 56 of 56,826 predictions.
    const within = facts.start === 'drop' ? 5e-3 : 1e-5;
    expect(Math.abs(bits / said / (testLoss! / Math.LN2) - 1)).toBeLessThan(within);
    await expect(runner.read({ kind: 'passage', passage: passagesOf(facts) }, null)).rejects.toThrow(/no passage 112/u);
  });

  test('what it writes is what it would have said of it, in one go and in two', async () => {
    const { runner } = await opened(await fileOf(described));
    const start = encode('Call me Ishmael');
    const ask = { typed: start, temperature: 0.8, seed: 3, written: { whole: new Uint8Array(), now: new Uint8Array() } };
    const write = (change: Partial<WriteRequest>) =>
      runner.write({ ...ask, counts: { whole: 150, now: 0 }, ...change }, null, () => undefined).then(({ whole }) => whole);
    const all = await write({});
    expect(all.bytes.length).toBe(150);
    const first = await write({ counts: { whole: 70, now: 0 } });
    const second = await write({ counts: { whole: 80, now: 0 }, written: { ...ask.written, whole: first.bytes } });
    expect([...first.bytes, ...second.bytes]).toEqual([...all.bytes]);
    expect([...(await write({ seed: 4 })).bytes]).not.toEqual([...all.bytes]);
    const { whole: read } = await runner.read({ kind: 'typed', bytes: Uint8Array.of(...start, ...all.bytes) }, null);
    const told = read.told;
    for (let at = 0; at < 150; at++) {
      expect(all.said.bits[at]).toBeCloseTo(read.bits[start.length + at], 3);
      expect(all.said.shares[at * told]).toBeCloseTo(read.shares[(start.length + at) * told], 4);
    }
    // At temperature 0 the likeliest comes each time.
    const sure = await write({ temperature: 0 });
    expect([...sure.bytes]).toEqual([...sure.bytes.keys()].map((at) => sure.said.likeliest[at * told]));
    expect([...sure.said.rank]).toEqual(Array.from({ length: 150 }, () => 0));
  });
});

test.each([false, true])('what is typed costs what the frozen coder of archives makes of it (faithful: %s)', async (faithful) => {
  const file = await fileOf({ faithful });
  const { runner, facts } = await opened(file);
  const bytes = encode('It is not down in any map; true places never are.\n');
  const { whole } = await runner.read({ kind: 'typed', bytes }, null);
  expect(whole.bits.length).toBe(bytes.length + 1);
  const alphabet = alphabetOf(facts.alphabet, 'used');
  const symbols = symbolsOf(bytes, alphabet);
  const { tensors } = networkOf({ ...model, faithful });
  const weights = tensors.flatMap(({ values, bias }) => (bias ? [...values, ...bias] : [...values]));
  // The coder has the tanh form of GELU, faithful networks the function itself.
  const digits = faithful ? 3 : 5;
  const coder = await TextCoder.start(module, { ...model, faithful }, 1, Float32Array.from(weights));
  coder.begin();
  for (let place = 0; place <= symbols.length; place++) {
    coder.advance(place, [place === 0 ? 0 : symbols[place - 1]]);
    const probabilities = Array.from(facts.alphabet, (_byte, symbol) => coder.probability(0, symbol));
    const best = probabilities.toSorted((a, b) => b - a);
    for (let guess = 0; guess < whole.told; guess++) {
      expect(whole.shares[place * whole.told + guess]).toBeCloseTo(best[guess], digits);
      const symbol = facts.alphabet.indexOf(whole.likeliest[place * whole.told + guess]);
      expect(probabilities[symbol]).toBeCloseTo(best[guess], digits);
    }
    if (place === symbols.length) break;
    expect(whole.bits[place]).toBeCloseTo(-Math.log2(probabilities[symbols[place]]), faithful ? 1 : 3);
    if (!faithful) expect(whole.rank[place]).toBe(probabilities.filter((share) => share > probabilities[symbols[place]]).length);
  }
});

describe('pruned by hand', () => {
  test('it is read with as it is left, beside what it was', async () => {
    const file = await fileOf();
    const { runner } = await opened(file);
    const trial = await runner.beginTrial(file, options(), noLoading);
    const same = await runner.read(
      typed('Call me'),
      trial.blocks.map(() => 0),
    );
    expect(same.now).toEqual(same.whole);
    const half = await runner.read(
      typed('Call me'),
      trial.blocks.map(({ largest }) => largest / 3),
    );
    expect(half.whole).toEqual(same.whole);
    expect(half.now).not.toEqual(half.whole);
    // Of nothing all symbols are alike.
    const none = await runner.read(
      typed('Call me'),
      trial.blocks.map(({ largest }) => 2 * largest),
    );
    for (const bits of none.now!.bits.subarray(0, 7)) expect(bits).toBeCloseTo(Math.log2(85), 5);
    // By itself again, once there is no trial.
    expect((await runner.read(typed('Call me'), null)).now).toBeNull();
  });

  test('it is measured in the bits of its test part, whatever its width has to do with its chunks', async () => {
    for (const start of ['zero', 'drop']) {
      const { runner } = await opened(await fileOf({ data: { start } }));
      const { blocks } = await runner.beginTrial(await fileOf({ data: { start } }), options(), noLoading);
      const result = (await runner.measure(blocks.map(({ largest }) => 2 * largest)))!;
      expect(result.testLoss).toBeCloseTo(Math.log(85), 5);
      expect(result.length!.dataBytes).toBeCloseTo((57_344 * Math.log2(85)) / 8, 0);
    }
  });

  test('beside what it was before its pruning', async () => {
    const [file, before] = [await fileOf(), await fileOf({ said: { stage: 'unpruned' } }, 2)];
    const { runner, facts } = await opened(file, before);
    expect(facts.stages).toEqual(['unpruned', 'final']);
    const both = await runner.read(typed('Call me'), null);
    expect(both.now).toEqual((await (await opened(file)).runner.read(typed('Call me'), null)).whole);
    expect(both.whole).toEqual((await (await opened(before)).runner.read(typed('Call me'), null)).whole);
  });
});

test('writing is told on the way and can be stopped; what was written stays', async () => {
  const { runner } = await opened(await fileOf());
  const lengths: number[] = [];
  const request: WriteRequest = {
    typed: encode('Call me'),
    written: { whole: new Uint8Array(), now: new Uint8Array() },
    counts: { whole: 20_000, now: 0 },
    temperature: 1,
    seed: 1,
  };
  const { whole } = await runner.write(request, null, ({ whole: soFar }) => {
    lengths.push(soFar.bytes.length);
    if (lengths.length === 3) runner.cancelWriting();
  });
  expect(lengths.length).toBe(3);
  expect(whole.bytes.length).toBeGreaterThanOrEqual(lengths[2]);
  expect(whole.bytes.length).toBeLessThan(20_000);
  expect(whole.said.bits.length).toBe(whole.bytes.length);
});

describe('a file whose text is not at hand', () => {
  const gone = { name: 'gone', sha256: 'a'.repeat(64), bytes: 400_000, values: 85 };
  const own = { data: { name: 'own-text' }, own: { text: gone } };
  const values = Uint8Array.from({ length: 85 }, (_, i) => 40 + i);
  const alphabet = toBase64Url(bitmapOf(alphabetOf(values, 'used')));

  test('is read with and written with all the same where it names its bytes, and says which text is missing', async () => {
    const { runner, facts } = await opened(await fileOf({ ...own, said: { alphabet } }));
    expect([...facts.alphabet]).toEqual([...values]);
    expect(facts.testBytes).toBeNull();
    expect(facts.missing).toMatch(/text “gone” is not/u);
    const { whole } = await runner.read(typed('Ishmael'), null);
    expect([...whole.bits.subarray(0, 7)].every((bits) => bits > 0)).toBe(true);
    await expect(runner.read({ kind: 'passage', passage: 0 }, null)).rejects.toThrow(/“gone” is not/u);
    await expect(runner.read(typed('Call me'), null)).rejects.toThrow(/no symbol for the byte 32/u);
  });

  test('with all byte values they are known without; else nobody knows them, which is said', async () => {
    const all = await opened(await fileOf({ ...own, data: { name: 'own-text', alphabet: 'bytes' } }));
    expect(all.facts.alphabet.length).toBe(256);
    await expect(opened(await fileOf(own))).rejects.toThrow(/known from its text alone.*text “gone” is not/su);
  });

  test('jobs write the byte values of a text into the files of its networks', async () => {
    const text = Uint8Array.from({ length: 20 * 8192 }, (_, i) => 97 + ((i * i) % 23));
    const { model: described, network } = await readNetworkFile(await fileOf());
    const events: JobEvent[] = [];
    const take = () => Promise.resolve({ tensors: network.tensors, sigma: null });
    const handed = { stage: 'final', size: 9, testAccuracy: null, testLoss: null, take } as const;
    await keepNetwork({ job: described.job, dataset: textDataset(text), backend: 'wasm' }, handed, (event) => events.push(event));
    const [event] = events;
    if (event?.type !== 'network') throw new Error('No network was handed over.');
    const kept = await readNetworkFile(event.file);
    expect(kept.model.alphabet).toBe(toBase64Url(bitmapOf(alphabetOf(valuesIn(text), 'used'))));
  });
});

test('its numbers can be had for other programs; layer by layer it is not written, which is said', async () => {
  const file = await fileOf();
  const runner = new NetworkRunner({ assets: nodeAssets });
  expect((await runner.open(file)).isChain).toBe(false);
  const [{ name, bytes }] = await runner.export('safetensors', 'book');
  expect(name).toBe('book.safetensors');
  const arrays = new Map(readSafetensors(bytes).arrays.map((array) => [array.name, array]));
  for (const tensor of networkOf(model).tensors) {
    expect(arrays.get(`${tensor.name}.weight`)).toMatchObject({ shape: tensor.shape, values: tensor.values });
    expect(arrays.get(`${tensor.name}.bias`)?.values).toEqual(tensor.bias ?? undefined);
  }
  for (const format of ['onnx', 'pytorch'] as const) await expect(runner.export(format, 'book')).rejects.toThrow(/no chain of layers/u);
});

test('a network of images is not read with', async () => {
  const job = jobSchema.parse({ compression: { method: 'dtc' }, model: { hidden: [4] } });
  const said = { job, stage: 'final', sigma: null, testAccuracy: null, testLoss: null, backend: null } as unknown as Json;
  const tensor = (name: string, rows: number, columns: number) => ({
    name,
    shape: [rows, columns],
    values: new Float32Array(rows * columns),
    bias: null,
  });
  const { bytes } = await encodeNetwork(
    { model: said, tensors: [tensor('dense-1', 4, 784), tensor('dense-2', 10, 4)] },
    { codec: 'dense' },
  );
  await expect(opened(bytes)).rejects.toThrow(/reads no text/u);
});
