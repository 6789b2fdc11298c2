/** What a job of this family costs at most, told before it runs. */
import type { L0Job } from './job.ts';

/** Multiply-adds per sample of the forward pass, rounded: for dense networks their weights, for convolutions many times those. */
const workOfNetwork: Readonly<Record<Exclude<L0Job['model']['name'], 'mlp' | 'vgg-16'>, number>> = {
  'lenet-300-100': 266_200,
  'lenet-5': 2_293_000,
  'cifar-mlp': 2_102_000,
  student: 700,
};
const VGG_WORK = 313_800_000;

const inputs: Readonly<Record<L0Job['data']['name'], number>> = { mnist: 784, 'cifar-10': 3072, 'teacher-student': 2 };

export interface L0Cost {
  /** Training steps at most. */
  readonly steps: number;
  /** Multiply-adds per sample. */
  readonly perSample: number;
  readonly batchSize: number;
}

export function l0Cost({ data, model, training, compression }: L0Job): L0Cost {
  const batchSize = training.batchSize === 0 ? data.train : Math.min(training.batchSize, data.train);
  const rounds = compression.method === 'lottery-ticket' ? compression.ticketRounds + 1 : 1;
  const admm = compression.method === 'l0-admm' ? compression.admmRounds : 0;
  const fineTuning = compression.method === 'vanilla' || compression.method === 'lottery-ticket' ? 0 : training.fineTuneMax;
  const epochs = rounds * training.maxEpochs + admm + fineTuning;
  return { steps: epochs * Math.ceil(data.train / batchSize), perSample: perSample(data, model), batchSize };
}

function perSample(data: L0Job['data'], { name, hidden, width }: L0Job['model']): number {
  if (name === 'vgg-16') return VGG_WORK * width * width;
  if (name !== 'mlp') return workOfNetwork[name];
  const widths = [inputs[data.name], ...hidden, data.name === 'teacher-student' ? 1 : 10];
  return widths.slice(1).reduce((sum, outputs, layer) => sum + outputs * widths[layer], 0);
}
