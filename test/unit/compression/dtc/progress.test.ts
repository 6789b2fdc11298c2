import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LadderProgress } from '../../../../src/compression/dtc/progress.ts';
import type { MethodProgress } from '../../../../src/compression/method.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A ladder of as many cycles as there are works, each a neuron narrower than the one before. */
function follow(work: readonly number[], batches: number) {
  const told: MethodProgress[] = [];
  const rungs = work.map((_, cycle) => [work.length - cycle, 2]);
  const progress = new LadderProgress({ rungs, batches, work }, { progress: (one) => told.push(one) });
  return { progress, told };
}

const ladders = fc.record({
  work: fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 12 }),
  batches: fc.integer({ min: 1, max: 7 }),
  skipped: fc.nat(11),
  millisecondsPerWork: fc.integer({ min: 1, max: 20 }),
});

test('where a step takes as long as its work, the time left is that of the steps to come, and steps are counted from the first cycle', () => {
  fc.assert(
    fc.property(ladders, ({ work, batches, skipped, millisecondsPerWork }) => {
      const from = Math.min(skipped, work.length - 1);
      const { progress, told } = follow(work, batches);
      if (from > 0) progress.skip(from);
      // What every step that is to be taken takes, one by one.
      const steps = work
        .flatMap((one, cycle) => Array.from({ length: batches }, () => ({ cycle, milliseconds: one * millisecondsPerWork })))
        .slice(from * batches);
      for (const [taken, { cycle, milliseconds }] of steps.entries()) {
        if (taken > 0 && steps[taken - 1].cycle < cycle) progress.nextCycle();
        vi.advanceTimersByTime(milliseconds);
        progress.trained(1, milliseconds / 1000);
        const { done, total, step, steps: cycles, phase, secondsLeft } = told[taken];
        const left = steps.slice(taken + 1).reduce((sum, one) => sum + one.milliseconds, 0) / 1000;
        expect(Math.abs((secondsLeft ?? Number.NaN) - left)).toBeLessThan(1e-9 * (left + 1000));
        expect({ done, total, step, cycles }).toEqual({
          done: from * batches + taken + 1,
          total: work.length * batches,
          step: cycle,
          cycles: work.length,
        });
        expect(phase).toBe(`training at ${work.length - cycle} + 2 neurons`);
      }
    }),
    { seed: 1 },
  );
});

test('time between training counts as well, so that testing and measuring are in the time left', () => {
  const { progress, told } = follow([300, 100], 1);
  vi.advanceTimersByTime(3000);
  progress.trained(1, 3);
  vi.advanceTimersByTime(600);
  progress.tell('testing');
  // 3.6 s for three quarters of the work.
  expect(told.map(({ secondsLeft }) => secondsLeft)).toEqual([expect.closeTo(1, 9), expect.closeTo(1.2, 9)]);
});

test('nothing is said of the time left before a step was taken, and the last cycle stays the last', () => {
  const { progress, told } = follow([2, 1], 3);
  progress.tell('starting');
  progress.skip(2);
  progress.tell('testing');
  expect(told[0]).toMatchObject({ done: 0, step: 0, stepsPerSecond: 0, secondsLeft: null });
  expect(told[1]).toMatchObject({ done: 6, total: 6, step: 1, steps: 2, secondsLeft: null });
});
