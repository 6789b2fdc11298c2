/** Which numbers of a network stay at a sparsity: the best of all layers, as large a share of each, or so many of each. */
import type { ParameterKind } from '../../nn/layers/parameter.ts';
import { grouped } from '../../math/number-text.ts';
import { keptNumbers } from './kept.ts';

/** What is asked of a parameter: its name up to the last slash is that of its layer. */
export interface Numbered {
  readonly name: string;
  readonly kind: ParameterKind;
  readonly size: number;
}

export interface Spread {
  /** `all`: one ranking over all layers. `each`: the same share of each layer. `given`: so many of each. */
  readonly over: 'all' | 'each' | 'given';
  /** Whether all but weights stay: biases, and what normalises. */
  readonly sparesOthers: boolean;
  /** Whether all of the last layer stays. */
  readonly sparesOutput: boolean;
  /** For `given`: numbers that stay of each layer, in the order of the network. */
  readonly counts: readonly number[];
}

/** One ranking, from which nothing is spared. */
export const everywhere: Spread = { over: 'all', sparesOthers: false, sparesOutput: false, counts: [] };

/** Some numbers of the network, by their places in a list of all, of which so many stay. */
interface Pool {
  readonly places: Uint32Array;
  readonly kept: number;
}

const layerOf = ({ name }: Numbered): string => name.slice(0, name.lastIndexOf('/'));

/**
 * The layers of a network with how many of their numbers stay.
 * @param sparsity share of all numbers that goes; for `given` the counts say it
 * @throws RangeError where that many are not there, or more are spared than are to be left
 */
function poolsOf(parameters: readonly Numbered[], sparsity: number, spread: Spread): { readonly spared: Uint32Array; pools: Pool[] } {
  const layers = [...new Set(parameters.map(layerOf))];
  const last = layers[layers.length - 1];
  const isSpared = (parameter: Numbered): boolean =>
    (spread.sparesOthers && parameter.kind !== 'weight') || (spread.sparesOutput && layerOf(parameter) === last);
  let total = 0;
  const placed = parameters.map((parameter) => ({ parameter, start: (total += parameter.size) - parameter.size }));
  const placesOf = (wanted: (parameter: Numbered) => boolean): Uint32Array => {
    const found = placed.filter(({ parameter }) => wanted(parameter));
    const places = new Uint32Array(found.reduce((sum, { parameter }) => sum + parameter.size, 0));
    let at = 0;
    for (const { parameter, start } of found) for (let i = 0; i < parameter.size; i++) places[at++] = start + i;
    return places;
  };
  if (spread.over === 'given')
    return { spared: new Uint32Array(), pools: givenPools(layers, spread.counts, (layer) => placesOf((one) => layerOf(one) === layer)) };
  const spared = placesOf(isSpared);
  const kept = keptNumbers(total, sparsity) - spared.length;
  if (kept < 1) {
    throw new RangeError(
      `A sparsity of ${sparsity} leaves ${grouped(keptNumbers(total, sparsity))} of ${grouped(total)} numbers, and ${grouped(spared.length)} are spared: take a lower sparsity, or spare less.`,
    );
  }
  if (spread.over === 'all') return { spared, pools: [{ places: placesOf((one) => !isSpared(one)), kept }] };
  const pools = layers.map((layer) => placesOf((one) => layerOf(one) === layer && !isSpared(one)));
  const shares = quotas(
    pools.map(({ length }) => length),
    kept,
  );
  return { spared, pools: pools.map((places, index) => ({ places, kept: shares[index] })) };
}

function givenPools(layers: readonly string[], counts: readonly number[], placesOf: (layer: string) => Uint32Array): Pool[] {
  if (counts.length !== layers.length) {
    throw new RangeError(
      `Of ${counts.length} layers it is given how many numbers stay, and the network has ${layers.length}: ${layers.join(', ')}. Give one number for each.`,
    );
  }
  return layers.map((layer, index) => {
    const places = placesOf(layer);
    if (counts[index] > places.length)
      throw new RangeError(`${grouped(counts[index])} numbers are to stay of ${layer}, which has ${grouped(places.length)}.`);
    return { places, kept: counts[index] };
  });
}

/** So many in all, as nearly as whole numbers can in proportion to the sizes, those with the largest remainders first. */
export function quotas(sizes: readonly number[], kept: number): number[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const exact = sizes.map((size) => (size * kept) / total);
  const whole = exact.map(Math.floor);
  const left = kept - whole.reduce((sum, count) => sum + count, 0);
  const byRemainder = exact.map((share, index) => ({ index, remainder: share - whole[index] })).sort((a, b) => b.remainder - a.remainder);
  for (const { index } of byRemainder.slice(0, left)) whole[index]++;
  return whole;
}

/** Whether a spread fits a network, before anything is trained. @throws RangeError that says why not */
export function checkSpread(parameters: readonly Numbered[], sparsity: number, spread: Spread): void {
  poolsOf(parameters, sparsity, spread);
}

/**
 * The masks: of each pool the numbers of best score stay, of equal ones the first.
 * @param scores one for each number, over all parameters
 * @returns 1 for what stays, one array a parameter
 */
export function masksAt(
  parameters: readonly Numbered[],
  scores: Float32Array | Uint32Array,
  sparsity: number,
  spread: Spread = everywhere,
): Float32Array[] {
  const { spared, pools } = poolsOf(parameters, sparsity, spread);
  const stays = new Uint8Array(scores.length);
  for (const place of spared) stays[place] = 1;
  for (const { places, kept } of pools) {
    const order = places.sort((i, j) => scores[j] - scores[i] || i - j);
    for (const place of order.subarray(0, kept)) stays[place] = 1;
  }
  let start = 0;
  return parameters.map(({ size }) => Float32Array.from(stays.subarray(start, (start += size))));
}
