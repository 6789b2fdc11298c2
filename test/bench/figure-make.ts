/**
 * Milliseconds of the processor that a figure of 10,000 runs takes from its input to its traces: made for the first time, and made again as
 * somebody moves the slider of its hull. In Node, where other programs do not count; what Plotly takes to draw comes on top.
 */
import { l0SummarySchema } from '../../src/compression/l0/record.ts';
import type { L0Input, L0Maker } from '../../src/figures/l0/input.ts';
import { frontier } from '../../src/figures/l0/frontier.ts';
import { lossAgainstSize } from '../../src/figures/l0/loss-against-size.ts';
import { median } from '../../src/math/quantile.ts';
import { stream } from '../../src/math/random.ts';
import { l0FirstView } from '../../src/study/families/l0/view.ts';
import type { L0Run } from '../../src/study/families/l0/run.ts';
import { jobSchema } from '../../src/study/schema.ts';
import type { Measurement } from './bench.ts';
import type { L0Job } from '../../src/study/families/l0/types.ts';

const COUNT = 10_000;
const ROUNDS = 9;
const PARAMETERS = 751;
const METHODS = ['rl1', 'drr', 'pmmp', 'fpp'];

/** A sweep as a result file brings it: every job an object of its own, of which nothing is known yet. */
function sweep(): L0Run[] {
  const random = stream(1, 'bench/runs');
  const jobs = METHODS.map(
    (method) =>
      jobSchema.parse({
        data: { name: 'teacher-student', train: 300, test: 1000 },
        model: { name: 'student' },
        training: { loss: 'mse' },
        compression: { method },
      }) as L0Job,
  );
  return Array.from({ length: COUNT }, (_, i): L0Run => {
    const job = structuredClone(jobs[i % METHODS.length]);
    const strength = random.uniform();
    const nonzero = Math.max(1, Math.round(PARAMETERS * 10 ** (-1.8 * strength ** 2)));
    const testLoss = 0.01 + 0.02 * random.uniform() * strength;
    const [modelBytes, dataBytes] = [4 * nonzero, 500 + Math.round(20 * random.uniform())];
    return {
      kind: 'l0',
      job: { ...job, seed: i, compression: { ...job.compression, alpha: 10 ** (-5 + 0.5 * Math.floor(8 * strength)) } },
      status: 'finished',
      steps: [],
      summary: l0SummarySchema.parse({
        kind: 'l0',
        parameters: PARAMETERS,
        nonzero,
        compressionRate: PARAMETERS / nonzero,
        trainLoss: testLoss,
        validationLoss: testLoss,
        testLoss,
        testAccuracy: null,
        before: { testAccuracy: null, testLoss },
        after: { testAccuracy: null, testLoss },
        threshold: 0.04,
        codec: job.compression.codec,
        modelBytes,
        dataBytes,
        descriptionBytes: modelBytes + dataBytes,
        epochs: { regularised: 3, admm: 0, fineTuning: 1 },
        converged: { regularised: true, fineTuning: true },
        sigma: null,
        layers: [],
        trainingSteps: 40,
      }),
    };
  });
}

const inputOf = (own: readonly L0Run[]): L0Input => ({
  family: 'l0',
  study: { key: 'bench', name: 'Bench', focus: 'run' },
  job: own[0].job,
  own,
  shared: [],
  published: null,
  options: { theme: 'light', cycle: null, ...l0FirstView, hull: 'radius' },
});

function processorTime(work: () => void): number {
  const before = process.cpuUsage();
  work();
  return process.cpuUsage(before).user / 1000;
}

/** Of new runs each time. */
const first = ({ make }: L0Maker): number =>
  median(
    Array.from({ length: ROUNDS }, () => {
      const input = inputOf(sweep());
      return processorTime(() => make(input));
    }),
  );

/** Of one input at one place of the slider after another. */
function moved({ make }: L0Maker): number {
  const input = inputOf(sweep());
  make(input);
  return median(
    Array.from({ length: ROUNDS }, (_, round) =>
      processorTime(() => make({ ...input, options: { ...input.options, hullRadius: 0.05 + 0.01 * round } })),
    ),
  );
}

const figures: Readonly<Record<string, () => number>> = {
  'figures/frontier/10000': () => first(frontier),
  'figures/frontier/10000/slider': () => moved(frontier),
  'figures/loss-against-size/10000': () => first(lossAgainstSize),
};

/** @param names rows to measure */
export default function figureMake(names: readonly string[]): Promise<Measurement[]> {
  const wanted = names.filter((name) => name in figures);
  return Promise.resolve(
    wanted.map((name) => ({ name, unit: 'ms', ours: figures[name](), baseline: null, baselineName: null, better: 'less' })),
  );
}
