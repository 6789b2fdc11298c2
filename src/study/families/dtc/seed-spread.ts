/**
 * How far two runs of the published set-up differ by their seeds alone, for results that come without repeats.
 *
 * Source: our own runs of arXiv 2505.23869 in an independent PyTorch implementation (one CPU thread, float32, exact LASSO, ties broken at
 * random), MNIST, 34 cycles, seeds 1 to 7 and 42424242: standard deviation between seeds of the accuracy of a single cycle, averaged over
 * the cycles of a band of sparsity.
 */
import { dtcJobSchema } from '../../../compression/dtc/job.ts';
import { seedSchema } from '../../../data/setting.ts';
import { jobKey } from '../../job.ts';
import type { DtcJob } from './types.ts';

/** Upper ends of the bands of sparsity; the last one takes the rest. */
const bandEnds = [0.8, 0.9, 0.95];

interface Spread {
  /** Right after the prune, by band. */
  readonly after: readonly number[];
  /** Right before it. */
  readonly before: readonly number[];
}

const spreads: Readonly<Record<string, Spread>> = {
  'batchAxis largest magnitude': { after: [0.0022, 0.0061, 0.0121, 0.0359], before: [0.001, 0.0012, 0.002, 0.0048] },
  'batchAxis largest random': { after: [0.0019, 0.0043, 0.0138, 0.0294], before: [0.0009, 0.001, 0.0019, 0.0044] },
  'batchAxis largest dtc': { after: [0.0017, 0.0043, 0.0142, 0.0308], before: [0.0008, 0.0013, 0.0023, 0.0037] },
  'classAxis smallest magnitude': { after: [0.0032, 0.0102, 0.0164, 0.0483], before: [0.0012, 0.0015, 0.0019, 0.0047] },
  'classAxis smallest random': { after: [0.0027, 0.0067, 0.0263, 0.0604], before: [0.0011, 0.0012, 0.0016, 0.0039] },
  'classAxis smallest dtc': { after: [0.0028, 0.0095, 0.0233, 0.0649], before: [0.0011, 0.0014, 0.0018, 0.0053] },
  'classAxis largest magnitude': { after: [0.0031, 0.0087, 0.0275, 0.0665], before: [0.0013, 0.0014, 0.0016, 0.0036] },
  'classAxis largest random': { after: [0.0027, 0.0067, 0.0263, 0.0604], before: [0.0011, 0.0012, 0.0016, 0.0039] },
  'classAxis largest dtc': { after: [0.003, 0.008, 0.0204, 0.0598], before: [0.0012, 0.0012, 0.0019, 0.0036] },
};

/** Standard deviations between seeds of the two accuracies of a cycle, as shares; null where the job is not one that was measured. */
export function typicalSpread(job: DtcJob): ((sparsity: number) => { readonly after: number; readonly before: number }) | null {
  const { loss } = job.training;
  const { prune, method, histogramRange, histogramBin, measurementSeed, selectionSeed } = job.compression;
  const spread = spreads[`${loss} ${prune} ${method}`];
  const measured = dtcJobSchema(seedSchema).parse({
    model: { seed: job.model.seed },
    training: { loss },
    compression: { prune, method, histogramRange, histogramBin, measurementSeed, selectionSeed },
    seed: job.seed,
  });
  if (!spread || jobKey(measured) !== jobKey(job)) return null;
  return (sparsity) => {
    const found = bandEnds.findIndex((end) => sparsity < end);
    const band = found === -1 ? bandEnds.length : found;
    return { after: spread.after[band], before: spread.before[band] };
  };
}
