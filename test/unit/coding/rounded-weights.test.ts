import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roundedBytes, roundWeights, WEIGHT_BITS, weightLevels } from '../../../src/coding/rounded-weights.ts';
import reference from '../../reference/text/weights.json';

const finite = fc.float({ noNaN: true, noDefaultInfinity: true, min: Math.fround(-1e30), max: Math.fround(1e30) });
const tensors = fc.float32Array({ noNaN: true, noDefaultInfinity: true, min: Math.fround(-1e30), max: Math.fround(1e30), maxLength: 50 });

describe('weights in 16 bits', () => {
  const rounded = (weight: number): number => roundWeights(Float32Array.of(weight), 16)[0];

  it('are the nearest of those with 8 binary digits, of two equally near ones the even', () => {
    expect(rounded(1 + 2 ** -8)).toBe(1);
    expect(rounded(1 + 3 * 2 ** -8)).toBe(1 + 2 ** -6);
    expect(rounded(1 + 2 ** -8 + 2 ** -20)).toBe(1 + 2 ** -7);
    expect(rounded(-0.1)).toBe(-0.10009765625);
    expect(rounded(2 ** -149)).toBe(0);
  });

  it('lie no further than half of the last digit that is kept', () => {
    fc.assert(
      fc.property(finite, (weight) => {
        const exponent = Math.max(-126, Math.floor(Math.log2(Math.abs(weight))));
        const digit = 2 ** (exponent - 7);
        const value = rounded(weight);
        expect(Math.abs(value - weight)).toBeLessThanOrEqual(digit / 2);
        expect(new Uint32Array(Float32Array.of(value).buffer)[0] & 0xffff).toBe(0);
      }),
      { seed: 1 },
    );
  });

  it('are refused where the nearest is infinite', () => {
    expect(() => rounded(3.4e38)).toThrow(/no number near it/);
  });
});

describe('weights in 8 bits', () => {
  it('are whole numbers from −127 to 127 times the scale of the tensor, the nearest, of two equally near ones the even', () => {
    const { scale, levels } = weightLevels(Float32Array.of(254, -254, 1, 3, 5, -1, -3, 0, 0.99));
    expect(scale).toBe(2);
    expect([...levels]).toEqual([127, -127, 0, 2, 2, 0, -2, 0, 0]);
  });

  it('lie within half a scale, up to the rounding of the scale itself', () => {
    fc.assert(
      fc.property(tensors, (weights) => {
        const largest = Math.max(0, ...weights.map(Math.abs));
        const scale = Math.fround(largest / 127);
        const values = roundWeights(weights, 8);
        fc.pre(largest === 0 || scale > 2 ** -126);
        weights.forEach((weight, i) => {
          expect(Math.abs(values[i] - weight)).toBeLessThanOrEqual(scale / 2 + largest * 2 ** -22);
        });
      }),
      { seed: 1 },
    );
  });

  it('of a tensor of zeros are zeros, and of the smallest numbers stay among 127', () => {
    expect(weightLevels(new Float32Array(3))).toEqual({ scale: 0, levels: new Int8Array(3) });
    expect(weightLevels(Float32Array.of(190 * 2 ** -149, -(2 ** -149))).levels[0]).toBe(127);
    expect([...roundWeights(Float32Array.of(2 ** -149), 8)]).toEqual([0]);
  });
});

describe('rounding', () => {
  it('leaves zeros, and changes nothing a second time', () => {
    for (const bits of WEIGHT_BITS) {
      fc.assert(
        fc.property(tensors, (weights) => {
          const largest = Math.max(0, ...weights.map(Math.abs));
          fc.pre(largest === 0 || largest > 1e-30);
          const once = roundWeights(weights, bits);
          weights.forEach((weight, i) => {
            if (weight === 0) expect(once[i] === 0).toBe(true);
          });
          const twice = roundWeights(once, bits);
          twice.forEach((value, i) => {
            expect(Math.abs(value - once[i])).toBeLessThanOrEqual(bits === 8 ? Math.abs(once[i]) * 2 ** -22 : 0);
          });
        }),
        { seed: 1 },
      );
    }
  });

  it('does not touch what it is given, and refuses what is no number', () => {
    const weights = Float32Array.of(0.1, 0.2);
    for (const bits of WEIGHT_BITS) {
      roundWeights(weights, bits)[0] = 7;
      expect([...weights]).toEqual([Math.fround(0.1), Math.fround(0.2)]);
      expect(() => roundWeights(Float32Array.of(0, NaN), bits)).toThrow('Weight 1 is NaN');
    }
  });
});

describe('roundedBytes', () => {
  it.each(reference.runs)(
    'has the places of the reference run $run, tensor by tensor',
    ({ weights, nonzero, places_bytes, tensors: all }) => {
      const sizes = all.map(({ cells, nonzero: left }) => ({ rows: 1, columns: cells, nonzero: left }));
      expect(sizes.reduce((sum, { columns }) => sum + columns, 0)).toBe(weights);
      for (const bits of WEIGHT_BITS) {
        expect(roundedBytes('values', bits, sizes)).toBe((bits / 8) * nonzero);
        const scales = bits === 8 ? 4 * sizes.length : 0;
        expect(Math.abs(roundedBytes('readable', bits, sizes) - (bits / 8) * nonzero - scales - places_bytes)).toBeLessThan(0.6);
      }
    },
  );
});
