/** The figures of each family of studies, in the order in which the page shows them. */
import type { FamilyName } from '../study/families.ts';
import { accuracyBeforePrune } from './accuracy-before-prune.ts';
import { accuracyCloseUp } from './accuracy-close-up.ts';
import { accuracy } from './accuracy.ts';
import { differenceToRandom } from './difference-to-random.ts';
import { entropyAccuracyCorrelation } from './entropy-accuracy-correlation.ts';
import type { FigureMaker } from './figure.ts';
import { gibbsEntropyNext } from './gibbs-entropy-next.ts';
import { gibbsEntropyPrevious } from './gibbs-entropy-previous.ts';
import { accuracyCurves } from './l0/accuracy-curves.ts';
import { connections } from './l0/connections.ts';
import { descriptionLength } from './l0/description-length.ts';
import { errorIncrease } from './l0/error-increase.ts';
import { firstLayer } from './l0/first-layer.ts';
import { frontier } from './l0/frontier.ts';
import { layerSparsity } from './l0/layer-sparsity.ts';
import { lossAgainstSize } from './l0/loss-against-size.ts';
import { lossCurves } from './l0/loss-curves.ts';
import { thresholdSearch } from './l0/threshold-search.ts';
import { weightHistogram } from './l0/weight-histogram.ts';
import { measurementHistograms } from './measurement-histograms.ts';
import { neuronsAlive } from './neurons-alive.ts';
import { ray } from './ray.ts';
import { trainingLoss } from './training-loss.ts';
import { weightRaysOverLength } from './weight-rays-over-length.ts';
import { weightRays } from './weight-rays.ts';

/** Of Dual Tomographic Compression. */
export const dtcFigures: readonly FigureMaker[] = [
  accuracy,
  gibbsEntropyNext,
  weightRaysOverLength,
  accuracyCloseUp,
  accuracyBeforePrune,
  differenceToRandom,
  weightRays,
  gibbsEntropyPrevious,
  trainingLoss,
  entropyAccuracyCorrelation,
  ray,
  measurementHistograms,
  neuronsAlive,
];

/** Of ℓ0 regularisation (arXiv 2505.17469). */
export const l0Figures: readonly FigureMaker[] = [
  lossAgainstSize,
  frontier,
  errorIncrease,
  descriptionLength,
  lossCurves,
  accuracyCurves,
  layerSparsity,
  weightHistogram,
  thresholdSearch,
  firstLayer,
  connections,
];

export const figuresOf: Readonly<Record<FamilyName, readonly FigureMaker[]>> = { dtc: dtcFigures, l0: l0Figures };
