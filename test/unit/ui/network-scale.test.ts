import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { weightHistogram } from '../../../src/compression/weight-histogram.ts';
import { stream } from '../../../src/math/random.ts';
import { barsOf, positionOf, scaleOf, STEP, thresholdAt } from '../../../src/ui/network/scale.ts';

const weights = Float32Array.from(stream(1, 'weights').normals(5000), (value) => 0.1 * value);
const largest = weights.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
const histogram = weightHistogram([weights]);
const scale = scaleOf(histogram, largest);

describe('the scale of a threshold slider', () => {
  it('ends where nothing is pruned and where everything is, in whole steps', () => {
    expect(thresholdAt(scale, scale.low)).toBe(0);
    expect(thresholdAt(scale, scale.high)).toBeGreaterThan(largest);
    expect((scale.high - scale.low) / STEP).toBeCloseTo(Math.round((scale.high - scale.low) / STEP), 9);
    const firstStep = thresholdAt(scale, scale.low + STEP);
    expect(weights.filter((value) => Math.abs(value) < firstStep).length).toBeLessThan(0.02 * weights.length);
  });

  it('gives a threshold back from its place', () => {
    fc.assert(
      fc.property(fc.double({ min: scale.low + STEP, max: scale.high, noNaN: true }), (position) => {
        expect(positionOf(scale, thresholdAt(scale, position))).toBeCloseTo(position, 9);
      }),
      { seed: 1 },
    );
    expect(positionOf(scale, 0)).toBe(scale.low);
    expect(positionOf(scale, 1e9)).toBe(scale.high);
  });

  it('shows bars within it, the highest full', () => {
    const bars = barsOf(histogram, scale);
    expect(Math.max(...bars.map(({ height }) => height))).toBe(1);
    for (const { x, width } of bars) expect(x + width > 0 && x < 1).toBe(true);
  });

  it('is there for weights that are all zero, and for one', () => {
    const none = scaleOf(weightHistogram([new Float32Array(3)]), 0);
    expect(none.high).toBeGreaterThan(none.low);
    expect(barsOf(weightHistogram([new Float32Array(3)]), none)).toEqual([]);
    const one = scaleOf(weightHistogram([Float32Array.of(0.5)]), 0.5);
    expect(thresholdAt(one, one.high)).toBeGreaterThan(0.5);
  });
});
