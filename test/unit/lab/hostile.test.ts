/**
 * Links, result files and network files from people who mean harm, or from programs that break what they pass on: 3,000 changes of each.
 * What is refused is refused in words; what is read is what would be written again, and every figure can be drawn of it (tried with each
 * of them once, and with one in twenty since: that takes ten times as long as reading).
 */
import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { crc32 } from '../../../src/coding/crc32.ts';
import { CodingError } from '../../../src/coding/errors.ts';
import { decodeNetwork, encodeNetwork } from '../../../src/coding/network-file.ts';
import { dtcFigures } from '../../../src/figures/dtc/index.ts';
import type { FigureInput, FigureMaker } from '../../../src/figures/figure.ts';
import { l0Figures } from '../../../src/figures/l0/index.ts';
import { linkFragment, LinkError, readLink } from '../../../src/lab/link.ts';
import { parseResult, ResultFileError, resultOf, resultText } from '../../../src/lab/result-file.ts';
import { packDigest } from '../../../src/study/digest-format.ts';
import { digestOf, runsOf } from '../../../src/study/digest-of.ts';
import type { Digest } from '../../../src/study/digest.ts';
import { presetByName } from '../../../src/study/presets.ts';
import { resultSchema } from '../../../src/study/records.ts';
import { familyOf } from '../../../src/study/schema.ts';
import { randomFrom, type Random } from '../../e2e/support/random.ts';
import { noisyL0Records } from '../study/noisy-l0-records.ts';
import { noisyRecords, testEnvironment } from '../study/noisy-records.ts';

const CHANGES = 3000;

const quick = presetByName('dtc-quick').study;
// Small, so that 3,000 copies take seconds.
const dtc = noisyRecords({ ...quick, job: { ...quick.job, model: { hidden: [12] } }, axes: quick.axes.slice(0, 1) }, 1);
const teacher = presetByName('l0-mnist-mlp-quick').study;
const l0 = noisyL0Records({ ...teacher, axes: teacher.axes.slice(0, 1) }, 1);
const studies = [dtc, l0];

/** Figures of a family by its id. */
const makers: Readonly<Record<string, readonly FigureMaker[]>> = { dtc: dtcFigures, l0: l0Figures };

/** What JSON can hold that nobody expects. */
const strange: readonly unknown[] = [
  null,
  true,
  '',
  '<img src=x onerror=alert(1)>',
  '=HYPERLINK("x")',
  '__proto__',
  'x'.repeat(5000),
  '\u0000\uD800\u202E',
  0,
  -1,
  0.5,
  1e308,
  -1e-308,
  2 ** 53,
  4294967296,
  [],
  {},
  [[[[[[[[]]]]]]]],
  [null, null],
  { __proto__: { x: 1 } },
  { kind: 'l0' },
  { toString: 1, length: 1e9 },
];

type Node = Record<string, unknown> | unknown[];

/** All places in a JSON value: an object or a list, and a key of it. */
function placesOf(value: unknown, found: [Node, string][] = []): [Node, string][] {
  if (typeof value !== 'object' || value === null) return found;
  for (const key of Object.keys(value)) {
    found.push([value as Node, key]);
    placesOf((value as Record<string, unknown>)[key], found);
  }
  return found;
}

/** A copy of a JSON value that is changed in one place to three. */
function changed(json: unknown, random: Random): unknown {
  const copy: unknown = structuredClone(json);
  for (let times = 1 + random(3); times > 0; times--) {
    const places = placesOf(copy);
    if (places.length === 0) return copy;
    const [node, key] = places[random(places.length)];
    const other = places[random(places.length)];
    const at = node as Record<string, unknown>;
    switch (random(6)) {
      case 0:
        if (Array.isArray(node)) node.splice(Number(key), 1);
        else delete at[key];
        break;
      case 1:
        if (Array.isArray(node)) node.push(...node.slice(0, 1 + random(5)));
        else at[`${key}x`] = at[key];
        break;
      case 2:
        // What is sound in another place.
        at[key] = structuredClone((other[0] as Record<string, unknown>)[other[1]]);
        break;
      case 3:
        if (typeof at[key] === 'number') at[key] *= [-1, 1e3, 1e-3, 1.5][random(4)];
        else at[key] = structuredClone(strange[random(strange.length)]);
        break;
      default:
        at[key] = structuredClone(strange[random(strange.length)]);
    }
  }
  return copy;
}

/** A text in which characters are lost, repeated, exchanged or strange, or that is cut off. */
function garbled(text: string, random: Random): string {
  const at = random(text.length);
  const length = 1 + random(random(2) === 0 ? 3 : 200);
  const other = random(text.length);
  return [
    () => text.slice(0, at),
    () => text.slice(0, at) + text.slice(at + length),
    () => text.slice(0, at) + text.slice(other, other + length) + text.slice(at),
    () => text.slice(0, at) + String.fromCharCode(random(0x3000)) + text.slice(at + 1),
    () => text + text.slice(at),
  ][random(5)]();
}

