/** Records with as much noise as real ones have, drawn rather than trained, for tests of links, files and verdicts. */
import { keptNeurons, ladder } from '../../../src/compression/dtc/ladder.ts';
import { measurementCount } from '../../../src/compression/neurons/measurement.ts';
import { gibbsEntropy } from '../../../src/math/entropy.ts';
import { histogram } from '../../../src/math/histogram.ts';
import { stream, type RandomStream } from '../../../src/math/random.ts';
import type { Environment } from '../../../src/study/records.ts';
import { studySchema, type Job, type Study, type StudyInput } from '../../../src/study/schema.ts';
import { dtcJob, dtcJobsOf, type DtcRecord } from '../support/dtc.ts';
import { publishedBins } from '../math/published-bins.ts';
import type { DtcJob, DtcStep, LayerStep } from '../../../src/study/families/dtc/types.ts';

/**
 * Mean accuracy right after and right before each prune by sparsity, and their standard deviations between seeds: 8 runs of the preset
 * `dtc-as-published` with the method `dtc` in an independent PyTorch implementation.
 */
const bands = [
  { below: 0.8, after: 0.9722, afterSd: 0.0017, before: 0.9768, beforeSd: 0.0008 },
  { below: 0.9, after: 0.9607, afterSd: 0.0043, before: 0.9748, beforeSd: 0.0013 },
  { below: 0.95, after: 0.9313, afterSd: 0.0142, before: 0.9653, beforeSd: 0.0023 },
  { below: 1.01, after: 0.8732, afterSd: 0.0308, before: 0.9411, beforeSd: 0.0037 },
];

/** `scale` multiplies the noise between seeds, `shift` is added to the accuracy after every prune. */
export interface Noise {
  readonly scale?: number;
  readonly shift?: number;
}

export const testEnvironment: Environment = {
  engine: '0.1.0',
  backend: 'wasm',
  device: 'WebAssembly SIMD',
  software: false,
  browser: 'Chromium 140',
  cores: 2,
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const limited = (value: number): number => Math.min(1, Math.max(0, value));

function layerStep(job: DtcJob, random: RandomStream, neuronsBefore: number, neurons: number): LayerStep {
  const n = measurementCount(neuronsBefore, job.compression.measurementShare);
  // Root mean squares of the published measurements: about 60 of the previous layer, 5.5 of the next one.
  const measurements = { previous: [...random.normals(n, 60)], next: [...random.normals(n, 5.5)] };
  const ray =
    job.compression.method === 'dtc' ? [...random.normals(neuronsBefore)].map((value) => (Math.abs(value) > 1.3 ? value : 0)) : null;
  const counts = { previous: histogram(measurements.previous, publishedBins), next: histogram(measurements.next, publishedBins) };
  const certificate = {
    objective: 1,
    dualityGap: 1e-9,
    optimalityResidual: 1e-10,
    nonzeros: n,
    lambdaMax: 100,
    iterations: 2 * n,
    certified: true,
  };
  return {
    neuronsBefore,
    neurons,
    measurements,
    weightNorm: { previous: 60, next: 5.5 },
    gibbsEntropy: { previous: gibbsEntropy(measurements.previous, publishedBins), next: gibbsEntropy(measurements.next, publishedBins) },
    inRange: { previous: counts.previous.inRange, next: counts.next.inRange },
    occupiedBins: { previous: counts.previous.occupied, next: counts.next.occupied },
    ray,
    rayMeanAbs: ray && sum(ray.map(Math.abs)) / ray.length,
    lasso: ray && { previous: certificate, next: certificate },
  };
}

/** @param noise seed of everything that is drawn */
export function noisySteps(any: Job, noise: number, { scale = 1, shift = 0 }: Noise = {}): DtcStep[] {
  const job = dtcJob(any);
  const { share, stopWidth } = job.compression;
  const random = stream(noise, 'noisy-steps');
  const images = job.data.testImages || 10_000;
  return ladder(job.model.hidden, share, stopWidth).map((widths, cycle) => {
    const kept = widths.map((width) => (width > stopWidth ? keptNeurons(width, share) : width));
    const sparsity = 1 - sum(kept) / sum(job.model.hidden);
    const band = bands.find(({ below }) => sparsity < below) ?? bands[3];
    const testAccuracy = limited(band.after + shift + scale * band.afterSd * random.normal());
    const testAccuracyBeforePrune = limited(band.before + scale * band.beforeSd * random.normal());
    const layers = widths.map((width, layer) => layerStep(job, random, width, kept[layer]));
    return {
      kind: 'dtc',
      cycle,
      neurons: sum(kept),
      sparsity,
      testAccuracy,
      testAccuracyBeforePrune,
      testCorrect: Math.round(testAccuracy * images),
      testCorrectBeforePrune: Math.round(testAccuracyBeforePrune * images),
      trainLoss: 0.1 + 0.01 * Math.abs(random.normal()),
      gibbsEntropy: layers[0].gibbsEntropy,
      rayMeanAbs: layers[0].rayMeanAbs,
      layers,
      seconds: 0.5 + random.uniform(),
    };
  });
}

export function noisyRecord(any: Job, noise: number, options?: Noise): DtcRecord {
  const job = dtcJob(any);
  const steps = noisySteps(job, noise, options);
  const last = steps.at(-1);
  return {
    job,
    status: 'finished',
    steps,
    summary: {
      kind: 'dtc',
      cycles: steps.length,
      finalNeurons: last?.neurons ?? 0,
      finalAccuracy: last?.testAccuracy ?? 0,
      accuracyAfterFirstStep: 0.5,
      testImages: job.data.testImages || 10_000,
      trainingSteps: steps.length * job.compression.batchesPerCycle,
    },
    losses: [2.3, 1.2, 0.5],
    error: null,
    environment: testEnvironment,
    startedAt: '2026-11-21T12:00:00.000Z',
    seconds: 25,
  };
}

/** Finished records of all jobs of a study; `noise` tells one run of it from another. */
export function noisyRecords(input: StudyInput, noise: number, options?: Noise): { study: Study; records: DtcRecord[] } {
  const study = studySchema.parse(input);
  return { study, records: dtcJobsOf(study).map((job, index) => noisyRecord(job, noise * 1000 + index, options)) };
}
