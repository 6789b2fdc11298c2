/**
 * Dual Tomographic Compression and its baselines: train, measure, prune, test, until the hidden layers are narrow
 * (arXiv 2505.23869 and its notebook).
 */
import { gibbsEntropy } from '../../math/entropy.ts';
import { histogram, symmetricBins } from '../../math/histogram.ts';
import type { BatchSource } from '../../nn/batches.ts';
import type { Dense } from '../../nn/layers/dense.ts';
import { classification } from '../../nn/loss.ts';
import { Mlp } from '../../nn/models/mlp.ts';
import { createAdam } from '../../nn/optimizer.ts';
import { evaluate, train, type Evaluation } from '../../nn/train.ts';
import { allTensorsOf } from '../../nn/weight-tensors.ts';
import type { MethodContext, RunMethod } from '../method.ts';
import { restoreWeights, weightsOf, type DtcCheckpoint } from './checkpoint.ts';
import { cycleWork } from './cost.ts';
import { imagesInOrder } from './data.ts';
import type { DtcJob } from './job.ts';
import { leftOf, rungsOf } from './ladder.ts';
import { LadderProgress } from './progress.ts';
import type { DtcStep, DtcSummary, LayerStep } from './record.ts';
import { Roster } from './roster.ts';
import { dtcMethodOf } from './methods.ts';
import { lookAt } from '../neurons/scoring.ts';
import { keepAtRandom, keepByScore } from '../neurons/selection.ts';
import type { DtcSettings } from './settings.ts';

type Context = MethodContext<DtcJob, DtcStep, DtcCheckpoint>;

export const runDtc: RunMethod<DtcJob, DtcStep, DtcSummary, DtcCheckpoint> = async (context) => {
  const { job, dataset, report, checkpoint = null } = context;
  const source = imagesInOrder(job, dataset, 'train');
  const testSource = imagesInOrder(job, dataset, 'test');
  const network = new Mlp({
    inputs: source.features,
    hidden: checkpoint ? checkpoint.widths.slice(1, -1) : job.model.hidden,
    outputs: source.classes,
    seed: job.model.seed ?? job.seed,
  });
  try {
    if (checkpoint) restoreWeights(network, checkpoint);
    const { batchesPerCycle } = job.compression;
    const rungs = rungsOf(job);
    const { features: inputs, classes } = source;
    const cycleSize = { inputs, classes, batches: batchesPerCycle, batchSize: job.training.batchSize, testImages: testSource.samples };
    const progress = new LadderProgress({ rungs, batches: batchesPerCycle, work: cycleWork(rungs, cycleSize) }, report);
    const test = testing(context, network, testSource, progress);
    const roster = new Roster(job.model.hidden, checkpoint);
    const finished = checkpoint?.cycles ?? 0;
    progress.skip(finished);
    progress.tell('first training step');
    let accuracyAfterFirstStep = checkpoint?.accuracyAfterFirstStep ?? 0;
    let last: DtcStep | null = null;
    for (let cycle = finished; cycle < rungs.length; cycle++) {
      const began = performance.now();
      const trainLoss = await trainCycle(context, network, source, progress, async () => {
        if (cycle === 0) accuracyAfterFirstStep = (await test()).meanBatchAccuracy;
      });
      const before = await test();
      progress.tell('compressing');
      const layers = await compress(context, network, cycle, roster);
      const isPruned = layers.some(({ neurons, neuronsBefore }) => neurons < neuronsBefore);
      const after = isPruned ? await test() : before;
      const neurons = total(network.hidden);
      last = {
        kind: 'dtc',
        cycle,
        neurons,
        sparsity: 1 - neurons / total(job.model.hidden),
        testAccuracy: after.meanBatchAccuracy,
        testAccuracyBeforePrune: before.meanBatchAccuracy,
        testCorrect: after.correct,
        testCorrectBeforePrune: before.correct,
        trainLoss,
        gibbsEntropy: layers[0].gibbsEntropy,
        rayMeanAbs: layers[0].rayMeanAbs,
        layers,
        seconds: (performance.now() - began) / 1000,
      };
      report.step(last);
      progress.nextCycle();
      const cycles = cycle + 1;
      if (cycles < rungs.length) {
        const state = await weightsOf(network);
        report.checkpoint({
          kind: 'dtc',
          cycles,
          trainingSteps: cycles * batchesPerCycle,
          accuracyAfterFirstStep,
          ...state,
          ...roster.alive,
        });
      }
    }
    const finalAccuracy = last?.testAccuracy ?? (await test()).meanBatchAccuracy;
    await report.network({
      stage: 'final',
      size: network.parameters.reduce((sum, { size }) => sum + size, 0),
      testAccuracy: finalAccuracy,
      testLoss: null,
      take: async () => ({ tensors: await allTensorsOf(network), sigma: null }),
    });
    return {
      kind: 'dtc',
      cycles: rungs.length,
      finalNeurons: total(network.hidden),
      finalAccuracy,
      accuracyAfterFirstStep,
      testImages: testSource.samples,
      trainingSteps: rungs.length * batchesPerCycle,
    };
  } finally {
    network.dispose();
  }
};

