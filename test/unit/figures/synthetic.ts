/** A small made-up study with fixed numbers: five cycles of a network of 40 neurons, so that figures can be read by eye in a snapshot. */
import { gibbsEntropy } from '../../../src/math/entropy.ts';
import { histogram } from '../../../src/math/histogram.ts';
import { stream } from '../../../src/math/random.ts';
import type { DtcInput, DtcOptions } from '../../../src/figures/dtc/input.ts';
import { dtcFirstView } from '../../../src/study/families/dtc/view.ts';
import { jobSchema, type JobInput } from '../../../src/study/schema.ts';
import { pointOf, type DtcRun } from '../../../src/study/families/dtc/run.ts';
import { dtcJob } from '../support/dtc.ts';
import { publishedBins } from '../math/published-bins.ts';
import type { DtcStep, LayerStep } from '../../../src/study/families/dtc/types.ts';

type Method = 'magnitude' | 'random' | 'dtc' | 'l2' | 'no-pruning';

export interface SyntheticOptions {
  readonly method: Method;
  readonly seed?: number;
  readonly cycles?: number;
  /** Widths of the hidden layers. */
  readonly hidden?: readonly number[];
  readonly compression?: NonNullable<JobInput['compression']>;
  readonly losses?: number;
}

/** A trajectory whose numbers come from a stream named by method, so that methods and seeds differ. */
export function syntheticTrajectory({
  method,
  seed = 1,
  cycles = 5,
  hidden = [40],
  compression = {},
  losses = 20,
}: SyntheticOptions): DtcRun {
  const job = dtcJob(jobSchema.parse({ model: { hidden: [...hidden] }, compression: { ...compression, method }, seed }));
  const random = stream(seed, `synthetic/${method}`);
  const initial = hidden.reduce((sum, width) => sum + width, 0);
  let widths = [...hidden];
  const steps: DtcStep[] = [];
  for (let cycle = 0; cycle < cycles; cycle++) {
    const layers = widths.map((width): LayerStep => {
      const n = Math.max(1, Math.trunc(0.25 * width));
      const measurements = { previous: [...random.normals(n, 30)], next: [...random.normals(n, 5)] };
      const bins = { previous: histogram(measurements.previous, publishedBins), next: histogram(measurements.next, publishedBins) };
      const ray = method === 'dtc' ? Array.from({ length: width }, (_, k) => (k % 5 === 0 ? random.normal() : 0)) : null;
      return {
        neuronsBefore: width,
        neurons: method === 'no-pruning' ? width : Math.ceil(0.8 * (width - 1)),
        measurements,
        weightNorm: { previous: 30 + cycle, next: 5 + random.uniform() },
        gibbsEntropy: {
          previous: gibbsEntropy(measurements.previous, publishedBins),
          next: gibbsEntropy(measurements.next, publishedBins),
        },
        inRange: { previous: bins.previous.inRange, next: bins.next.inRange },
        occupiedBins: { previous: bins.previous.occupied, next: bins.next.occupied },
        ray,
        rayMeanAbs: ray && ray.reduce((sum, value) => sum + Math.abs(value), 0) / width,
        lasso: null,
      };
    });
    widths = layers.map(({ neurons }) => neurons);
    const neurons = widths.reduce((sum, width) => sum + width, 0);
    const before = 0.98 - 0.002 * cycle ** 2 + 0.002 * random.uniform();
    steps.push({
      kind: 'dtc',
      cycle,
      neurons,
      sparsity: 1 - neurons / initial,
      testAccuracy: method === 'no-pruning' ? before : before - 0.01 * (cycle + 1) * random.uniform(),
      testAccuracyBeforePrune: before,
      testCorrect: 9500,
      testCorrectBeforePrune: 9600,
      trainLoss: 0.1,
      gibbsEntropy: layers[0].gibbsEntropy,
      rayMeanAbs: layers[0].rayMeanAbs,
      layers,
      seconds: 1,
    });
  }
  return {
    kind: 'dtc',
    job,
    status: 'finished',
    points: steps.map(pointOf),
    steps,
    losses: Array.from({ length: losses }, (_, i) => 2 / (1 + i) + 0.01 * random.uniform()),
  };
}

/** What a link brings: points without the full steps, and no losses. */
export const digestOf = (trajectory: DtcRun): DtcRun => ({ ...trajectory, steps: null, losses: [] });

export const options: DtcOptions = { theme: 'light', cycle: null, ...dtcFirstView, sparsityAxis: 'linear' };

export const inputOf = (parts: Partial<Omit<DtcInput, 'options'>> & { readonly options?: Partial<DtcOptions> }): DtcInput => ({
  family: 'dtc',
  study: { key: 'a study', name: 'A study', focus: 'run' },
  job: dtcJob(jobSchema.parse({})),
  own: [],
  shared: [],
  published: null,
  ...parts,
  options: { ...options, ...parts.options },
});

/** Three methods under two seeds each. */
export const study = (): DtcRun[] =>
  (['magnitude', 'random', 'dtc'] as const).flatMap((method) => [1, 2].map((seed) => syntheticTrajectory({ method, seed })));
