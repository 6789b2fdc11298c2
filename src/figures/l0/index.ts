/** The figures of ℓ0 regularisation (arXiv 2505.17469), in the order in which the page shows them. */
import { accuracyCurves } from './accuracy-curves.ts';
import { connections, thinned } from './connections.ts';
import { descriptionLength } from './description-length.ts';
import { errorIncrease } from './error-increase.ts';
import { firstLayer } from './first-layer.ts';
import { frontier } from './frontier.ts';
import { layerSparsity } from './layer-sparsity.ts';
import { lossAgainstSize } from './loss-against-size.ts';
import { lossCurves } from './loss-curves.ts';
import { llama } from './text/llama.ts';
import { lossByPlace } from './text/loss-by-place.ts';
import { lossBySize } from './text/loss-by-size.ts';
import { online } from './text/online.ts';
import { publishedTotals } from './text/published-totals.ts';
import { totalBySize } from './text/total-by-size.ts';
import { textTotals } from './text/totals.ts';
import { thresholdSearch } from './threshold-search.ts';
import { weightHistogram } from './weight-histogram.ts';
import type { L0Maker } from './input.ts';

export { descriptionLength, lossAgainstSize, textTotals, totalBySize };
export { lossNow } from './loss-curves.ts';
export { l0Thinning } from './thinning.ts';

export const l0Figures: readonly L0Maker[] = [
  lossAgainstSize,
  frontier,
  errorIncrease,
  descriptionLength,
  lossCurves,
  accuracyCurves,
  thresholdSearch,
  layerSparsity,
  weightHistogram,
  firstLayer,
  thinned,
  connections,
  textTotals,
  totalBySize,
  lossBySize,
  lossByPlace,
  publishedTotals,
  online,
  llama,
];
