/** The figures of Dual Tomographic Compression, in the order in which the page shows them. */
import { accuracy } from './accuracy.ts';
import { accuracyBeforePrune } from './accuracy-before-prune.ts';
import { accuracyCloseUp } from './accuracy-close-up.ts';
import { differenceToRandom } from './difference-to-random.ts';
import { entropyAccuracyCorrelation } from './entropy-accuracy-correlation.ts';
import { gibbsEntropyNext } from './gibbs-entropy-next.ts';
import { gibbsEntropyPrevious } from './gibbs-entropy-previous.ts';
import { measurementHistograms } from './measurement-histograms.ts';
import { neuronsAlive } from './neurons-alive.ts';
import { ray } from './ray.ts';
import { trainingLoss } from './training-loss.ts';
import { weightRays } from './weight-rays.ts';
import { weightRaysOverLength } from './weight-rays-over-length.ts';
import type { DtcMaker } from './input.ts';

export { dtcThinning } from './thinning.ts';
export { accuracy, accuracyBeforePrune, differenceToRandom };
export { trainingLossNow } from './training-loss.ts';

export const dtcFigures: readonly DtcMaker[] = [
  accuracy,
  differenceToRandom,
  accuracyCloseUp,
  accuracyBeforePrune,
  gibbsEntropyNext,
  gibbsEntropyPrevious,
  entropyAccuracyCorrelation,
  measurementHistograms,
  weightRays,
  weightRaysOverLength,
  ray,
  trainingLoss,
  neuronsAlive,
];
