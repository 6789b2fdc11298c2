/** Made-up ℓ0 runs with fixed numbers: losses rise and networks shrink with α, so that figures can be read by eye in a snapshot. */
import { weightHistogram } from '../../../../src/compression/weight-histogram.ts';
import type { L0Input, L0Options } from '../../../../src/figures/l0/input.ts';
import { toLevels } from '../../../../src/math/levels.ts';
import { stream } from '../../../../src/math/random.ts';
import type { L0Run } from '../../../../src/study/families/l0/run.ts';
import { l0StepSchema, l0SummarySchema } from '../../../../src/compression/l0/record.ts';

import { jobSchema, type JobInput } from '../../../../src/study/schema.ts';
import { l0FirstView } from '../../../../src/study/families/l0/view.ts';
import type { L0Job, L0Step, L0Summary } from '../../../../src/study/families/l0/types.ts';

export const l0Job = (job: JobInput): L0Job => jobSchema.parse(job) as L0Job;

export const mnistJob = (compression: Readonly<Record<string, unknown>> = {}, seed = 1): L0Job =>
  l0Job({ data: { name: 'mnist', train: 1000 }, compression: { method: 'drr', ...compression }, seed });

export const studentJob = (compression: Readonly<Record<string, unknown>> = {}, seed = 1, loss = 'mse'): L0Job =>
  l0Job({
    data: { name: 'teacher-student', train: 300, test: 1000 },
    model: { name: 'student' },
    training: { loss },
    compression: { method: 'drr', ...compression },
    seed,
  });

/** What a run is said to have come to; the rest follows. */
export interface Outcome {
  readonly nonzero: number;
  readonly testLoss: number;
  readonly testAccuracy?: number | null;
  readonly dataBytes?: number;
  readonly status?: L0Run['status'];
}

/** A finished run of three measured epochs, a pruning and one of fine-tuning. */
export function endedRun(job: L0Job, { nonzero, testLoss, testAccuracy = null, dataBytes = 400, status = 'finished' }: Outcome): L0Run {
  const student = job.data.name === 'teacher-student';
  const parameters = student ? 751 : 266_610;
  const random = stream(job.seed, `test/${job.compression.method}/${job.compression.alpha}`);
  const weights = random.normals(400, 0.05);
  const kept = weights.map((value) => (Math.abs(value) < 0.04 ? 0 : value));
  const step = (phase: L0Step['phase'], epoch: number, loss: number, extra: Partial<L0Step> = {}): L0Step =>
    l0StepSchema.parse({
      kind: 'l0',
      phase,
      epoch,
      trainLoss: loss,
      validationLoss: 1.1 * loss,
      testLoss: 1.2 * loss,
      validationAccuracy: testAccuracy,
      testAccuracy,
      nonzero: phase === 'regularised' ? parameters : nonzero,
      sparsity: phase === 'regularised' ? 0 : 1 - nonzero / parameters,
      threshold: null,
      search: null,
      sigma: job.training.loss === 'gauss' ? 0.1 : null,
      undecided: null,
      seconds: 1,
      ...extra,
    });
  const tried = [0.32, 0.16, 0.08, 0.04, 0.06].map((threshold) => ({
    threshold,
    loss: threshold > 0.3 ? null : testLoss * (1 + threshold),
    accepted: threshold < 0.05,
  }));
  const widths = student
    ? [
        [50, 25],
        [625, 25],
        [25, 1],
      ]
    : [];
  const sparse = (length: number, every: number) =>
    Array.from({ length }, (_, i) => (i % every === 0 ? Number((0.3 - (i % 7) / 10).toFixed(2)) : 0));
  const diagram = (every: number) => ({
    weights: widths.map(([size]) => sparse(size, every)),
    biases: widths.map(([, size]) => sparse(size, every)),
  });
  const summary: L0Summary = l0SummarySchema.parse({
    kind: 'l0',
    parameters,
    nonzero,
    compressionRate: nonzero === 0 ? null : parameters / nonzero,
    trainLoss: testLoss,
    validationLoss: testLoss,
    testLoss,
    testAccuracy,
    before: { testAccuracy, testLoss },
    after: { testAccuracy, testLoss },
    threshold: 0.04,
    codec: job.compression.codec,
    modelBytes: 4 * nonzero,
    dataBytes,
    descriptionBytes: 4 * nonzero + dataBytes,
    epochs: { regularised: 3, admm: 0, fineTuning: 1 },
    converged: { regularised: false, fineTuning: true },
    sigma: job.training.loss === 'gauss' ? 0.1 : null,
    layers: [
      { name: 'dense-1', size: 600, nonzero: Math.round(nonzero / 2) % 600 },
      { name: 'dense-2', size: 151, nonzero: nonzero % 100 },
    ],
    trainingSteps: 40,
    weights: weightHistogram([Float32Array.from(kept)]),
    ...(student
      ? {}
      : {
          firstLayer: {
            kind: 'pixels',
            height: 2,
            width: 3,
            channels: 1,
            units: 4,
            used: [0, 1, 2, 3, 4, 0],
            magnitude: toLevels([0, 0.1, 0.2, 0.3, 0.4, 0]),
            shown: [0, 2].map((unit) => ({ unit, used: 2, weights: toLevels([0, 0.1, -0.2, 0, 0.4, 0]) })),
          },
        }),
  });
  return {
    kind: 'l0',
    job,
    status,
    steps: [
      step('regularised', 1, 3 * testLoss),
      step('regularised', 3, 2 * testLoss),
      ...(job.compression.method === 'vanilla'
        ? []
        : [
            step('pruning', 3, 2.1 * testLoss, {
              threshold: 0.04,
              search: tried,
              weights: { before: weightHistogram([Float32Array.from(weights)]), after: weightHistogram([Float32Array.from(kept)]) },
              ...(student ? { connections: { dense: diagram(1), before: diagram(4), after: diagram(8) } } : {}),
            }),
            step('fine-tuning', 4, testLoss),
          ]),
    ],
    summary,
  };
}

