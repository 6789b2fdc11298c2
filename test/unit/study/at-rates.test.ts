/** Accuracies at equal compression rates, between the networks that a method has on both sides. */
import { expect, test } from 'vitest';
import { differencesBetween, isTold, ratesOf } from '../../../src/study/families/l0/at-rates.ts';
import type { L0Run } from '../../../src/study/families/l0/run.ts';
import { presetByName } from '../../../src/study/presets.ts';

const { job } = presetByName('l0-mnist-mlp-quick').study;
const PARAMETERS = 6400;

interface Own {
  readonly alpha?: number;
  readonly targetSparsity?: number;
  readonly rho?: number;
  readonly seed?: number;
}
const run = (method: string, nonzero: number, testAccuracy: number, { seed = 1, ...own }: Own = {}): Pick<L0Run, 'job' | 'summary'> =>
  ({
    job: { ...job, seed, compression: { ...job.compression, method, ...own } },
    summary: { parameters: PARAMETERS, nonzero, testAccuracy },
  }) as L0Run;

test('on the line between two networks, over the logarithm of what is left; nothing is said beyond them', () => {
  const runs = [run('drr', 3200, 0.9, { alpha: 1 }), run('drr', 200, 0.5, { alpha: 2 }), run('vanilla', PARAMETERS, 0.95)];
  const [row, ...others] = ratesOf(runs);
  expect(others).toEqual([]);
  // From 1 of 2 to 1 of 32 there are four halvings, of which each loses a tenth.
  for (const [place, expected] of [0.9, 0.8, 0.7, 0.6, 0.5].entries()) expect(row.accuracies[place]).toBeCloseTo(expected, 12);
  expect(row.accuracies[5]).toBeNull();
  expect(row).toMatchObject({ seeds: 1, unpruned: 0.95 });
});

test('seed by seed, and then the middle; where one seed lacks a side there is none', () => {
  const ladder = (seed: number, by: number, least: number) => [
    run('rl1', 3200, 0.9 + by, { alpha: 1, seed }),
    run('rl1', least, 0.8 + by, { alpha: 2, seed }),
  ];
  const [row] = ratesOf([...ladder(1, 0, 800), ...ladder(2, 0.05, 800), ...ladder(3, 0.01, 1600)]);
  expect(row.seeds).toBe(3);
  expect(row.accuracies[0]).toBeCloseTo(0.91, 12);
  // Halfway for two of them, at the end for the third: 0.85, 0.90, 0.81.
  expect(row.accuracies[1]).toBeCloseTo(0.85, 12);
  expect(row.accuracies.slice(2)).toEqual([null, null, null, null]);
  expect(row.unpruned).toBeNull();
});

test('what prunes by another setting has a row of its own, and so has what differs in something else', () => {
  const sparse = [
    run('magnitude-finetune', 3200, 0.9, { targetSparsity: 0.5 }),
    run('magnitude-finetune', 1600, 0.8, { targetSparsity: 0.75 }),
  ];
  const penalised = [0, 0.1].flatMap((rho) => [run('drr', 3200, 0.9, { alpha: 1, rho }), run('drr', 1600, 0.7, { alpha: 2, rho })]);
  expect(ratesOf([...sparse, ...penalised]).map((row) => row.job.compression.method)).toEqual(['magnitude-finetune', 'drr', 'drr']);
});

test('one network of a method, none that has ended, or data without classes are no comparison', () => {
  expect(ratesOf([run('drr', 3000, 0.9)])).toEqual([]);
  expect(ratesOf([{ ...run('drr', 3200, 0.9), summary: null }])).toEqual([]);
  const { job: text } = presetByName('text-quick').study;
  const ofText = [3200, 1600].map(
    (nonzero) => ({ ...run('drr', nonzero, 0.5), job: { ...text, compression: { ...text.compression, method: 'drr' } } }) as L0Run,
  );
  expect(ratesOf(ofText)).toEqual([]);
});

test('differences are of equal seeds, with the interval of their mean', () => {
  const ladder = (method: string, seed: number, by: number) => [
    run(method, 3200, 0.9 + by, { targetSparsity: 0.5, seed }),
    run(method, 1600, 0.8 + 2 * by, { targetSparsity: 0.75, seed }),
  ];
  const [one, other] = ratesOf([
    ...[1, 2, 3].flatMap((seed) => ladder('magnitude-finetune', seed, 0.01 * seed)),
    // Of seed 4 the other has none.
    ...ladder('magnitude-finetune', 4, 0.5),
    ...[1, 2, 3].flatMap((seed) => ladder('random-finetune', seed, 0)),
  ]);
  const [at2, at4, at8] = differencesBetween(one, other);
  // 0.01, 0.02, 0.03: mean 0.02, deviation 0.01, and t of 0.975 at two degrees of freedom is 4.302653.
  expect(at2?.mean).toBeCloseTo(0.02, 12);
  expect(at2?.halfWidth).toBeCloseTo((4.302653 * 0.01) / Math.sqrt(3), 6);
  expect(at2?.seeds).toBe(3);
  expect(isTold(at2!)).toBe(false);
  expect(at4?.mean).toBeCloseTo(0.04, 12);
  expect(at8).toBeNull();
  expect(differencesBetween(other, one)[0]?.mean).toBeCloseTo(-0.02, 12);
  expect(isTold({ mean: -0.03, halfWidth: 0.02, seeds: 3 })).toBe(true);
});

test('of one seed there is no difference to tell', () => {
  const [one, other] = ratesOf(
    ['rl1', 'drr'].flatMap((method) => [run(method, 3200, 0.9, { alpha: 1 }), run(method, 1600, 0.8, { alpha: 2 })]),
  );
  expect(differencesBetween(one, other)).toEqual([null, null, null, null, null, null]);
});
