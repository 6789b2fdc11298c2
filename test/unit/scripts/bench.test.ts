import { describe, expect, test } from 'vitest';
import { benchTable } from '../../../scripts/bench.mjs';
import { inTurn, measureInTurn, rowOf, runsFor, turnOf } from '../../bench/bench.ts';
import { longestOf } from '../../bench/longest-task.mjs';
import { chosenBenches, isNamed, type Bench } from '../../bench/registry.mjs';

const run = () => Promise.resolve([]);

describe('inTurn', () => {
  test('one of each per round, turned around from round to round, medians without the warm-up', async () => {
    const order: string[] = [];
    let clock = 0;
    const costs = { a: [100, 1, 2, 30], b: [100, 7, 5, 6] };
    const thing = (name: 'a' | 'b') => () => {
      order.push(name);
      clock += costs[name].shift() ?? 0;
    };
    const medians = await inTurn([thing('a'), thing('b')], { rounds: 3, now: () => clock });
    expect(order.join('')).toBe('baabbaab');
    expect(medians).toEqual([2, 6]);
  });

  test('waits for what takes its time', async () => {
    let running = 0;
    const thing = async () => {
      expect(running++).toBe(0);
      await new Promise((resolve) => setTimeout(resolve, 1));
      running--;
    };
    await inTurn([thing, thing], { rounds: 2 });
  });
});

test('several windows make a turn, and all of them count but those of the warm-up', async () => {
  let a = 0;
  let b = 100;
  const figures = await measureInTurn([turnOf(() => a++, 3), turnOf(() => Promise.resolve(b++))], { rounds: 2 });
  expect(figures).toEqual([
    [3, 4, 5, 6, 7, 8],
    [101, 102],
  ]);
});

test('runs fill the time that is given, with one at least', () => {
  expect([runsFor(40, 13), runsFor(40, 0.25), runsFor(40, 500)]).toEqual([3, 160, 1]);
});

describe('rows', () => {
  const measured = { name: 'x/y', unit: 'ms', ours: 2, baseline: 30, baselineName: 'stock', better: 'less' } as const;

  test('the ratio says how many times better ours is', () => {
    expect(rowOf(measured)).toEqual({ name: 'x/y', unit: 'ms', ours: 2, baseline: 30, baselineName: 'stock', ratio: 15 });
    expect(rowOf({ ...measured, unit: 'GFLOP/s', ours: 40, baseline: 4, better: 'more' }).ratio).toBe(10);
    expect(rowOf({ ...measured, baseline: null, baselineName: null }).ratio).toBeNull();
    expect(rowOf({ ...measured, ours: 0 }).ratio).toBeNull();
  });

  test('are printed with three digits', () => {
    const table = benchTable([
      rowOf(measured),
      rowOf({ ...measured, name: 'lasso', unit: 'solves/s', ours: 1234.5, baseline: null, baselineName: null }),
      rowOf({ ...measured, ours: 0.012345, baseline: 0.1 }),
    ]);
    expect(
      table
        .split('\n')
        .slice(2)
        .map((line) => line.split(/ {2,}/)),
    ).toEqual([
      ['x/y', 'ms', '2', '30', 'stock', '15×'],
      ['lasso', 'solves/s', '1235', '–', '–', '–'],
      ['x/y', 'ms', '0.0123', '0.1', 'stock', '8.1×'],
    ]);
  });
});

test('benches are chosen by name or by the beginning of a path; slow ones only when asked for', () => {
  const all: Bench[] = [
    { names: ['step/lenet-5/wasm', 'step/lenet-5/cpu'], run },
    { names: ['step/lenet-300-100/wasm'], run },
    { names: ['study/long'], slow: true, run },
  ];
  const names = (only: string | undefined, full = false) => chosenBenches(all, only, full).map(({ bench }) => bench.names[0]);
  expect(names(undefined)).toEqual(['step/lenet-5/wasm', 'step/lenet-300-100/wasm']);
  expect(names(undefined, true)).toHaveLength(3);
  expect(names('step/lenet-5')).toEqual(['step/lenet-5/wasm']);
  expect(names('step/lenet')).toEqual([]);
  expect(names('study/long,step/lenet-5/cpu')).toEqual(['step/lenet-5/wasm', 'study/long']);
  const [{ wanted }] = chosenBenches(all, 'step/lenet-5/cpu', false);
  expect(wanted).toEqual(['step/lenet-5/cpu']);
  expect(isNamed('step/lenet-5/wasm', 'step/lenet-5/cpu')).toBe(false);
});

describe('longestOf', () => {
  const task = (dur: number, tid: number, tdur = dur) => ({ name: 'RunTask', ph: 'X', pid: 7, tid, dur, tdur });
  const threads = [
    { name: 'thread_name', ph: 'M', pid: 7, tid: 1, args: { name: 'CrRendererMain' } },
    { name: 'thread_name', ph: 'M', pid: 7, tid: 2, args: { name: 'DedicatedWorker thread' } },
  ];

  test('counts tasks of the main thread only, in milliseconds', () => {
    const events = [task(12_000, 1, 11_000), ...threads, task(900_000, 2), task(31_500, 1, 2000), task(800, 1)];
    expect(longestOf(events)).toEqual({ wall: 31.5, cpu: 11 });
  });

  test('refuses a trace that says nothing', () => {
    expect(() => longestOf([...threads, task(5, 2)])).toThrow('no task of the main thread');
  });
});
