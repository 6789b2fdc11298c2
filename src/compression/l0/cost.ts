/** What a job of this family costs at most, told before it runs. */
import { jobModels } from '../../nn/models/catalogue.ts';
import { layerwiseEpochs, planOf, type L0Job } from './job.ts';

export interface L0Cost {
  /** Training steps at most. */
  readonly steps: number;
  /** Multiply-adds of a forward pass, per sample. */
  readonly perSample: number;
  readonly batchSize: number;
}

export function l0Cost(job: L0Job): L0Cost {
  const { data, model, training, compression, start } = job;
  const batchSize = training.batchSize === 0 ? data.train : Math.min(training.batchSize, data.train);
  const rounds = compression.method === 'lottery-ticket' ? compression.ticketRounds + 1 : 1;
  const admm = compression.method === 'l0-admm' ? compression.admmRounds : 0;
  const fineTuning = compression.method === 'vanilla' || compression.method === 'lottery-ticket' ? 0 : training.fineTuneMax;
  const epochs = start ? training.fineTuneMax : rounds * training.maxEpochs + admm + fineTuning + layerwiseEpochs(job);
  return { steps: epochs * Math.ceil(data.train / batchSize), perSample: jobModels[model.name].size(planOf(job)).work, batchSize };
}
