/** The cards of the papers: all are there, each has a verdict, and every number on one is that of the runs behind its link. */
import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { CardReader, recordedOfCards, type ReadCards } from '../../../src/lab/card-reader.ts';
import { outcomes, spreadText, cardNumber, type Card, type ComparedNumber } from '../../../src/study/card.ts';
import { presetByName } from '../../../src/study/presets.ts';
import { families, jobsOf } from '../../../src/study/schema.ts';
import { dtcFigures } from '../../../src/figures/dtc/index.ts';
import { l0Figures } from '../../../src/figures/l0/index.ts';
import { numbersOfCards, saidOfLadders, type Raw, type Values } from './card-numbers.ts';

const folder = new URL('../../../recorded/', import.meta.url);
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.result'))
  .map((name) => name.replace(/\.result$/u, ''));
const packed = (name: string): Buffer => readFileSync(new URL(`${name}.result`, folder));

/** Cards whose verdict follows from what is printed: recorded runs only stand beside it. */
const ofPrint: readonly string[] = ['l0-appendix-e'];

/** What is drawn at random, and counts of it: held against the bare number of measurements below. */
const isSimulated = ({ name }: ComparedNumber): boolean => /pure noise/u.test(name);

/** Each row has the median and the ends of the values that it was computed from again. */
function expectNumbers(id: string, numbers: readonly ComparedNumber[], again: Values): void {
  for (const number of numbers) {
    if (number.ours === null || isSimulated(number)) continue;
    const said = `${id}: ${number.name}`;
    const values = again[number.name];
    expect(values, said).toBeDefined();
    const sorted = values.toSorted((a, b) => a - b);
    const middle = (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
    expect(number.ours.count, said).toBe(sorted.length);
    for (const [found, expected] of [
      [number.ours.low, sorted[0]],
      [number.ours.median, middle],
      [number.ours.high, sorted[sorted.length - 1]],
    ])
      expect(Math.abs(found - expected), said).toBeLessThan(1e-6 * Math.max(1, Math.abs(expected)));
  }
}

let cards: readonly Card[];
let wanted: readonly string[];
/** With nothing recorded, and with what comes with the page. */
let bare: ReadCards;
let read: ReadCards;

beforeAll(async () => {
  const papers = await Promise.all(families.all.map(async ({ published }) => published?.paper?.()));
  cards = papers.flatMap((paper) => paper?.cards ?? []);
  wanted = await recordedOfCards();
  bare = await new CardReader().read({});
  const addresses = wanted
    .filter((name) => names.includes(name))
    .map((name) => [name, `data:application/gzip;base64,${packed(name).toString('base64')}`]);
  read = await new CardReader().read(Object.fromEntries(addresses));
});

test('every table and figure of both papers has a card', () => {
  expect(cards.map(({ place }) => place)).toEqual([
    'Table 1',
    ...[1, 2, 3, 4, 5].map((figure) => `Figure ${figure}`),
    'Correlation, DTC',
    'Correlation, random',
    'Future work',
    ...[1, 2, 3].map((figure) => `Figure ${figure}`),
    ...[1, 2, 3, 4, 5, 6].map((table) => `Table ${table}`),
    ...[4, 5, 6, 7, 8, 9].map((figure) => `Figure ${figure}`),
    'Appendix E',
    // Of neither paper: what both are held against.
    'Control',
  ]);
  expect(new Set(cards.map(({ id }) => id)).size).toBe(cards.length);
});

test('cards lead to presets and figures that there are', () => {
  const there = [...dtcFigures, ...l0Figures].map(({ name }) => name);
  for (const { id, preset, quick, figures } of cards) {
    for (const name of [preset, quick]) expect(name === null || presetByName(name).name, id).toBeTruthy();
    for (const name of figures) expect(there, id).toContain(name);
  }
});

test('without recorded runs a card claims nothing of any, and says what is missing', () => {
  expect(bare.recorded).toEqual([]);
  for (const { id, verdict } of bare.cards) {
    const { recorded } = cards.find((card) => card.id === id)!;
    if (recorded.length > 0 && !ofPrint.includes(id)) expect(['not-yet', 'cannot-run-here'], id).toContain(verdict.kind);
    expect(verdict.text.length, id).toBeGreaterThan(30);
  }
});

test('every card has a verdict', () => {
  expect(read.cards.map(({ id }) => id)).toEqual(cards.map(({ id }) => id));
  for (const { id, verdict, numbers } of read.cards) {
    expect(outcomes, id).toContain(verdict.kind);
    expect(verdict.text, id).not.toMatch(/NaN|undefined|null|Infinity/u);
    // Two rows of one name would be told apart by nobody.
    const named = numbers.map(({ name }) => name);
    expect(
      named.filter((name, place) => named.indexOf(name) !== place),
      id,
    ).toEqual([]);
  }
});

describe('the numbers', () => {
  const runs = (name: string): readonly Raw[] => (names.includes(name) ? JSON.parse(gunzipSync(packed(name)).toString()).records : []);
  const own = (id: string): readonly ComparedNumber[] => read.cards.find((card) => card.id === id)!.numbers;

  test('of each card are those of its runs', () => {
    const again = numbersOfCards(runs);
    for (const { id, numbers } of read.cards) {
      const { recorded } = cards.find((card) => card.id === id)!;
      if (recorded.length === 0) continue;
      // Arithmetic on what is printed is held against its vectors in test/unit/coding/online-code.test.ts.
      const ofRuns = ofPrint.includes(id) ? numbers.filter(({ published }) => published === null) : numbers;
      expectNumbers(id, ofRuns, again[id] ?? {});
    }
  });

  test('of noise are as those of the bare number of measurements', () => {
    for (const id of ['dtc-correlation-dtc', 'dtc-correlation-random']) {
      const [, noise, counts] = own(id);
      if (!noise?.ours || !counts?.ours) continue;
      expect(Math.abs(noise.ours.median - counts.ours.median), id).toBeLessThan(0.03);
    }
  });

  /** In words: “0.9174”, “−0.44”, “364,044”. */
  const numbersIn = (text: string): string[] =>
    [...text.matchAll(/(?<![\p{L}\d.₀-₉])−?\d[\d,]*(?:\.\d+)?/gu)].map(([found]) => found.replace(/,$/u, ''));

  test('of the ladders that stand in the words of a verdict alone follow from the records as well', () => {
    const said = saidOfLadders(runs('dtc-as-published'));
    for (const [id, expected] of Object.entries(said)) {
      const { text } = read.cards.find((card) => card.id === id)!.verdict;
      for (const number of expected) expect(numbersIn(text), `${id}: ${text}`).toContain(number);
    }
    // Whatever else they name is a row, a count of rows, seeds or cycles, or a level: 95 %, 0, 1 and 2 standard deviations.
    for (const { id, verdict, numbers } of read.cards.filter((card) => card.id in said)) {
      const rows = numbers.flatMap(({ published, ours, digits }) => [
        ...(published === null ? [] : [cardNumber(published, digits)]),
        ...(ours === null ? [] : [ours.median, ours.low, ours.high].map((value) => cardNumber(value, digits))),
      ]);
      const inside = numbers.filter(
        ({ published, ours }) => ours !== null && published !== null && published >= ours.low && published <= ours.high,
      );
      const known = new Set([
        ...rows,
        ...said[id],
        '0',
        '1',
        '2',
        '3',
        '34',
        '51',
        '95',
        '512',
        '11',
        String(numbers.length),
        String(numbers.length - 1),
      ]);
      const counts = [inside.length, inside.length - 1, Math.round((numbers.length - 1) / 2), Math.round(numbers.length / 2)].map(String);
      for (const number of numbersIn(verdict.text)) expect([...known, ...counts], `${id}: ${verdict.text}`).toContain(number);
    }
  });

  test('with their spread in the words of a verdict are rows of its card', () => {
    for (const { id, verdict, numbers } of read.cards) {
      const shown = numbers.flatMap(({ ours, digits }) => (ours === null ? [] : [spreadText(ours, digits)]));
      for (const [told] of verdict.text.matchAll(/−?\d+(?:\.\d+)? \(−?\d+(?:\.\d+)? to −?\d+(?:\.\d+)?\)/gu))
        expect(shown, `${id}: ${told}`).toContain(told);
    }
  });
});

describe('a verdict follows the records', () => {
  const assess = async (id: string, name: string, records: readonly Raw[]) => {
    for (const { published } of families.all) {
      const card = (await published?.paper?.())?.cards.find((one) => one.id === id);
      if (card) return card.assess((asked) => (asked === name ? records : null), await published!.load());
    }
    throw new Error(`There is no card “${id}”.`);
  };

  test('of ladders that are moved', async () => {
    const name = 'dtc-as-published';
    const { records } = JSON.parse(gunzipSync(packed(name)).toString());
    /** Accuracies of a method raised by a share. */
    const moved = (method: string, by: number): readonly Raw[] =>
      records.map((record: Raw) =>
        record.job.compression.method === method
          ? { ...record, steps: record.steps.map((step: Raw) => ({ ...step, testAccuracy: step.testAccuracy + by })) }
          : record,
      );
    expect((await assess('dtc-figure-2', name, moved('dtc', 0.02))).verdict.kind).toBe('reproduced');
    expect((await assess('dtc-figure-2', name, moved('dtc', -0.02))).verdict.kind).toBe('not-reproduced');
    expect((await assess('dtc-figure-1', name, moved('random', -0.03))).verdict.kind).toBe('not-reproduced');
    expect((await assess('dtc-table-1', name, moved('magnitude', 0.03))).verdict.kind).toBe('not-reproduced');
    // One seed tells nothing of chance.
    const one = records.filter(({ job }: Raw) => job.seed === 1);
    expect((await assess('dtc-figure-1', name, one)).verdict.kind).toBe('not-yet');
  });

  test('of a text', async () => {
    /** As if it had been recorded: sizes and losses by how much is left. */
    const jobs = jobsOf(presetByName('text-moby').study) as readonly Raw[];
    const recorded = (prunedBytes: number, prunedLoss: number): readonly Raw[] =>
      jobs.map((job) => {
        const isDense = job.compression.method === 'vanilla';
        const nonzero = isDense ? 140 * job.model.dim : Math.max(1000, 9000 + 10_000 * Math.log10(3e-6 / job.compression.alpha));
        const bend = Math.abs(Math.log10(job.compression.alpha / 1e-5));
        return {
          job,
          steps: [],
          summary: {
            nonzero,
            testLoss: isDense ? 2 : prunedLoss,
            descriptionBytes: isDense ? 500_000 + 10 * job.model.dim : prunedBytes + 20_000 * bend,
          },
        };
      });
    const better = recorded(400_000, 1.5);
    const again = numbersOfCards((name) => (name === 'text-moby' ? better : []));
    for (const id of ['l0-table-3', 'l0-figure-6', 'l0-figure-7']) {
      const { numbers } = await assess(id, 'text-moby', better);
      expect(numbers.length, id).toBeGreaterThan(3);
      expectNumbers(id, numbers, again[id]);
    }
    const table = await assess('l0-table-3', 'text-moby', better);
    expect(table.verdict.kind).toBe('reproduced');
    // Whole files, which xz makes 364,044 bytes of: the control says so.
    expect(table.verdict.text).toContain('xz 364');
    const drr = table.numbers.find(({ name }) => name === 'DRR')!;
    expect(drr.ours!.median).toBeCloseTo((8 * 400_000) / 1_090_309, 9);
    expect((await assess('l0-figure-6', 'text-moby', better)).verdict.kind).toBe('reproduced');
    const worse = recorded(600_000, 2.5);
    expect((await assess('l0-table-3', 'text-moby', worse)).verdict.kind).toBe('not-reproduced');
    expect((await assess('l0-figure-6', 'text-moby', worse)).verdict.kind).toBe('not-reproduced');
    // With three seeds a difference has an interval: one that reaches over 0 leaves it open, and shows nothing.
    const thrice = (spread: number): readonly Raw[] =>
      [1, 2, 3].flatMap((seed) =>
        recorded(400_000, 1.9 + spread * (seed - 2)).map(({ job, ...rest }) => ({ ...rest, job: { ...job, seed } })),
      );
    const sure = await assess('l0-figure-6', 'text-moby-seeds', thrice(0.01));
    expect(sure.verdict).toMatchObject({ kind: 'reproduced', text: expect.stringContaining('means of 3 seeds with 95 % intervals') });
    // −0.1 nats are −0.144 bits; t(2, 97.5 %) = 4.303 times 0.01 / √3 nats are 0.036 bits.
    expect(sure.verdict.text).toContain('−0.144 ± 0.036 (');
    const open = await assess('l0-figure-6', 'text-moby-seeds', thrice(0.5));
    expect(open.verdict).toMatchObject({ kind: 'not-reproduced', text: expect.stringContaining('the seeds leave it open') });
    expect(['reproduced', 'not-reproduced']).toContain((await assess('l0-figure-7', 'text-moby', better)).verdict.kind);
  });
});
