/** When a layer that is pruned by itself is done (arXiv 2505.17469, code). */
import { z } from '../../data/zod.ts';
import { isSaturated } from '../../math/saturation.ts';
import type { LayerwiseRule } from './job.ts';

/** Epochs between two looks at whether a layer is done, as in the code. */
const CHECK_EVERY = 100;
/** Looks in a row after which one reason alone is enough. */
const IN_A_ROW = 3;
/** Sigmoid: γ this close to 0 or 1 counts as that. */
const PRECISION = 4e-4;

/** Sigmoid: γ as it counts. */
export const rounded = (gamma: number): number => (gamma >= 1 - PRECISION ? 1 : gamma <= PRECISION ? 0 : gamma);

const count = z.int().min(0);

/** How far it is, beside the γ that it looked at last. */
export const stoppingSchema = z.strictObject({
  epoch: count,
  /** Objectives of the last epochs, as far back as the test of convergence looks. */
  curve: z.array(z.number()),
  /** Looks in a row at which γ was decided, and at which the objective stood still. */
  decided: count,
  still: count,
});
export type StoppingSoFar = Readonly<z.output<typeof stoppingSchema>>;

/** A layer is done when γ is decided and the objective no longer falls, or after one of the two for three looks in a row. */
export class Stopping {
  readonly #by: LayerwiseRule;
  readonly #window: number;
  readonly #curve: number[];
  #epoch: number;
  #decided: number;
  #still: number;
  #looked: Float32Array | null;

  /** @param looked γ at the last look of an earlier one, which had come to `from` */
  constructor(by: LayerwiseRule, window: number, from: StoppingSoFar | null = null, looked: Float32Array | null = null) {
    this.#by = by;
    this.#window = window;
    this.#curve = [...(from?.curve ?? [])];
    this.#epoch = from?.epoch ?? 0;
    this.#decided = from?.decided ?? 0;
    this.#still = from?.still ?? 0;
    this.#looked = looked;
  }

  get soFar(): StoppingSoFar {
    return { epoch: this.#epoch, curve: [...this.#curve], decided: this.#decided, still: this.#still };
  }

  /** Sigmoid: γ at the last look, as it counted; null before the first one. */
  get looked(): Float32Array | null {
    return this.#looked;
  }

  /** Takes in the next epoch. @returns whether it is time to look */
  observe(loss: number): boolean {
    this.#epoch++;
    this.#curve.push(loss);
    // The test asks for two points more than its window, and looks at no others.
    if (this.#curve.length > this.#window + 2) this.#curve.shift();
    return this.#epoch % CHECK_EVERY === 0;
  }

  /** One look. @param gamma of all weights and biases */
  isDone(gamma: Float32Array): boolean {
    const still = isSaturated(this.#curve, this.#window);
    if (this.#by === 'sigmoid') {
      const now = gamma.map(rounded);
      const same = this.#looked?.every((value, i) => value === now[i]) ?? false;
      this.#looked = now;
      return still && same && isDecided(now);
    }
    const decided = isDecided(gamma);
    this.#decided = decided ? this.#decided + 1 : 0;
    this.#still = still ? this.#still + 1 : 0;
    return (decided && still) || this.#decided >= IN_A_ROW || this.#still >= IN_A_ROW;
  }
}

const isDecided = (gamma: Float32Array): boolean => gamma.every((value) => value === 0 || value === 1);

/** γ of weights and bias in one. */
export function joined([first, second]: readonly [Float32Array, Float32Array]): Float32Array {
  const all = new Float32Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}
