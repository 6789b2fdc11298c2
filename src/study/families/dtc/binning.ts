/** Histogram bins of a job's entropies. */
import { symmetricBins, type Bins } from '../../../math/histogram.ts';

/** Histogram settings of a job: values beyond ±range are dropped; a range of 0 takes all. */
export interface Binning {
  readonly range: number;
  readonly bin: number;
}

/** The published ones: 499 bins of 0.2 from −50. */
export const publishedBinning: Binning = { range: 50, bin: 0.2 };

/** More bins than this are neither drawn nor needed: nearly every value is then alone in its bin. 8 bytes each. */
const MAX_BINS = 100_000;

/** The bins that the entropy of a record's values is over: edges −range + i·bin, or as far as the values go. Null where they are too many. */
export function recordBins({ range, bin }: Binning, values: readonly number[]): Bins | null {
  return range === 0
    ? openBins(
        bin,
        values.reduce((furthest, value) => Math.max(furthest, Math.abs(value)), 0),
      )
    : closedBins(range, bin);
}

/** A normal value lies beyond this many σ with a probability of 1.5e-23, so bins beyond make no difference. */
const REACH = 10;

/** The bins that matter for N(0, σ²): all of them, or where the range goes on further, those within 10σ. Null where they are too many. */
export const normalBins = ({ range, bin }: Binning, sigma: number): Bins | null =>
  range === 0 || range > REACH * sigma ? openBins(bin, REACH * sigma) : closedBins(range, bin);

const closedBins = (range: number, bin: number): Bins | null => ((2 * range) / bin > MAX_BINS ? null : symmetricBins(range, bin, []));

const openBins = (bin: number, reach: number): Bins | null =>
  (2 * reach) / bin > MAX_BINS ? null : symmetricBins(0, bin, [-reach, reach]);