/** Trains one cycle with a new Adam, always from the first batch on, and gives the loss of its last batch. */
async function trainCycle(
  { job, control, report }: Context,
  network: Mlp,
  source: BatchSource,
  progress: LadderProgress,
  afterFirstStep: () => Promise<void>,
): Promise<number> {
  const optimizer = createAdam({ learningRate: job.training.learningRate });
  const onChunk = (losses: Float32Array, seconds: number): void => {
    report.losses(losses);
    progress.trained(losses.length, seconds);
  };
  const steps = { network, optimizer, source, objective: classification(job.training.loss), control, onChunk };
  try {
    const first = await train({ ...steps, steps: 1 });
    await afterFirstStep();
    const rest = job.compression.batchesPerCycle - 1;
    return rest > 0 ? await train({ ...steps, first: 1, steps: rest }) : first;
  } finally {
    optimizer.dispose();
  }
}

function testing({ job, control }: Context, network: Mlp, source: BatchSource, progress: LadderProgress): () => Promise<Evaluation> {
  const { predictAxis, loss } = job.training;
  const objective = classification(predictAxis === 'loss' ? loss : predictAxis);
  return () => {
    progress.tell('testing');
    return evaluate(network, source, objective, control);
  };
}

/** Measures every hidden layer, then removes the neurons that go. */
async function compress(context: Context, network: Mlp, cycle: number, roster: Roster): Promise<LayerStep[]> {
  const weights = await Promise.all(network.layers.map((layer) => layer.values()));
  const layers: LayerStep[] = [];
  const keeps: Uint32Array[] = [];
  for (const [index, keep] of leftOf(context.job, network.hidden).entries()) {
    const examined = examine(context, network.layers, weights, index, cycle, keep);
    layers.push(examined.step);
    keeps.push(examined.kept);
    await context.control.checkpoint();
  }
  for (const [index, kept] of keeps.entries()) {
    if (kept.length < layers[index].neuronsBefore) await network.keepNeurons(index, kept);
  }
  return layers.map((layer, index) => (layer.neurons < layer.neuronsBefore ? { ...layer, ...roster.keep(index, keeps[index]) } : layer));
}

/** Measurements, entropies, ray and choice of one hidden layer; nothing is changed. */
function examine(
  { job, report }: Context,
  layers: readonly Dense[],
  weights: readonly Float32Array[],
  index: number,
  cycle: number,
  keep: number,
): { step: LayerStep; kept: Uint32Array } {
  const settings = job.compression;
  const [own, next] = [layers[index], layers[index + 1]];
  const m = own.outputs;
  const method = dtcMethodOf(job);
  const around = { neurons: m, incoming: weights[index], inputs: own.inputs, outgoing: weights[index + 1], outputs: next.outputs };
  const {
    scored,
    measurements: y,
    reconstruction,
  } = lookAt(method, around, {
    measurementShare: settings.measurementShare,
    lambda: settings.lambda,
    seed: settings.measurementSeed ?? job.seed,
    layer: index,
    cycle: settings.measurementMatrix === 'fresh' ? cycle : null,
  });
  if (reconstruction && !(reconstruction.lasso.previous.certified && reconstruction.lasso.next.certified)) {
    report.notice(`The LASSO of cycle ${cycle} missed its tolerance; the step's certificate says by how much.`);
  }
  const { ray } = scored;
  const selection = { seed: settings.selectionSeed ?? job.seed, cycle, layer: index };
  const kept = method.scores
    ? keepByScore(method.scores(scored, settings.rayDomain), keep, settings.prune, selection)
    : keepAtRandom(m, keep, selection);
  const entropies = { previous: entropyOf(settings, y.previous), next: entropyOf(settings, y.next) };
  const both = <Key extends keyof Entropy>(key: Key) => ({ previous: entropies.previous[key], next: entropies.next[key] });
  const step: LayerStep = {
    neuronsBefore: m,
    neurons: keep,
    measurements: { previous: [...y.previous], next: [...y.next] },
    weightNorm: { previous: norm(scored.previousSums), next: norm(scored.nextSums) },
    gibbsEntropy: both('bits'),
    inRange: both('inRange'),
    occupiedBins: both('occupied'),
    ray: ray && [...ray],
    rayMeanAbs: ray && ray.reduce((sum, value) => sum + Math.abs(value), 0) / m,
    lasso: reconstruction?.lasso ?? null,
  };
  return { step, kept };
}

interface Entropy {
  readonly bits: number | null;
  readonly inRange: number;
  readonly occupied: number;
}

function entropyOf(settings: DtcSettings, measurements: Float64Array): Entropy {
  const bins = symmetricBins(settings.histogramRange, settings.histogramBin, measurements);
  const { inRange, occupied } = histogram(measurements, bins);
  return { bits: gibbsEntropy(measurements, bins, { base: 2 }), inRange, occupied };
}

const total = (widths: readonly number[]): number => widths.reduce((sum, width) => sum + width, 0);
const norm = (vector: Float64Array): number => Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
