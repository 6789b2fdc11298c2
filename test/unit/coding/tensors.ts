import fc from 'fast-check';
import type { WeightTensor } from '../../../src/coding/weight-matrix.ts';
import { stream } from '../../../src/math/random.ts';

/** Float32 values that are easily lost: both zeros, subnormals, the extremes, infinities, NaN with a payload. */
const ODD = [0x00000000, 0x80000000, 0x00000001, 0x807fffff, 0x7f7fffff, 0xff7fffff, 0x7f800000, 0xff800000, 0x7fc01234, 0x3f800000];

/** `count` float32 values of which about `density` are not +0; some are odd. */
export function sparseValues(seed: number, count: number, density: number, odd = true): Float32Array {
  const random = stream(seed, 'sparse');
  const bits = Uint32Array.from({ length: count }, () => {
    if (random.uniform() >= density) return 0;
    return odd && random.integer(4) === 0 ? ODD[random.integer(ODD.length)] : 0x3f000000 + random.integer(2 ** 25);
  });
  return new Float32Array(bits.buffer);
}

/** Tensors with 0 to 4 axes, axes of length 0 and 1 among them, with and without biases, from empty to dense. */
export const sparseTensors: fc.Arbitrary<WeightTensor> = fc
  .record({
    seed: fc.integer({ min: 0, max: 1e9 }),
    shape: fc.array(fc.integer({ min: 0, max: 7 }), { maxLength: 4 }),
    hasBias: fc.boolean(),
    density: fc.constantFrom(0, 0.05, 0.5, 1),
  })
  .map(({ seed, shape, hasBias, density }) => ({
    name: 'weights',
    shape,
    values: sparseValues(
      seed,
      shape.reduce((product, size) => product * size, 1),
      density,
    ),
    bias: hasBias ? sparseValues(seed + 1, shape.length === 0 ? 1 : shape[0], density) : null,
  }));

/** The bits, −0 taken for +0: what codecs that leave zeros out give back. */
export function bitsOf(values: Float32Array | null, { keepNegativeZero = false } = {}): number[] | null {
  if (values === null) return null;
  const bits = [...new Uint32Array(values.slice().buffer)];
  return keepNegativeZero ? bits : bits.map((entry) => (entry === 0x80000000 ? 0 : entry));
}
