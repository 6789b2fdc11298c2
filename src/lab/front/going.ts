/** The order in which the numbers of a network go when it is cut: smallest first, or drawn at random. */
import { stream } from '../../math/random.ts';
import type { DenseShape } from './network.ts';

export type Order = 'smallest' | 'random';

/** An order of all numbers. */
export interface Going {
  /** Of each number its place among those of its layer, from 0. */
  readonly rank: Uint32Array;
  /** Of each layer the places of its numbers among all, ascending. */
  readonly places: readonly Uint32Array[];
  /** Of each layer the indices of its numbers, in the order in which they go. */
  readonly inOrder: readonly Uint32Array[];
}

/** How many numbers of each layer are gone, the first of an order. */
export interface Cut {
  readonly order: Order;
  readonly thrown: readonly number[];
}

/** Seed of the numbers that go at random. */
const SEED = 1;

/** Indices of the numbers by magnitude, ascending; of equals the first one first. */
export function byMagnitude(numbers: Float32Array): Uint32Array {
  const bits = new Uint32Array(numbers.slice().buffer);
  const { length } = bits;
  // The bits of positive floats are in the order of the floats. 31 of them and an index of 22 fit into a double.
  const keys = new Float64Array(length);
  for (let i = 0; i < length; i++) keys[i] = ((bits[i] << 1) >>> 1) * MOST + i;
  keys.sort();
  const sequence = new Uint32Array(length);
  for (let i = 0; i < length; i++) sequence[i] = keys[i] % MOST;
  return sequence;
}

const MOST = 2 ** 22;

/** Indices of the numbers drawn at random; those that are 0 have gone already. */
export function atRandom(numbers: Float32Array): Uint32Array {
  const drawn = stream(SEED, 'front/random').permutation(numbers.length);
  const sequence = new Uint32Array(drawn.length);
  let at = 0;
  for (const gone of [true, false]) {
    for (let i = 0; i < drawn.length; i++) if ((numbers[drawn[i]] === 0) === gone) sequence[at++] = drawn[i];
  }
  return sequence;
}

/** @param sequence all numbers by their indices, in the order in which they go */
export function goingOf({ layers, size }: DenseShape, sequence: Uint32Array): Going {
  const layerOf = new Uint8Array(size);
  for (const [layer, { weights, end }] of layers.entries()) layerOf.fill(layer, weights, end);
  const rank = new Uint32Array(size);
  const places = layers.map(({ weights, end }) => new Uint32Array(end - weights));
  const inOrder = places.map(({ length }) => new Uint32Array(length));
  const next = layers.map(() => 0);
  for (let at = 0; at < size; at++) {
    const index = sequence[at];
    const layer = layerOf[index];
    places[layer][next[layer]] = at;
    inOrder[layer][next[layer]] = index;
    rank[index] = next[layer]++;
  }
  return { rank, places, inOrder };
}

/** The cut that takes the first `total` numbers of all layers together. */
export const cutOfAll = (order: Order, { places }: Going, total: number): Cut => ({
  order,
  thrown: places.map((own) => lowerBound(own, total)),
});

/** The same cut with another number of one layer. */
export const cutOfLayer = ({ order, thrown }: Cut, layer: number, count: number): Cut => ({
  order,
  thrown: thrown.map((own, index) => (index === layer ? count : own)),
});

export const totalOf = ({ thrown }: Cut): number => thrown.reduce((sum, count) => sum + count, 0);

/** How many numbers of each layer a cut leaves, where what was 0 before is gone by it as well. */
export const keptBy = ({ layers }: DenseShape, { thrown }: Cut): number[] =>
  layers.map(({ weights, end }, layer) => end - weights - thrown[layer]);

/** Writes what a cut leaves into `into`: the numbers themselves, 0 for those that are gone. */
export function applyCut({ layers }: DenseShape, numbers: Float32Array, { rank }: Going, { thrown }: Cut, into: Float32Array): void {
  for (const [layer, { weights, end }] of layers.entries()) {
    const gone = thrown[layer];
    for (let i = weights; i < end; i++) into[i] = rank[i] < gone ? 0 : numbers[i];
  }
}

/** What `applyCut` would write, where another cut of the same order and numbers has been applied: a small move changes few of them. */
export function moveCut(numbers: Float32Array, { inOrder }: Going, from: Cut, { thrown }: Cut, into: Float32Array): void {
  for (const [layer, indices] of inOrder.entries()) {
    const [before, gone] = [from.thrown[layer], thrown[layer]];
    for (let rank = before; rank < gone; rank++) into[indices[rank]] = 0;
    for (let rank = gone; rank < before; rank++) into[indices[rank]] = numbers[indices[rank]];
  }
}

/** How many of ascending numbers lie below a bound. */
export function lowerBound(ascending: ArrayLike<number>, bound: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle] < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
