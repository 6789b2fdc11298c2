/**
 * Seeded random numbers: the Mersenne Twister MT19937 (Matsumoto & Nishimura, ACM TOMACS 8(1), 1998), named streams on
 * top of it, and the exact recipes of the published runs of arXiv 2505.23869.
 */
import { cos, log, sin } from './elementary.ts';

const N = 624;
const M = 397;
const TWO_POW_32 = 2 ** 32;

/** MT19937. The state is a function of the seed (or key) alone, so equal seeds give equal numbers on every machine. */
export class MersenneTwister {
  private readonly state: Uint32Array;
  private index = N;

  private constructor(state: Uint32Array) {
    this.state = state;
  }

  /**
   * Knuth's seeding: s_0 = seed, s_i = 1812433253·(s_{i−1} xor (s_{i−1} >> 30)) + i mod 2³².
   * @param seed an integer in [0, 2³²); 0 is a seed like any other.
   * @throws RangeError if the seed is anything else.
   */
  static fromSeed(seed: number): MersenneTwister {
    if (!Number.isInteger(seed) || seed < 0 || seed >= TWO_POW_32) {
      throw new RangeError(`The seed ${seed} cannot start a Mersenne Twister: give an integer from 0 to ${TWO_POW_32 - 1}.`);
    }
    const state = new Uint32Array(N);
    state[0] = seed;
    for (let i = 1; i < N; i++) {
      const previous = state[i - 1] ^ (state[i - 1] >>> 30);
      state[i] = Math.imul(previous, 1812433253) + i;
    }
    return new MersenneTwister(state);
  }

  /**
   * The authors' `init_by_array`: mixes a key of any length ≥ 1, taken modulo 2³² word by word, into the whole state.
   * @throws RangeError if the key is empty.
   */
  static fromKey(key: readonly number[]): MersenneTwister {
    if (key.length === 0) {
      throw new RangeError('A Mersenne Twister cannot start from an empty key: give at least one 32-bit word.');
    }
    const { state } = MersenneTwister.fromSeed(19650218);
    const generator = new MersenneTwister(state);
    let i = 1;
    const advance = (): void => {
      i++;
      if (i === N) {
        state[0] = state[N - 1]!;
        i = 1;
      }
    };
    for (let step = 0, j = 0; step < Math.max(N, key.length); step++, j = (j + 1) % key.length) {
      const previous = state[i - 1] ^ (state[i - 1] >>> 30);
      state[i] = (state[i] ^ Math.imul(previous, 1664525)) + (key[j] >>> 0) + j;
      advance();
    }
    for (let step = 0; step < N - 1; step++) {
      const previous = state[i - 1] ^ (state[i - 1] >>> 30);
      state[i] = (state[i] ^ Math.imul(previous, 1566083941)) - i;
      advance();
    }
    state[0] = 0x80000000;
    return generator;
  }

  /** The next output: an integer in [0, 2³²). */
  uint32(): number {
    if (this.index === N) this.twist();
    let u = this.state[this.index++];
    u ^= u >>> 11;
    u ^= (u << 7) & 0x9d2c5680;
    u ^= (u << 15) & 0xefc60000;
    u ^= u >>> 18;
    return u >>> 0;
  }

