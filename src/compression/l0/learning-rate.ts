/** The learning rate over a job (arXiv 2505.17469, experiments and code). */
import { constant, warmCosineByEpoch, warmCosineByStep, type Schedule } from '../../nn/optimizer/schedules.ts';
import type { L0Job } from './job.ts';

export interface LearningRates {
  /** In the first phase, by its steps from 0. */
  readonly first: Schedule;
  /** In what comes after so many epochs, by its own steps from 0. */
  readonly after: (epochs: number) => Schedule;
}

/** @param batches training steps of an epoch */
export function learningRates({ training }: L0Job, batches: number): LearningRates {
  const { learningRate: peak, schedule, warmUp, leastRate, maxEpochs, fineTuneMax } = training;
  const least = leastRate * peak;
  switch (schedule) {
    case 'constant':
      return { first: constant(peak), after: () => constant(peak) };
    case 'cosine': {
      const byEpoch = warmCosineByEpoch({ peak, least, warmUp, end: maxEpochs });
      return { first: (step) => byEpoch(Math.floor(step / batches) + 1), after: () => constant(least) };
    }
    case 'cosine-by-step': {
      const byStep = warmCosineByStep({ peak, least, warmUp: warmUp * batches, end: (maxEpochs + fineTuneMax) * batches });
      return { first: byStep, after: (epochs) => (step) => byStep(epochs * batches + step) };
    }
  }
}
