/** Records of ℓ0 jobs with numbers as real ones have them, drawn rather than trained, for tests of links and verdicts. */
import { stream } from '../../../src/math/random.ts';
import { jobsOf, studySchema, type Job, type Study, type StudyInput } from '../../../src/study/schema.ts';
import { testEnvironment } from './noisy-records.ts';
import type { L0Job, L0Record, L0Step, L0Summary } from '../../../src/study/families/l0/types.ts';
import { isL0Job } from '../../../src/study/families/l0/settings.ts';

const tensors = [
  ['dense-1', 235_500],
  ['dense-2', 30_100],
  ['dense-3', 1010],
] as const;
const PARAMETERS = 266_610;

/** `scale` multiplies the spread between seeds, `shift` is added to the logarithm of what is left and taken from the accuracy. */
export interface L0Noise {
  readonly scale?: number;
  readonly shift?: number;
}

/** @param noise names the draw: another one is another machine */
export function noisyL0Record(job: L0Job, noise: number, { scale = 1, shift = 0 }: L0Noise = {}): L0Record {
  const random = stream(noise, `l0/${JSON.stringify([job.compression, job.seed])}`);
  const normal = (sd: number): number => random.normals(16, sd)[0];
  const alpha = Math.max(job.compression.alpha, 1e-7);
  const nonzero = Math.max(
    50,
    Math.min(PARAMETERS, Math.round(PARAMETERS * Math.exp(-0.45 * Math.log(alpha / 1e-7) + normal(0.05) * scale + shift))),
  );
  const classifies = job.training.loss === 'cross-entropy';
  const accuracy = Math.min(1, 0.982 - 0.001 * Math.log10(alpha / 1e-7) + normal(0.0006) * scale - 0.1 * shift);
  const loss = Math.exp(-2.8 + 0.05 * Math.log10(alpha / 1e-7) + normal(0.03) * scale);
  const step = (phase: L0Step['phase'], epoch: number, left: number, factor: number): L0Step => ({
    kind: 'l0',
    phase,
    epoch,
    trainLoss: loss * factor * Math.exp(normal(0.02)),
    validationLoss: loss * factor * 1.1 * Math.exp(normal(0.02)),
    testLoss: loss * factor * 1.15 * Math.exp(normal(0.02)),
    validationAccuracy: classifies ? Math.min(1, accuracy - 0.02 * (factor - 1)) : null,
    testAccuracy: classifies ? Math.min(1, Math.max(0, accuracy - 0.02 * (factor - 1) + normal(0.0005))) : null,
    nonzero: left,
    sparsity: 1 - left / PARAMETERS,
    threshold: phase === 'pruning' ? 0.0123 : null,
    search: null,
    sigma: null,
    undecided: null,
    seconds: 1,
  });
  const first = Array.from({ length: 31 }, (_, index) =>
    step('regularised', Math.max(1, 10 * index), PARAMETERS, 1 + 3 * Math.exp(-index / 4)),
  );
  const pruned = step('pruning', 300, nonzero, 1.1);
  const tuned = Array.from({ length: 12 }, (_, index) => step('fine-tuning', 301 + 10 * index, nonzero, 1 + 0.1 * Math.exp(-index)));
  const figures = ({ testAccuracy, testLoss }: L0Step) => ({ testAccuracy, testLoss });
  const last = tuned[tuned.length - 1];
  const dataBytes = (job.data.train * last.trainLoss) / Math.LN2 / 8;
  const summary: L0Summary = {
    kind: 'l0',
    parameters: PARAMETERS,
    nonzero,
    compressionRate: PARAMETERS / nonzero,
    trainLoss: last.trainLoss,
    validationLoss: last.validationLoss,
    testLoss: last.testLoss,
    testAccuracy: last.testAccuracy,
    before: figures(first[30]),
    after: figures(pruned),
    threshold: 0.0123 * Math.exp(normal(0.3)),
    codec: job.compression.codec,
    modelBytes: 4 * nonzero,
    dataBytes,
    descriptionBytes: 4 * nonzero + dataBytes,
    epochs: { regularised: 300, admm: 0, fineTuning: 111 },
    converged: { regularised: true, fineTuning: true },
    sigma: null,
    layers: tensors.map(([name, size], index) => ({ name, size, nonzero: index === 0 ? nonzero - 40 : 20 })),
    trainingSteps: 36_990,
  };
  return {
    job,
    status: 'finished',
    steps: [...first, pruned, ...tuned],
    summary,
    losses: [],
    error: null,
    environment: testEnvironment,
    startedAt: null,
    seconds: 100,
  };
}

export function noisyL0Records(input: StudyInput, noise: number, options?: L0Noise): { study: Study; records: L0Record[] } {
  const study = studySchema.parse(input);
  return { study, records: jobsOf(study).map((job) => noisyL0Record(l0Job(job), noise, options)) };
}

function l0Job(job: Job): L0Job {
  if (!isL0Job(job)) throw new Error('This is no ℓ0 job.');
  return job;
}
