/** Numbers that belong to a sample (arXiv 2505.17469, section 1 and equation 17). */
import { GAUSSIAN_CONSTANT_BITS, gaussianBits, verbatimTargetBits } from '../../coding/data-length.ts';
import { log2 } from '../../math/elementary.ts';
import { isolineGaussianBits, isolineMse } from '../../coding/description-length.ts';
import type { CodeTerms, Loss, Task } from './task.ts';

export const squaredError: Loss = {
  id: 'mse',
  title: 'Squared error',
  axis: 'MSE (target units²)',
  isPositive: true,
  constant: 0,
  learnsSigma: false,
  unit: (noise) => (noise === null ? null : { unit: 'squared', sigma: noise }),
  bits: (mean, predictions, { targetBits }) => gaussianBits({ targets: predictions, mse: mean, targetBits }),
  onIsoline: (line, predictions, { targetBits }) => isolineMse(line, predictions, targetBits),
  squaredError: (mean) => mean,
};

/** What the loss as it is told leaves out of the code length, bits: nothing, or the constant, as the authors' code does. */
const untold = ({ told }: CodeTerms): number => GAUSSIAN_CONSTANT_BITS - told;

/** MSE/(2σ² ln 2) + ½ log₂ σ², σ being learned. */
export const gaussian: Loss = {
  id: 'gauss',
  title: 'Gaussian',
  axis: 'Gaussian loss (bits)',
  isPositive: false,
  constant: GAUSSIAN_CONSTANT_BITS,
  learnsSigma: true,
  unit: () => ({ unit: 'bits' }),
  bits: (mean, predictions, terms) => predictions * (mean + untold(terms) + terms.targetBits),
  onIsoline: (line, predictions, terms) => isolineGaussianBits(line, predictions, terms.targetBits) - untold(terms),
  squaredError: (mean, sigma, { told }) =>
    sigma === null ? null : Math.max(0, (mean - told - log2(sigma * sigma) / 2) * 2 * Math.LN2 * sigma * sigma),
  judgedBy: squaredError,
};

export const regression: Task = {
  id: 'regression',
  losses: [squaredError, gaussian],
  isRightOrWrong: false,
  hasRealTargets: true,
  symbol: null,
  predictionsOf: (_input, outputs) => outputs,
  verbatimBits: verbatimTargetBits,
  caveat: 'approximate: targets on a grid of 2⁻ᵇ, σ² the error of each set',
};
