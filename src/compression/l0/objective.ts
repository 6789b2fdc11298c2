/** What a job of this family minimises. */
import type { Objective } from '../../nn/loss.ts';
import { sourceWorkerOf } from './data.ts';
import type { L0Job } from './job.ts';

type Trained = Pick<L0Job, 'data' | 'training'>;

/** What losses are told of: the objective, but for plain targets where those that are trained for are smoothed. */
export const reportedObjective = ({ data, training }: Trained, trained: Objective): Objective =>
  training.labelSmoothing > 0 && trained.correct ? sourceWorkerOf({ data }).task.objective(training.loss) : trained;

/** @param sigma of the Gaussian loss, where it is known from a trained network */
export const objectiveOf = ({ data, training }: Trained, sigma?: number): Objective =>
  sourceWorkerOf({ data }).task.objective(training.loss, { smoothing: training.labelSmoothing, sigma });
