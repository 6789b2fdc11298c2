import { describe, expect, it } from 'vitest';
import { cycleOf, placesOf } from '../../../src/ui/chart/cursor.ts';
import { drawnTraces } from '../../../src/ui/chart/traces.ts';

describe('drawnTraces', () => {
  const traces = [
    { uid: 'own/DTC, lasso penalty λ 30//points', legendgroup: 'own/DTC, lasso penalty λ 30/' },
    { uid: 'published/Random//points', legendgroup: 'published/Random/' },
    { uid: 'bound' },
  ];

  it('hides a method in every variant and source, and nothing else', () => {
    expect(drawnTraces(traces, new Set(['dtc'])).map(({ visible }) => visible)).toEqual([false, undefined, undefined]);
    expect(drawnTraces(traces, new Set(['random', 'dtc'])).map(({ visible }) => visible)).toEqual([false, false, undefined]);
  });

  it('gives names that a CSS class selector takes as they are, and keeps different ones different', () => {
    const names = drawnTraces(traces, new Set()).map((trace) => (trace as { uid: string }).uid);
    for (const name of names) expect(name).toMatch(/^[A-Za-z0-9-]+$/);
    expect(new Set(names).size).toBe(3);
  });
});

describe('placesOf', () => {
  it('finds where each cycle lies on each axis', () => {
    const places = placesOf([
      { x: [0.1, 0.2], customdata: [0, 1] },
      { x: [0.1, 0.2, 0.3], customdata: [0, 1, 2] },
      { x: [200, null, 600], customdata: [0, 1, 2], xaxis: 'x2' },
    ]);
    expect(places.get('x')).toEqual(
      new Map([
        [0, 0.1],
        [1, 0.2],
        [2, 0.3],
      ]),
    );
    expect(places.get('x2')).toEqual(
      new Map([
        [0, 200],
        [2, 600],
      ]),
    );
  });

  it('leaves out traces whose points are all of one cycle', () => {
    expect(placesOf([{ x: [-5, 0, 5], customdata: [7, 7, 7] }]).size).toBe(0);
    const mixed = placesOf([
      { x: [0.1, 0.2], customdata: [0, 1] },
      { x: [-5, 0, 5], customdata: [7, 7, 7] },
    ]);
    expect(mixed.get('x')).toEqual(
      new Map([
        [0, 0.1],
        [1, 0.2],
      ]),
    );
  });

  it('reads the cycle from the first part of a list', () => {
    expect(cycleOf([3, 'more'])).toBe(3);
    expect(cycleOf('3')).toBeNull();
    expect(cycleOf(undefined)).toBeNull();
  });
});
