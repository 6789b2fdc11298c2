/** The figures of a study, in the order in which the page shows them. */
import { accuracyBeforePrune } from './accuracy-before-prune.ts';
import { accuracyCloseUp } from './accuracy-close-up.ts';
import { accuracy } from './accuracy.ts';
import { differenceToRandom } from './difference-to-random.ts';
import { entropyAccuracyCorrelation } from './entropy-accuracy-correlation.ts';
import type { FigureMaker } from './figure.ts';
import { gibbsEntropyNext } from './gibbs-entropy-next.ts';
import { gibbsEntropyPrevious } from './gibbs-entropy-previous.ts';
import { measurementHistograms } from './measurement-histograms.ts';
import { neuronsAlive } from './neurons-alive.ts';
import { ray } from './ray.ts';
import { trainingLoss } from './training-loss.ts';
import { weightRaysOverLength } from './weight-rays-over-length.ts';
import { weightRays } from './weight-rays.ts';

export const figures: readonly FigureMaker[] = [
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
