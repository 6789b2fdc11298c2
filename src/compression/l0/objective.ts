/** What a job of this family minimises. */
import { classification, GaussianObjective, regression, type Objective } from '../../nn/loss.ts';
import type { L0Job } from './job.ts';

/** @param sigma of the Gaussian loss, where it is known from a trained network */
export function objectiveOf({ training }: Pick<L0Job, 'training'>, sigma?: number): Objective {
  switch (training.loss) {
    case 'cross-entropy':
      return classification('classAxis');
    case 'mse':
      return regression();
    case 'gauss':
      return new GaussianObjective(sigma);
  }
}
