/** What a job of this family minimises. */
import { classification, GaussianObjective, regression, type Objective } from '../../nn/loss.ts';
import type { L0Job } from './job.ts';

/** What losses are told of: the objective, but for plain targets where those that are trained for are smoothed. */
export const reportedObjective = ({ training }: Pick<L0Job, 'training'>, trained: Objective): Objective =>
  training.loss === 'cross-entropy' && training.labelSmoothing > 0 ? classification('classAxis') : trained;

/** @param sigma of the Gaussian loss, where it is known from a trained network */
export function objectiveOf({ training }: Pick<L0Job, 'training'>, sigma?: number): Objective {
  switch (training.loss) {
    case 'cross-entropy':
      return classification('classAxis', training.labelSmoothing);
    case 'mse':
      return regression();
    case 'gauss':
      return new GaussianObjective(sigma);
  }
}