/** A run that has measured one epoch. */
export function begunRun(job: L0Job): L0Run {
  const { steps } = endedRun(job, { nonzero: 100, testLoss: 0.1 });
  return { kind: 'l0', job, status: 'running', steps: steps.slice(0, 1), summary: null };
}

export const l0InputOf = (parts: Partial<Omit<L0Input, 'options'>>, options: Partial<L0Options> = {}): L0Input => ({
  family: 'l0',
  study: { key: 'a study', name: 'A study', focus: 'run' },
  job: (parts.own ?? parts.shared)?.[0]?.job ?? mnistJob(),
  own: [],
  shared: [],
  published: null,
  ...parts,
  options: { theme: 'light', cycle: null, ...l0FirstView, ...options },
});

const sizes: Readonly<Record<number, number>> = { 0: 40_000, 1e-5: 6000, 1e-4: 3000, 1e-3: 700 };

/** Two methods, four α (0 among them), two seeds, on images. */
export const mnistStudy = (): L0Run[] =>
  (['rl1', 'drr'] as const).flatMap((method, m) =>
    Object.entries(sizes).flatMap(([alpha, size], a) =>
      [1, 2].map((seed) =>
        endedRun(mnistJob({ method, alpha: Number(alpha) }, seed), {
          nonzero: size + 50 * m + 20 * seed,
          testLoss: 0.1 + 0.03 * a + 0.005 * seed,
          testAccuracy: 0.98 - 0.01 * a - 0.001 * (seed + m),
        }),
      ),
    ),
  );

/** The same on generated data, with an unpruned run beside. */
export const studentStudy = (loss = 'mse'): L0Run[] => [
  endedRun(studentJob({ method: 'vanilla' }, 1, loss), { nonzero: 751, testLoss: 0.02, dataBytes: 1400 }),
  ...(['rl1', 'drr'] as const).flatMap((method, m) =>
    [1e-4, 1e-3, 1e-2].flatMap((alpha, a) =>
      [1, 2].map((seed) =>
        endedRun(studentJob({ method, alpha }, seed, loss), {
          nonzero: [300, 90, 20][a] + 5 * m + seed,
          testLoss: 0.01 + 0.004 * (a - 1) ** 2 + 0.0005 * seed,
          dataBytes: 1300 + 40 * a,
        }),
      ),
    ),
  ),
];
