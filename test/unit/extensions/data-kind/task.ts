/** A toy task: at which heights of a wave it rises, each of which is a prediction of its own, yes or no. */
import type { Loss, Task } from '../../../../src/data/tasks/task.ts';

/** Of a yes or no, nats. */
export const binaryCrossEntropy: Loss = {
  id: 'binary-cross-entropy',
  title: 'Binary cross-entropy',
  axis: 'binary cross-entropy (nats)',
  isPositive: true,
  constant: 0,
  learnsSigma: false,
  unit: () => ({ unit: 'nats' }),
  bits: (mean, predictions) => (predictions * mean) / Math.LN2,
  onIsoline: ({ bytes, modelBytes }, predictions) => (8 * (bytes - modelBytes) * Math.LN2) / predictions,
  squaredError: () => null,
};

export const marking: Task = {
  id: 'marking',
  losses: [binaryCrossEntropy],
  isRightOrWrong: true,
  hasRealTargets: false,
  symbol: null,
  predictionsOf: (_input, outputs) => outputs,
  verbatimBits: (predictions) => predictions,
  caveat: null,
};
