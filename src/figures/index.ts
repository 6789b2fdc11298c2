/** The figures of each family of studies, in the order in which the page shows them. */
import type { FamilyName } from '../study/families.ts';
import { accuracyBeforePrune } from './dtc/accuracy-before-prune.ts';
import { accuracyCloseUp } from './dtc/accuracy-close-up.ts';
import { accuracy } from './dtc/accuracy.ts';
import { differenceToRandom } from './dtc/difference-to-random.ts';
import { entropyAccuracyCorrelation } from './dtc/entropy-accuracy-correlation.ts';
import type { FigureMaker } from './figure.ts';
import { gibbsEntropyNext } from './dtc/gibbs-entropy-next.ts';
import { gibbsEntropyPrevious } from './dtc/gibbs-entropy-previous.ts';
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
import { measurementHistograms } from './dtc/measurement-histograms.ts';
import { neuronsAlive } from './dtc/neurons-alive.ts';
import { ray } from './dtc/ray.ts';
import { trainingLoss } from './dtc/training-loss.ts';
import { weightRaysOverLength } from './dtc/weight-rays-over-length.ts';
import { weightRays } from './dtc/weight-rays.ts';

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
