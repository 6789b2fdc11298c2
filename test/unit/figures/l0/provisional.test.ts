/** Runs that go on stand in the figures where they are, and leave them when they end. */
import { expect, it } from 'vitest';
import type { Trace } from '../../../../src/figures/draw.ts';
import { frontier } from '../../../../src/figures/l0/frontier.ts';
import { lossAgainstSize } from '../../../../src/figures/l0/loss-against-size.ts';
import type { L0Run } from '../../../../src/study/families/l0/run.ts';
import { endedRun, l0InputOf, mnistJob } from './synthetic.ts';

const ended = endedRun(mnistJob(), { nonzero: 2666, testLoss: 0.1, testAccuracy: 0.9 });
/** After so many of two epochs, the pruning and an epoch of fine-tuning. */
const going = (steps: number): L0Run => ({ ...ended, status: 'running', summary: null, steps: ended.steps.slice(0, steps) });
const wayOf = (maker: typeof frontier, own: L0Run, size: 'bytes' | 'rate' = 'bytes') =>
  (maker.make(l0InputOf({ own: [own] }, { size })).data as Trace[]).find(({ uid }) => uid?.includes('so far'));

const numbers = (values: unknown): number[] => [...(values as number[])];

it('before the pruning they have the size of the whole network, after it that of what is left', () => {
  const way = wayOf(lossAgainstSize, going(4));
  expect(way?.x).toEqual([4 * 266_610, 4 * 266_610, 4 * 2666, 4 * 2666]);
  expect(numbers(way?.y).map((loss) => Number(loss.toFixed(3)))).toEqual([0.36, 0.24, 0.252, 0.12]);
  expect(way?.marker?.size).toEqual([3, 3, 3, 11]);
  expect(numbers(wayOf(lossAgainstSize, going(4), 'rate')?.x).map(Math.round)).toEqual([1, 1, 100, 100]);
});

it('they are in the frontier by what they get right', () => {
  expect(wayOf(frontier, going(3))).toMatchObject({ y: [0.9, 0.9, 0.9] });
});

it('a run that has ended, or has measured nothing, is no such run', () => {
  expect(wayOf(lossAgainstSize, ended)).toBeUndefined();
  expect(wayOf(lossAgainstSize, going(0))).toBeUndefined();
});
