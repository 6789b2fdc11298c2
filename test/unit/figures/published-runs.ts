/** The published runs as trajectories, as if this lab had run them: digests, since the source has no full steps. */
import { dtcJob } from '../support/dtc.ts';
import { jobSchema } from '../../../src/study/schema.ts';
import { publishedMethods, type Published } from '../../../src/study/families/dtc/published.ts';
import type { DtcRun } from '../../../src/study/families/dtc/run.ts';

export const publishedRuns = (published: Published): DtcRun[] =>
  publishedMethods.map((method) => ({
    kind: 'dtc',
    job: dtcJob(jobSchema.parse({ compression: { method } })),
    status: 'finished',
    steps: null,
    losses: [],
    points: published.ladder.map((rung, index) => ({
      cycle: rung.cycle,
      neurons: rung.neurons,
      sparsity: rung.sparsity,
      testAccuracy: published.accuracy[method][index],
      testAccuracyBeforePrune: published.accuracy[method][index],
      neuronsBefore: rung.neuronsBefore,
      measurements: rung.measurements,
      gibbsEntropy: { previous: published.gibbsEntropy.previous[index], next: published.gibbsEntropy.next[index] },
      rayMeanAbs: null,
    })),
  }));
