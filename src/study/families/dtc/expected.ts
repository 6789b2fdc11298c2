/** What the published runs say that a study will come to. */
import { log10 } from '../../../math/elementary.ts';
import type { Study } from '../../job.ts';
import type { Sketch } from '../../sketch.ts';
import { isComparable, publishedMethods, type Published } from './published.ts';
import { isDtcJob } from './settings.ts';

/** The curves of the paper’s first figure; null for a study that does otherwise than its notebook, from which they come. */
export function dtcExpected({ ladder, accuracySmoothed }: Published, study: Study): Sketch | null {
  const { job } = study;
  if (!isDtcJob(job) || !isComparable(study)) return null;
  if (job.training.loss !== 'batchAxis' || job.compression.prune !== 'largest') return null;
  return {
    caption: 'accuracy against neurons removed, on a scale of what is left, as published in figure 1',
    as: 'lines',
    series: publishedMethods.map((method) => ({
      method,
      points: accuracySmoothed[method].map((accuracy, cycle) => [-log10(1 - ladder[cycle].sparsity), accuracy] as const),
    })),
  };
}
