/** The sets of a job, and what a worker makes of its data. */
import type { AnyDataset } from '../../data/dataset.ts';
import { setSizes } from '../../data/sources/index.ts';
import { sourceWorkers } from '../../nn/data/index.ts';
import type { DataSets, SetsWanted, SourceWorker } from '../../nn/data/source.ts';
import type { L0Job } from './job.ts';
import { evaluationBatch } from './memory.ts';
import { l0MethodOf } from './methods/index.ts';

/** Of a job. */
export type L0Data = DataSets & Pick<SourceWorker, 'inputs' | 'task'>;

export const sourceWorkerOf = ({ data }: Pick<L0Job, 'data'>): SourceWorker => sourceWorkers.get(data.name);

function wanted(job: L0Job): SetsWanted {
  const { data, training, seed } = job;
  return {
    data,
    seed,
    batchSize: training.batchSize || setSizes(job).train.samples,
    evaluationBatch: evaluationBatch(job),
    replays: replaysOf(job),
  };
}

/** How often what has been coded is learned from again. */
function replaysOf(job: L0Job): number {
  const code = l0MethodOf(job).along?.(job);
  return code?.kind === 'passes' ? code.replays : 0;
}

/** @param dataset the files of its data, opened; null for a job whose data are generated */
export function l0Data(job: L0Job, dataset: AnyDataset | null): L0Data {
  const { inputs, task, ...worker } = sourceWorkerOf(job);
  return { ...worker.sets(wanted(job), dataset), inputs, task };
}

/** The test set of a job, for which no training sample need be there. */
export const l0TestData = (job: L0Job, dataset: AnyDataset | null): Pick<DataSets, 'test' | 'dispose'> =>
  sourceWorkerOf(job).test(wanted(job), dataset);
