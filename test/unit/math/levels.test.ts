import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromLevels, toLevels } from '../../../src/math/levels.ts';

describe('levels', () => {
  it('come back within half a level, with their signs, and zeros as zeros', () => {
    const value = fc.oneof(fc.constant(0), fc.float({ min: -100, max: 100, noNaN: true }));
    fc.assert(
      fc.property(fc.array(value, { maxLength: 50 }), (values) => {
        const levels = toLevels(values);
        const scale = values.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
        expect(levels.scale).toBe(scale);
        expect(levels.text).toHaveLength(values.length);
        fromLevels(levels).forEach((back, index) => {
          expect(Math.sign(back) + 0).toBe(Math.sign(values[index]) + 0);
          // The lowest level stands for everything below it but zero; float32 rounds the rest.
          expect(Math.abs(back - values[index])).toBeLessThanOrEqual(scale / 31 + 1e-6 * scale);
        });
      }),
    );
  });

  it('are 63: A for the lowest, f for zero, a hyphen for the highest', () => {
    expect(toLevels([-2, 0, 2, 1e-9, 1])).toEqual({ scale: 2, text: 'Af-gv' });
  });

  it('refuse a letter that is none', () => {
    expect(() => fromLevels({ scale: 1, text: 'A_' })).toThrow(/“_”/);
  });
});
