import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  MersenneTwister,
  PolarGaussian,
  publishedChoice,
  publishedGaussianMatrix,
  publishedPermutation,
  RandomStream,
  stream,
  streamGenerator,
  torchNormal,
} from '../../../src/math/random.ts';
import vectors from '../../reference/dtc-test-vectors.json';
import { expectClose } from './close.ts';

const { rng, init } = vectors;
const outputs = (generator: MersenneTwister, count: number): number[] => Array.from({ length: count }, () => generator.uint32());
const first = (seed: number, name: string): number => stream(seed, name).uniform();
const average = (values: ArrayLike<number>, power: number): number =>
  Array.from(values).reduce((sum, value) => sum + value ** power, 0) / values.length;

describe('MersenneTwister', () => {
  it('gives the published first outputs and doubles', () => {
    expect(outputs(MersenneTwister.fromSeed(rng.seed), 4)).toEqual(rng.mt19937_uint32);
    const generator = MersenneTwister.fromSeed(rng.seed);
    expect(rng.double53.map(() => generator.double53())).toEqual(rng.double53);
  });

  it('reproduces the authors’ reference output for the key 0x123, 0x234, 0x345, 0x456 (mt19937ar.out)', () => {
    const key = [0x123, 0x234, 0x345, 0x456];
    expect(outputs(MersenneTwister.fromKey(key), 5)).toEqual([1067595299, 955945823, 477289528, 4107218783, 4228976476]);
  });

  it('gives the 10000th output of seed 5489 that the C++ standard prescribes (mt19937, [rand.predef])', () => {
    expect(outputs(MersenneTwister.fromSeed(5489), 10_000).at(-1)).toBe(4123659995);
  });

  it('takes 0 as a seed and refuses what is no 32-bit integer', () => {
    expect(outputs(MersenneTwister.fromSeed(0), 3)).toEqual([2357136044, 2546248239, 3071714933]);
    for (const seed of [-1, 0.5, 2 ** 32, Number.NaN]) expect(() => MersenneTwister.fromSeed(seed)).toThrow(RangeError);
    expect(() => MersenneTwister.fromKey([])).toThrow(/empty key/);
  });

  it('draws integers below a bound, each equally often', () => {
    const generator = MersenneTwister.fromSeed(1);
    const counts = [0, 0, 0, 0, 0, 0];
    for (let i = 0; i < 60_000; i++) counts[generator.integer(6)]++;
    const chiSquare = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    expect(chiSquare).toBeLessThan(20.5); // 0.999 quantile of χ² with 5 degrees of freedom
    expect(generator.integer(1)).toBe(0);
    expect(generator.integer(2 ** 32)).toBeLessThan(2 ** 32);
    for (const bound of [0, -3, 1.5, 2 ** 32 + 1]) expect(() => generator.integer(bound)).toThrow(RangeError);
  });
});

