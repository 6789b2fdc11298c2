/** Which of some classes a sample belongs to. */
import { classificationBits, uniformLabelBits } from '../../coding/data-length.ts';
import { isolineNats } from '../../coding/description-length.ts';
import type { Loss, Task } from './task.ts';

export const crossEntropy: Loss = {
  id: 'cross-entropy',
  title: 'Cross-entropy',
  axis: 'cross-entropy (nats)',
  isPositive: true,
  constant: 0,
  learnsSigma: false,
  unit: () => ({ unit: 'nats' }),
  bits: classificationBits,
  onIsoline: isolineNats,
  squaredError: () => null,
};

export const classification: Task = {
  id: 'classification',
  losses: [crossEntropy],
  isRightOrWrong: true,
  hasRealTargets: false,
  symbol: null,
  predictionsOf: () => 1,
  verbatimBits: uniformLabelBits,
  caveat: null,
};