/** Words for people: no name of a class, no value that was never meant to be seen. */
function expectWords(error: unknown, Class: new (...given: never[]) => Error): void {
  expect(error, (error as Error).stack).toBeInstanceOf(Class);
  const { message } = error as Error;
  expect(message).toMatch(/^[\w“].*[.?]$/su);
  expect(message).not.toMatch(/\[object|undefined|NaN|Invalid |TypeError|RangeError|Cannot read|not a function/u);
  expect(message.length).toBeLessThan(2500);
}

/** All figures of a family are made of what came. */
function expectDrawn({ study, ...rest }: Digest): void {
  const family = familyOf(study.job);
  const runs = runsOf({ study, ...rest });
  const input: FigureInput = {
    family: family.id,
    study: { key: 'shared 1', name: study.name, focus: 'behind' },
    job: study.job,
    own: [],
    shared: runs,
    published: null,
    options: { ...family.firstView, theme: 'light', cycle: null },
  };
  for (const maker of makers[family.id]) {
    if (maker.applies?.(input) === false) continue;
    const { data, empty } = maker.make(input);
    expect(empty === null || data.length === 0).toBe(true);
  }
}

/** On a busy machine at half its speed 5,000 of links took over a minute. */
const SLOW_MS = 240_000;

describe('3,000 changes', () => {
  test(
    'of links are refused in words, or read as what they say',
    async () => {
      const random = randomFrom(1);
      const digests = await Promise.all(studies.map(({ study, records }) => digestOf(study, records, testEnvironment)));
      const fragments = await Promise.all(digests.map(linkFragment));
      const packed = await Promise.all(digests.map(packDigest));
      const counts = { read: 0, refused: 0 };
      for (let change = 0; change < CHANGES; change++) {
        const which = random(fragments.length);
        const fragment =
          random(4) === 0
            ? garbled(fragments[which], random)
            : `r=4.${deflateRawSync(Buffer.from(JSON.stringify(changed(packed[which], random)))).toString('base64url')}`;
        try {
          const digest = await readLink(fragment);
          counts.read++;
          // A link has fewer digits than could be written into one.
          const again = await readLink(await linkFragment(digest));
          expect(await readLink(await linkFragment(again))).toEqual(again);
          if (counts.read % 20 === 0) expectDrawn(digest);
        } catch (error) {
          counts.refused++;
          expectWords(error, LinkError);
        }
      }
      expect(counts.read).toBeGreaterThan(20);
      expect(counts.refused).toBeGreaterThan(CHANGES / 2);
    },
    SLOW_MS,
  );

  test(
    'of result files are refused in words, or read as what they say',
    async () => {
      const random = randomFrom(2);
      const results = studies.map(({ study, records }) => resultOf(study, records.slice(0, 1), testEnvironment));
      const texts = results.map(resultText);
      const counts = { read: 0, refused: 0 };
      for (let change = 0; change < CHANGES; change++) {
        const which = random(texts.length);
        const text = random(4) === 0 ? garbled(texts[which], random) : JSON.stringify(changed(results[which], random));
        try {
          const result = parseResult(text, 'theirs.json');
          counts.read++;
          expect(parseResult(resultText(result), 'again.json')).toEqual(result);
          if (counts.read % 20 === 0) expectDrawn(await digestOf(result.study, result.records, result.environment));
        } catch (error) {
          counts.refused++;
          expectWords(error, ResultFileError);
        }
      }
      expect(resultSchema.safeParse(results[0]).success).toBe(true);
      expect(counts.read).toBeGreaterThan(20);
      expect(counts.refused).toBeGreaterThan(CHANGES / 2);
    },
    SLOW_MS,
  );

  test(
    'of network files are refused in words, or read as what they say',
    async () => {
      const random = randomFrom(3);
      const values = Float32Array.from({ length: 60 }, (_, place) => (place % 3 === 0 ? place / 7 : 0));
      const network = {
        model: { type: 'mlp', hidden: [5], activation: 'relu' },
        tensors: [
          { name: 'dense-1', shape: [5, 12], values, bias: null },
          { name: 'dense-2', shape: [2, 5], values: values.slice(0, 10), bias: values.slice(0, 2) },
        ],
      };
      const files = await Promise.all(
        (['coo', 'csr', 'dense', 'min', 'entropy'] as const).map(async (codec) => (await encodeNetwork(network, { codec })).bytes),
      );
      const counts = { read: 0, refused: 0 };
      for (let change = 0; change < CHANGES; change++) {
        const bytes = hostileNetwork(files[random(files.length)], random);
        try {
          const { network: read, codec } = await decodeNetwork(bytes, { maxWeights: 1e6 });
          counts.read++;
          const again = await decodeNetwork((await encodeNetwork(read, { codec })).bytes);
          expect(again.network).toEqual(read);
        } catch (error) {
          counts.refused++;
          expectWords(error, CodingError);
        }
      }
      expect(counts.read).toBeGreaterThan(20);
      expect(counts.refused).toBeGreaterThan(CHANGES / 2);
    },
    SLOW_MS,
  );
});

/** A network file with other bytes, another header or another length; of most the check sum is right, as a person with intent would see to. */
function hostileNetwork(file: Uint8Array, random: Random): Uint8Array {
  const length = new DataView(file.buffer, file.byteOffset).getUint32(12, true);
  const [head, body] = [file.subarray(16, 16 + length), file.subarray(16 + length, -4)];
  const json: unknown = JSON.parse(new TextDecoder().decode(head));
  const header = random(2) === 0 ? new TextEncoder().encode(JSON.stringify(changed(json, random))) : head;
  const made = new Uint8Array(16 + header.length + body.length + 4);
  made.set(file.subarray(0, 12));
  made.set(header, 16);
  made.set(body, 16 + header.length);
  const view = new DataView(made.buffer);
  view.setUint32(12, random(20) === 0 ? random(2 ** 31) : header.length, true);
  if (header === head) for (let times = 1 + random(4); times > 0; times--) made[random(made.length - 4)] = random(256);
  const cut = random(5) === 0 ? made.slice(0, random(made.length)) : made;
  if (cut.length >= 20 && random(8) > 0) new DataView(cut.buffer).setUint32(cut.length - 4, crc32(cut.subarray(0, -4)), true);
  return cut;
}