describe('published recipes', () => {
  it('draws the Gaussian numbers and matrices', () => {
    const gaussian = new PolarGaussian(MersenneTwister.fromSeed(rng.seed));
    expectClose(
      rng.gauss6.map(() => gaussian.next()),
      rng.gauss6,
      1e-14,
    );
    expectClose(publishedGaussianMatrix(rng.seed, 3, 5), rng.phi3x5.flat(), 1e-14);
    const phi = publishedGaussianMatrix(rng.seed, 51, 512);
    expectClose(phi.subarray(0, 5), rng.phi51x512_first5, 1e-14);
    expectClose(phi.subarray(-5), rng.phi51x512_last5, 1e-14);
  });

  it('draws the random choices', () => {
    expect([...publishedPermutation(rng.seed, 10)]).toEqual(rng.permutation10);
    const kept = publishedChoice(rng.seed, 512, 460);
    expect([...kept.subarray(0, 10)]).toEqual(rng.choice512_keep460_first10);
    const pruned = Array.from({ length: 512 }, (_, i) => i).filter((i) => !kept.includes(i));
    expect(pruned).toEqual(rng.choice512_pruned_sorted);
    expect(() => publishedChoice(1, 5, 6)).toThrow(/keep 6 of 5/);
  });

  it('draws the initial weights, W2 from the generator that W1 leaves', () => {
    const generator = MersenneTwister.fromSeed(init.seed);
    const w1 = torchNormal(generator, 512 * 784, init.std1);
    const w2 = torchNormal(generator, 10 * 512, init.std2);
    // A unit in the last place of a float32 weight here and there; see the docstring.
    const tolerance = 2e-9;
    expectClose(w1.subarray(0, 8), init.W1_row0_first8, tolerance, 1);
    expectClose(w1.subarray(-4), init.W1_last4, tolerance, 1);
    expectClose(w2.subarray(0, 8), init.W2_row0_first8, tolerance, 1);
    expectClose(w2.subarray(-4), init.W2_last4, tolerance, 1);
    const rowSum = (row: number): number => w1.subarray(row * 784, (row + 1) * 784).reduce((sum, w) => sum + w, 0);
    const columnSum = (k: number): number => Array.from({ length: 10 }, (_, i) => w2[i * 512 + k]).reduce((a, b) => a + b);
    const a1 = Array.from({ length: 512 }, (_, i) => rowSum(i));
    const a2 = Array.from({ length: 512 }, (_, i) => columnSum(i));
    expectClose(a1.slice(0, 5), init.rowSums1_first5, 1e-7, 1);
    expectClose(a2.slice(0, 5), init.columnSums2_first5, 1e-7, 1);
    const phi = publishedGaussianMatrix(init.seed, 51, 512);
    const measure = (a: number[]): number[] =>
      Array.from({ length: 5 }, (_, i) => a.reduce((sum, value, j) => sum + phi[i * 512 + j] * value, 0));
    expectClose(measure(a1), init.y1_first5, 1e-6, 1);
    expectClose(measure(a2), init.y2_first5, 1e-6, 1);
  });

  it('redraws the last 16 weights of a length that is no multiple of 16', () => {
    const whole = torchNormal(MersenneTwister.fromSeed(3), 32, 1);
    const odd = torchNormal(MersenneTwister.fromSeed(3), 37, 1);
    expect(odd.subarray(0, 21)).toEqual(whole.subarray(0, 21));
    const generator = MersenneTwister.fromSeed(3);
    outputs(generator, 37);
    expect(odd.subarray(21)).toEqual(torchNormal(generator, 16, 1));
    expect(torchNormal(MersenneTwister.fromSeed(3), 5, 1)).toEqual(whole.subarray(0, 5).slice());
    expect(torchNormal(MersenneTwister.fromSeed(3), 0, 1)).toHaveLength(0);
    expect(() => torchNormal(MersenneTwister.fromSeed(3), 16, -1)).toThrow(/standard deviation -1/);
    expect(() => torchNormal(MersenneTwister.fromSeed(3), 1.5, 1)).toThrow(/1.5 weights/);
  });
});

describe('stream', () => {
  it('is the Mersenne Twister keyed by seed and name (expected: NumPy RandomState of the same key)', () => {
    expect(outputs(streamGenerator(7, 'phi'), 4)).toEqual([2909700944, 2516466083, 707751070, 245891040]);
    expect(outputs(streamGenerator(0, 'initial weights'), 4)).toEqual([171047293, 1015006237, 2347023272, 2317658846]);
    expect(outputs(streamGenerator(2 ** 53 - 1, 'initial weights'), 4)).toEqual([240205343, 3144220957, 2087015526, 938974778]);
  });

  it('differs by name and by seed, also beyond 32 bits, and repeats itself', () => {
    expect(first(1, 'a')).toBe(first(1, 'a'));
    const values = [first(1, 'a'), first(1, 'b'), first(2, 'a'), first(1 + 2 ** 32, 'a'), first(0, 'a')];
    expect(new Set(values).size).toBe(values.length);
  });

  it('refuses seeds that are no integers from 0 to 2⁵³ − 1, and an empty name', () => {
    for (const seed of [-1, 0.5, 2 ** 53, Number.NaN]) expect(() => stream(seed, 'a')).toThrow(/random stream "a"/);
    expect(() => stream(0, '')).toThrow(/needs a name/);
  });

  it('draws uniform and normal numbers with the moments they should have', () => {
    const random = stream(0, 'moments');
    const count = 40_000;
    const uniforms = Array.from({ length: count }, () => random.uniform());
    const normals = random.normals(count, 2);
    // Four standard errors each.
    expect(Math.abs(average(uniforms, 1) - 1 / 2)).toBeLessThan(4 * Math.sqrt(1 / 12 / count));
    expect(Math.abs(average(normals, 1))).toBeLessThan((4 * 2) / Math.sqrt(count));
    expect(Math.abs(average(normals, 2) - 4)).toBeLessThan(4 * 4 * Math.sqrt(2 / count));
    expect(Math.abs(average(normals, 4) - 48)).toBeLessThan(4 * 16 * Math.sqrt(96 / count));
  });

  it('shuffles into permutations, with every order equally likely', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 50 }), (seed, length) => {
        const order = new RandomStream(MersenneTwister.fromSeed(seed)).permutation(length);
        expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length }, (_, i) => i));
      }),
      { seed: 1 },
    );
    const random = stream(5, 'orders');
    const counts = new Map<string, number>();
    for (let i = 0; i < 24_000; i++) {
      const order = random.shuffle(['a', 'b', 'c', 'd']).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(chiSquare).toBeLessThan(49.7); // 0.999 quantile of χ² with 23 degrees of freedom
    expect(random.integer(3)).toBeLessThan(3);
  });
});
