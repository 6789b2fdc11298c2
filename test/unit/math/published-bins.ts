import { symmetricBins, type Bins } from '../../../src/math/histogram.ts';

/** The bins of the published entropies: 499 of width 0.2 from −50 to 49.8 (arXiv 2505.23869, supplement). */
export const publishedBins: Bins = symmetricBins(50, 0.2, []);
