/** What a job of this family costs at most, told before it runs. */
import { jobModels } from '../../nn/models/catalogue.ts';
import { layerwiseEpochs, planOf, type L0Job } from './job.ts';
import { l0MethodOf } from './methods/index.ts';

export interface L0Cost {
  /** Training steps at most. */
  readonly steps: number;
  /** Multiply-adds of a forward pass, per sample. */
  readonly perSample: number;
  readonly batchSize: number;
}

export function l0Cost(job: L0Job): L0Cost {
  const { data, model, training, start } = job;
  const batchSize = training.batchSize === 0 ? data.train : Math.min(training.batchSize, data.train);
  const epochs = start ? training.fineTuneMax : l0MethodOf(job).epochs(job) + layerwiseEpochs(job);
  return { steps: epochs * Math.ceil(data.train / batchSize), perSample: jobModels[model.name].size(planOf(job)).work, batchSize };
}
