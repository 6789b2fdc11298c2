import { describe, expect, it } from 'vitest';
import { inSlices, takeSteps } from '../../../src/ui/chart/slices.ts';

/** Keeps the thread busy, as drawing does. */
function work(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

/** As many steps as a drawing has, of which those given come first. */
const drawing = (...steps: (() => unknown)[]): (() => unknown)[] => [...steps, ...Array.from({ length: 12 }, () => () => undefined)];

/** Stands for the element of a drawing, of which only the identity counts. */
const element = () => ({}) as HTMLElement;

describe('takeSteps', () => {
  it('takes steps in order with their argument and returns what the last function does, at once where nothing waits', () => {
    const taken: unknown[] = [];
    const steps = [1, 2, 3].map((number) => (argument: unknown) => void taken.push([number, argument]));
    expect(takeSteps(steps, 'plot', (argument) => `${argument} done`)).toBe('plot done');
    expect(taken).toEqual([1, 2, 3].map((number) => [number, 'plot']));
    expect(steps).toEqual([]);
  });

  it('waits for a step that returns a promise', async () => {
    const taken: string[] = [];
    const slow = async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      taken.push('slow');
    };
    const done = takeSteps([slow, () => void taken.push('next')], undefined, () => 'done');
    expect(taken).toEqual([]);
    expect(await done).toBe('done');
    expect(taken).toEqual(['slow', 'next']);
  });

  it('passes on what a step throws, before and after a wait', async () => {
    const failing = () => {
      throw new Error('no such axis');
    };
    expect(() => takeSteps([failing])).toThrow('no such axis');
    await expect(takeSteps([() => Promise.resolve(), failing])).rejects.toThrow('no such axis');
  });
});

describe('inSlices', () => {
  it('lets other tasks run between long steps, and takes every step once and in order', async () => {
    const plot = element();
    const seen: string[] = [];
    await inSlices(plot, async () => {
      setImmediate(() => seen.push('another task'));
      await takeSteps(
        drawing(
          ...[1, 2, 3].map((number) => () => {
            work(12);
            seen.push(`step ${number}`);
          }),
        ),
        plot,
      );
    });
    expect(seen.filter((name) => name !== 'another task')).toEqual(['step 1', 'step 2', 'step 3']);
    expect(seen.indexOf('another task')).toBeLessThan(seen.indexOf('step 3'));
  });

  it('leaves the steps of other drawings together', async () => {
    let other: unknown = 'has not been drawn';
    await inSlices(element(), async () => {
      other = takeSteps(
        drawing(() => work(12)),
        element(),
        () => 'in one go',
      );
    });
    expect(other).toBe('in one go');
  });

  it('leaves the few steps of a part together, also when they are taken inside of a step', async () => {
    const plot = element();
    let part: unknown = 'has not been drawn';
    await inSlices(plot, async () => {
      await takeSteps(
        drawing(
          () => work(12),
          () => (part = takeSteps([() => work(12), () => work(12), () => undefined], plot, () => 'in one go')),
        ),
        plot,
      );
    });
    expect(part).toBe('in one go');
  });

  it('goes back to single tasks after a drawing that failed', async () => {
    const plot = element();
    await expect(inSlices(plot, () => Promise.reject(new Error('no room')))).rejects.toThrow('no room');
    expect(
      takeSteps(
        drawing(() => work(12)),
        plot,
        () => 'in one go',
      ),
    ).toBe('in one go');
  });
});
