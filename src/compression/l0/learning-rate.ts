/** The learning rate over a job (arXiv 2505.17469, experiments and code). */
import type { Hyper } from '../../nn/optimizer/hyper.ts';
import { constant, warmCosineByEpoch, warmCosineByStep, type Schedule } from '../../nn/optimizer/schedules.ts';
import type { L0Job } from './job.ts';

export interface LearningRates {
  /** In the first phase, by its steps from 0. */
  readonly first: Schedule;
  /** In what comes after so many epochs, by its own steps from 0. */
  readonly after: (epochs: number) => Schedule;
}

/** The numbers of steps with their learning rate. */
export function withRate({ training }: L0Job, hyper: (step: number) => Partial<Hyper>, rate: Schedule): (step: number) => Partial<Hyper> {
  if (training.schedule === 'constant') return hyper;
  return (step) => ({ ...hyper(step), learningRate: rate(step) });
}

/**
 * @param batches training steps of an epoch
 * @param all training steps over which it changes, where they do not follow from the epochs
 */
export function learningRates({ training }: L0Job, batches: number, all?: number): LearningRates {
  const { learningRate: peak, schedule, warmUp, leastRate, maxEpochs, fineTuneMax } = training;
  const least = leastRate * peak;
  switch (schedule) {
    case 'constant':
      return { first: constant(peak), after: () => constant(peak) };
    case 'cosine': {
      const byEpoch = warmCosineByEpoch({ peak, least, warmUp, end: all === undefined ? maxEpochs : all / batches });
      return { first: (step) => byEpoch(Math.floor(step / batches) + 1), after: () => constant(least) };
    }
    case 'cosine-by-step': {
      const byStep = warmCosineByStep({ peak, least, warmUp: warmUp * batches, end: all ?? (maxEpochs + fineTuneMax) * batches });
      return { first: byStep, after: (epochs) => (step) => byStep(epochs * batches + step) };
    }
  }
}
