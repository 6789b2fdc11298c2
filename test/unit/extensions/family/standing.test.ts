/** Runs of any families in one figure: exactly those that were chosen, each in a look of its own, at what their family says of them. */
import './register.ts';
import { describe, expect, test } from 'vitest';
import { standingFigures, standingLook, standsAnywhere, type StandingInput, type StoredRun } from '../../../../src/figures/standing.ts';
import type { Trace } from '../../../../src/figures/draw.ts';
import { runOf } from '../../../../src/study/digest-of.ts';
import { presetByName } from '../../../../src/study/presets.ts';
import { families, studySchema, type Study } from '../../../../src/study/schema.ts';
import type { CoinJob, CoinRun } from './family.ts';
import { noisyL0Records } from '../../study/noisy-l0-records.ts';
import { noisyRecords } from '../../study/noisy-records.ts';

const [byShare, byBytes] = standingFigures;

const dtc = noisyRecords({ name: 'Neurons', job: { compression: { method: 'dtc' } }, axes: [{ path: 'seed', values: [1, 2] }] }, 1);
const l0 = noisyL0Records(
  { name: 'Weights', job: { compression: { method: 'drr' } }, axes: [{ path: 'compression.alpha', values: [1e-6, 1e-4] }] },
  1,
);
const coins = studySchema.parse({ name: 'Coins', job: { compression: { method: 'fair-coin', tosses: 3 } } });
const coinRun: CoinRun = {
  kind: 'coin',
  job: coins.job as CoinJob,
  status: 'finished',
  steps: [1, 2, 3].map((toss) => ({ kind: 'coin', toss, heads: toss - 1, seconds: 0 })),
  summary: null,
};

const stored: readonly StoredRun[] = [
  { id: 'a', name: 'Neurons <b>go</b>', runs: dtc.records.map(runOf) },
  { id: 'b', name: 'Weights go', runs: l0.records.map(runOf) },
  { id: 'c', name: 'Coins', runs: [coinRun] },
];

const inputOf = (runs: readonly StoredRun[], study: Study = dtc.study): StandingInput => ({
  family: 'compared',
  study: { key: 'compared', name: 'Compared', focus: 'behind' },
  job: study.job,
  own: [],
  shared: [],
  published: null,
  options: { theme: 'light', cycle: null, stored: runs },
});
const tracesOf = (input: StandingInput, maker = byShare): Trace[] => maker.make(input).data as Trace[];

describe('runs of three families', () => {
  test('are all there, each with its name and a look that no other has', () => {
    const traces = tracesOf(inputOf(stored));
    expect(traces.map(({ uid }) => uid)).toEqual(['a', 'b', 'c']);
    expect(traces.map(({ name }) => name)).toEqual(stored.map(({ name }) => name));
    // What a person has typed is text, not markup.
    expect(traces[0].hovertemplate).toContain('Neurons &lt;b&gt;go&lt;/b&gt;');
    expect(new Set(traces.map(({ marker }) => marker?.color)).size).toBe(3);
    const looks = Array.from({ length: 24 }, (_, place) => JSON.stringify(standingLook(place, 'light')));
    expect(new Set(looks).size).toBe(24);
  });

  test('stand where their family says: a third one by its own function', () => {
    const [, , coin] = tracesOf(inputOf(stored));
    expect([coin.x, coin.y]).toEqual([
      [0.99, 0.98, 0.97],
      [0, 1 / 2, 2 / 3],
    ]);
    expect(tracesOf(inputOf(stored), byBytes)[2].x).toEqual([396, 392, 388]);
  });

  test('are dots where one network is left, and a line apart for each job where there are many', () => {
    const [lines, dots] = tracesOf(inputOf(stored));
    expect([lines.mode, dots.mode]).toEqual(['lines+markers', 'markers']);
    const cycles = dtc.records[0].steps.length;
    expect((lines.x as unknown[]).map((x) => x === null).indexOf(true)).toBe(cycles);
    const left = l0.records.map(({ summary }) => summary!);
    expect((dots.x as (number | null)[]).filter((x) => x !== null)).toEqual(left.map(({ nonzero, parameters }) => nonzero / parameters));
  });

  test('have their numbers in one table', () => {
    const { rows } = byBytes.make(inputOf(stored)).table;
    expect(new Set(rows.map(([run]) => run))).toEqual(new Set(stored.map(({ name }) => name)));
    expect(rows.length).toBe(2 * dtc.records[0].steps.length + 2 + 3);
  });
});

test('of 512 neurons the first prune leaves 460, and with them nine tenths of the weights', () => {
  const [first] = families.get('dtc').standing(runOf(dtc.records[0]));
  // 784·460 + 460·10 weights of 784·512 + 512·10, 4 bytes each, without biases.
  expect(first).toMatchObject({ label: 'cycle 0', share: 365_240 / 406_528, bytes: 4 * 365_240 });
});

test('a regression has no accuracy, and an interrupted job no network yet: nothing is drawn of them', () => {
  const teacher = noisyL0Records(presetByName('teacher-student-mse-quick').study, 1);
  const begun = { ...runOf(l0.records[0]), summary: null };
  const runs = [
    { id: 'd', name: 'Numbers', runs: teacher.records.map(runOf) },
    { id: 'e', name: 'Begun', runs: [begun] },
  ];
  expect([...runs, stored[2]].map(standsAnywhere)).toEqual([false, false, true]);
  expect(byShare.make(inputOf(runs)).empty).toContain('a regression has none');
  expect(tracesOf(inputOf([...runs, stored[2]])).map(({ uid }) => uid)).toEqual(['c']);
});