  /** A double in [0, 1) with 53 random bits, from two outputs u, u': ((u >> 5)·2²⁶ + (u' >> 6))/2⁵³. */
  double53(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /**
   * A uniform integer in [0, bound), without bias: outputs are masked to the fewest bits that hold bound − 1 and
   * rejected until one is in range. A bound of 1 consumes nothing.
   * @throws RangeError unless bound is an integer in [1, 2³²].
   */
  integer(bound: number): number {
    if (!Number.isInteger(bound) || bound < 1 || bound > TWO_POW_32) {
      throw new RangeError(`Cannot draw an integer below ${bound}: give an integer bound from 1 to ${TWO_POW_32}.`);
    }
    const largest = bound - 1;
    if (largest === 0) return 0;
    const mask = 0xffffffff >>> Math.clz32(largest);
    for (;;) {
      const candidate = (this.uint32() & mask) >>> 0;
      if (candidate <= largest) return candidate;
    }
  }

  private twist(): void {
    const { state } = this;
    for (let k = 0; k < N; k++) {
      const y = (state[k] & 0x80000000) | (state[(k + 1) % N] & 0x7fffffff);
      state[k] = state[(k + M) % N] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.index = 0;
  }
}

/**
 * Standard normal numbers by Marsaglia's polar method, in the order of the published runs: of each accepted pair the
 * second comes first and the first is kept for the next call.
 */
export class PolarGaussian {
  private readonly generator: MersenneTwister;
  private kept: number | null = null;

  constructor(generator: MersenneTwister) {
    this.generator = generator;
  }

  next(): number {
    if (this.kept !== null) {
      const value = this.kept;
      this.kept = null;
      return value;
    }
    for (;;) {
      const v1 = 2 * this.generator.double53() - 1;
      const v2 = 2 * this.generator.double53() - 1;
      const square = v1 * v1 + v2 * v2;
      if (square > 0 && square < 1) {
        const factor = Math.sqrt((-2 * log(square)) / square);
        this.kept = factor * v1;
        return factor * v2;
      }
    }
  }
}

/** What a shuffle needs of its argument; plain and typed arrays both have it. */
interface Indexable<T> {
  readonly length: number;
  [index: number]: T;
}

/** One source of random numbers of every kind, on one generator. */
export class RandomStream {
  private readonly generator: MersenneTwister;
  private readonly gaussian: PolarGaussian;

  constructor(generator: MersenneTwister) {
    this.generator = generator;
    this.gaussian = new PolarGaussian(generator);
  }

  /** A double in [0, 1) with 53 random bits. */
  uniform(): number {
    return this.generator.double53();
  }

  /** A standard normal number. */
  normal(): number {
    return this.gaussian.next();
  }

  /** A uniform integer in [0, bound), without bias. */
  integer(bound: number): number {
    return this.generator.integer(bound);
  }

  /** Shuffles in place (Fisher–Yates from the end) and returns its argument; every order is equally likely. */
  shuffle<T, A extends Indexable<T>>(items: A & Indexable<T>): A {
    for (let i = items.length - 1; i >= 1; i--) {
      const j = this.generator.integer(i + 1);
      const swapped = items[i];
      items[i] = items[j]!;
      items[j] = swapped;
    }
    return items;
  }

  /** A random order of 0 … length − 1. */
  permutation(length: number): Uint32Array {
    return this.shuffle<number, Uint32Array>(Uint32Array.from({ length }, (_, i) => i));
  }

  /** `count` standard normal numbers, times `std`. */
  normals(count: number, std = 1): Float64Array {
    const values = new Float64Array(count);
    for (let i = 0; i < count; i++) values[i] = std * this.gaussian.next();
    return values;
  }
}

/** The generator behind `stream`, for recipes that want the bare generator. */
export function streamGenerator(seed: number, name: string): MersenneTwister {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(`The seed ${seed} of the random stream "${name}" is not usable: give an integer from 0 to 2⁵³ − 1.`);
  }
  if (name === '') throw new RangeError('A random stream needs a name: an empty one would collide with others.');
  const key = [seed % TWO_POW_32, Math.floor(seed / TWO_POW_32)];
  for (let i = 0; i < name.length; i++) key.push(name.charCodeAt(i));
  return MersenneTwister.fromKey(key);
}

/**
 * The random stream with this name under this seed. Its numbers depend on the seed and the name only, so a stream
 * added to a program later shifts no other. The key (seed as two 32-bit words, then the name's UTF-16 code units) is
 * mixed into the whole state by `init_by_array`; different pairs have different keys.
 * @param seed an integer in [0, 2⁵³); 0 is a seed like any other.
 * @throws RangeError on any other seed or an empty name.
 */
export function stream(seed: number, name: string): RandomStream {
  return new RandomStream(streamGenerator(seed, name));
}

/**
 * The Gaussian measurement matrix Φ of the published runs: a fresh generator with the seed, rows·columns independent
 * N(0, 1) values, row-major (arXiv 2505.23869, supplement; the published seed is 42424242).
 */
export function publishedGaussianMatrix(seed: number, rows: number, columns: number): Float64Array {
  return new RandomStream(MersenneTwister.fromSeed(seed)).normals(rows * columns);
}

/** The order of 0 … length − 1 that the published random pruning draws: fresh generator, shuffle from the end. */
export function publishedPermutation(seed: number, length: number): Uint32Array {
  return new RandomStream(MersenneTwister.fromSeed(seed)).permutation(length);
}

/**
 * The `keep` of `length` indices that the published random pruning keeps, in the order drawn.
 * @throws RangeError if keep is not an integer from 0 to length.
 */
export function publishedChoice(seed: number, length: number, keep: number): Uint32Array {
  if (!Number.isInteger(keep) || keep < 0 || keep > length) {
    throw new RangeError(`Cannot keep ${keep} of ${length} indices: give an integer from 0 to ${length}.`);
  }
  return publishedPermutation(seed, length).slice(0, keep);
}

const BLOCK = 16;

/**
 * Normal float32 values as the published weight initialisation draws them (PyTorch's CPU recipe): fill with 24-bit
 * uniforms, then turn each block of 16 into normals by Box–Muller, entry j with entry j + 8. The generator goes on, so
 * W1 (512×784, row-major) and then W2 (10×512) come from one generator. Entries agree with PyTorch's to 2e-9.
 *
 * A length that is no multiple of 16 redraws its last 16 entries, which overlap the last whole block, as PyTorch does.
 * Fewer than 16 entries are the first of one block; there PyTorch takes another path, which is not reproduced.
 * @param std standard deviation, finite and ≥ 0.
 */
export function torchNormal(generator: MersenneTwister, length: number, std: number): Float32Array {
  if (!Number.isInteger(length) || length < 0) {
    throw new RangeError(`Cannot draw ${length} weights: give a non-negative integer.`);
  }
  if (!Number.isFinite(std) || std < 0) {
    throw new RangeError(`Cannot draw weights with standard deviation ${std}: give a finite number ≥ 0.`);
  }
  if (length > 0 && length < BLOCK) return torchNormal(generator, BLOCK, std).slice(0, length);
  const values = new Float32Array(length);
  const fill = (from: number): void => {
    for (let i = from; i < length; i++) values[i] = (generator.uint32() & 0xffffff) / 16777216;
  };
  fill(0);
  for (let start = 0; start + BLOCK <= length; start += BLOCK) boxMullerBlock(values, start, std);
  if (length % BLOCK !== 0) {
    fill(length - BLOCK);
    boxMullerBlock(values, length - BLOCK, std);
  }
  return values;
}

/**
 * Box–Muller with every intermediate rounded to float32 in PyTorch's order. The order matters: rounding the angle at
 * the end instead leaves entries up to 2.2e-8 and row sums up to 6.7e-7 away, against 1.9e-9 and 3.6e-8 this way.
 */
function boxMullerBlock(values: Float32Array, start: number, std: number): void {
  const { fround, sqrt } = Math;
  const scale = fround(std);
  for (let j = start; j < start + BLOCK / 2; j++) {
    const radius = fround(sqrt(fround(-2 * fround(log(fround(1 - values[j]))))));
    const angle = fround(fround(2 * Math.PI) * values[j + BLOCK / 2]);
    values[j] = fround(radius * fround(cos(angle))) * scale;
    values[j + BLOCK / 2] = fround(radius * fround(sin(angle))) * scale;
  }
}
