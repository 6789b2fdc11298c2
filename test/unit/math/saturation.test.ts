import { describe, expect, it } from 'vitest';
import { isSaturated, saturation, smoothLocally, smootherBandwidth } from '../../../src/math/saturation.ts';
import { standardDeviation } from '../../../src/math/statistics.ts';
import vectors from '../../reference/l0-test-vectors.json';
import { expectClose } from './close.ts';

const { cases, smoother, rising_curve: rising } = vectors.saturation;
const curve = (length: number, tau: number, amplitude: number): number[] =>
  Array.from({ length }, (_, i) => Math.exp(-(i + 1) / tau) + amplitude * Math.sin(12.9898 * (i + 1)));

describe('saturation', () => {
  it.each(cases)('T=$T τ=$tau amplitude $amp window $window deviation $min_dev', (vector) => {
    const actual = saturation(curve(vector.T, vector.tau, vector.amp), vector.window, { deviation: vector.min_dev });
    expect(actual.saturated).toBe(vector.result);
    if (vector.criterion === undefined || vector.bound === undefined) {
      expect(actual).toEqual({ saturated: false, fall: null, bound: null });
    } else {
      expectClose([actual.fall!, actual.bound!], [vector.criterion, vector.bound], 1e-8, 1e-4);
    }
  });

  it('calls a rising curve saturated, unless the difference counts both ways', () => {
    const values = Array.from({ length: rising.T }, (_, i) => 0.1 + 0.001 * i);
    expect(saturation(values, rising.window)).toEqual({
      saturated: true,
      fall: expect.closeTo(rising.criterion, 12),
      bound: expect.closeTo(rising.bound, 14),
    });
    expect(isSaturated(values, rising.window, { twoSided: true })).toBe(false);
  });

  it('needs two points more than the window, and looks at no earlier ones', () => {
    const flat = Array.from({ length: 12 }, () => 0.5);
    expect(isSaturated(flat.slice(1), 10)).toBe(false);
    expect(isSaturated(flat, 10)).toBe(true);
    expect(isSaturated([9, Number.NaN, ...flat], 10)).toBe(true);
    expect(isSaturated([...flat, Number.NaN], 10)).toBe(false);
  });

  it('compares bare means where windows are too short to smooth', () => {
    expect(saturation([3, 2, 1], 1, { deviation: 0 })).toEqual({ saturated: false, fall: 1, bound: 0 });
    expect(isSaturated([1, 1, 1], 1, { deviation: 0 })).toBe(true);
    expect(() => saturation([1], 0)).toThrow(/integer ≥ 1/);
  });
});

describe('smoothLocally', () => {
  it('has the reference bandwidth and values', () => {
    expect(smootherBandwidth(7)).toBeCloseTo(smoother.bandwidth, 11);
    expectClose(smoothLocally(smoother.v)!, smoother.smoothed, 1e-9);
  });

  it('has the reference residuals', () => {
    const { T, tau, amp, st1, st2, half } = cases[0];
    const values = curve(T, tau, amp);
    const spread = (window: number[]): number => standardDeviation(window.map((v, i) => v - smoothLocally(window)![i]))!;
    expectClose([spread(values.slice(-2 * half!, -half!)), spread(values.slice(-half!))], [st1!, st2!], 1e-8, 1e-4);
  });

  it('leaves lines alone, and has nothing to say about fewer than three points', () => {
    const line = Array.from({ length: 20 }, (_, i) => 3 - 0.25 * i);
    expectClose(smoothLocally(line)!, line, 1e-12);
    expect([[], [1], [1, 2]].map(smoothLocally)).toEqual([null, null, null]);
  });
});
