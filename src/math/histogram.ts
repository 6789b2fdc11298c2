/** Histograms with equally wide bins. */

/** Bins [e_i, e_{i+1}); the last one is closed. `edges` ascend in steps of `width`, up to rounding. */
export interface Bins {
  readonly edges: Float64Array;
  readonly width: number;
}

export interface Histogram {
  /** Values in each bin. */
  readonly counts: Uint32Array;
  /** Values in any bin. */
  readonly inRange: number;
  /** Values in none: below the first edge, above the last one, or NaN. */
  readonly dropped: number;
  /** Bins that hold at least one value. */
  readonly occupied: number;
}

/** More than this is a mistake in the settings, not a histogram: at 8 bytes each it would be 8 MB of edges. */
const MAX_BINS = 1_000_000;

/**
 * `edgeCount` edges e_i = low + i·δ with δ = (low + step) − low in doubles, as NumPy's `arange` computes them
 * (so the published last edge is 49.80000000000142).
 */
export function binsFromStep(low: number, step: number, edgeCount: number): Bins {
  const width = low + step - low;
  requireBins(low, width, edgeCount - 1);
  return { edges: Float64Array.from({ length: edgeCount }, (_, i) => low + i * width), width };
}

/**
 * The same bins, continued on both sides with the same width until they cover every finite value: an unbounded range.
 * @throws RangeError if that takes more than a million bins, or a value is not finite.
 */
export function extendBins(bins: Bins, values: ArrayLike<number>): Bins {
  const first = bins.edges[0];
  const last = bins.edges.at(-1);
  let low = first;
  let high = last;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!Number.isFinite(value)) {
      throw new RangeError(`No histogram covers the value ${value} at index ${i}: leave it out, or use a bounded range.`);
    }
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const before = Math.ceil((first - low) / bins.width);
  const after = Math.ceil((high - last) / bins.width);
  const count = before + bins.edges.length - 1 + after;
  requireBins(low, bins.width, count);
  const edges = new Float64Array(count + 1);
  for (let i = 0; i < before; i++) edges[i] = first - (before - i) * bins.width;
  edges.set(bins.edges, before);
  for (let i = 1; i <= after; i++) edges[before + bins.edges.length - 1 + i] = last + i * bins.width;
  // The outermost edges can fall short of the extreme values by a rounding.
  edges[0] = Math.min(edges[0], low);
  edges[count] = Math.max(edges[count], high);
  return { edges, width: bins.width };
}

/**
 * Bins about zero: edges −range + i·width, as many as bins of that width fit into [−range, range), which makes the published ones from 50
 * and 0.2. A range of 0 takes every value in: it goes on as far as the values do.
 */
export function symmetricBins(range: number, width: number, values: ArrayLike<number>): Bins {
  if (range === 0) return extendBins(binsFromStep(-width, width, 3), values);
  return binsFromStep(-range, width, Math.max(2, Math.round((2 * range) / width)));
}

/** The bin a value falls in, or −1 if it falls in none. */
export function binIndex(bins: Bins, value: number): number {
  const { edges, width } = bins;
  const last = edges.length - 1;
  if (!(value >= edges[0] && value <= edges[last])) return -1;
  // The quotient is off by one bin at most at the roundings of an edge; the edges themselves decide.
  let index = Math.min(last - 1, Math.max(0, Math.floor((value - edges[0]) / width)));
  while (index > 0 && value < edges[index]) index--;
  while (index < last - 1 && value >= edges[index + 1]) index++;
  return index;
}

/** Counts the values in each bin. Values outside are dropped, and counted as such. */
export function histogram(values: ArrayLike<number>, bins: Bins): Histogram {
  const counts = new Uint32Array(bins.edges.length - 1);
  let inRange = 0;
  let occupied = 0;
  for (let i = 0; i < values.length; i++) {
    const index = binIndex(bins, values[i]);
    if (index < 0) continue;
    if (counts[index] === 0) occupied++;
    counts[index]++;
    inRange++;
  }
  return { counts, inRange, dropped: values.length - inRange, occupied };
}

function requireBins(low: number, width: number, count: number): void {
  if (!Number.isFinite(low) || !Number.isFinite(width) || width <= 0) {
    throw new RangeError(`Bins from ${low} of width ${width} cannot be made: give finite edges that ascend.`);
  }
  if (!Number.isInteger(count) || count < 1 || count > MAX_BINS) {
    throw new RangeError(`A histogram of ${count} bins cannot be made: give 1 to ${MAX_BINS} bins, or a larger bin width.`);
  }
}
