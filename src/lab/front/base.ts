/** The numbers that a cut is made of, in the orders in which they can go: those of the network as it came, or as it was trained on. */
import { atRandom, byMagnitude, goingOf, lowerBound, type Going, type Order } from './going.ts';
import type { DenseNetwork, DenseShape } from './network.ts';

/** All layers together, or one of them by its index. */
export type Scope = 'all' | number;

export class Base {
  readonly shape: DenseShape;
  readonly numbers: Float32Array;
  /** Whether it was trained on after a cut. */
  readonly isTuned: boolean;
  /** Magnitudes, ascending. */
  readonly #ascending: ReadonlyMap<Scope, Float32Array>;
  readonly #smallest: Going;
  #random: Going | null = null;

  constructor({ shape, numbers }: DenseNetwork, isTuned: boolean) {
    this.shape = shape;
    this.numbers = numbers;
    this.isTuned = isTuned;
    const sequence = byMagnitude(numbers);
    this.#smallest = goingOf(shape, sequence);
    const all = new Float32Array(shape.size);
    for (let at = 0; at < shape.size; at++) all[at] = Math.abs(numbers[sequence[at]]);
    // What goes first in a layer is where it stands among all.
    const layers = this.#smallest.places.map((places, layer): [Scope, Float32Array] => {
      const own = new Float32Array(places.length);
      for (let at = 0; at < own.length; at++) own[at] = all[places[at]];
      return [layer, own];
    });
    this.#ascending = new Map([['all', all], ...layers]);
  }

  going(order: Order): Going {
    if (order === 'smallest') return this.#smallest;
    this.#random ??= goingOf(this.shape, atRandom(this.numbers));
    return this.#random;
  }

  ascending(scope: Scope): Float32Array {
    return this.#ascending.get(scope)!;
  }

  /** Numbers that were gone before and do not come back: zeros. */
  gone(scope: Scope): number {
    // Smaller than any float32 but 0.
    return lowerBound(this.ascending(scope), 1e-46);
  }
}
