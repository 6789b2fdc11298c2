/**
 * ℓ0 regularisation, its relatives and its baselines: train with the penalty, prune, fine-tune (arXiv 2505.17469, section 4 and code).
 */
import type { Dataset } from '../../data/dataset.ts';
import { classification, GaussianObjective, regression, type Objective } from '../../nn/loss.ts';
import { ADAM } from '../../nn/optimizer.ts';
import type { RunControl } from '../../nn/run-control.ts';
import type { Reporter } from '../method.ts';
import { AdmmOptimizer } from './admm.ts';
import { Course } from './course.ts';
import { l0Data } from './data.ts';
import type { L0Job } from './job.ts';
import { assignValues, buildNetwork, maskZeros, valuesOf } from './network.ts';
import { effectiveAlpha, minimaxGame, regularisation } from './penalty.ts';
import { trainPhase, type PhaseEnd } from './phase.ts';
import { pruneRegularised, pruneToSparsity } from './pruning.ts';
import type { L0Step, L0Summary } from './record.ts';
import { summarise, type Outcome } from './summary.ts';

export interface L0Context {
  readonly job: L0Job;
  /** Null for a job whose data are generated. */
  readonly dataset: Dataset | null;
  readonly control: RunControl;
  readonly report: Pick<Reporter<L0Step>, 'progress' | 'losses' | 'step' | 'notice'>;
}

/** Runs a job to its end. @throws Cancelled, Diverged, or what the data set throws */
export async function runL0({ job, dataset, control, report }: L0Context): Promise<L0Summary> {
  const data = l0Data(job, dataset);
  const inputs = dataset ? dataset.manifest.shape.reduce((product, side) => product * side, 1) : 2;
  const network = buildNetwork(job, inputs, dataset ? dataset.manifest.classes.length : 1);
  const objective = objectiveOf(job);
  const game = minimaxGame(job, network.parameters);
  const course = new Course({ job, network, objective, data, game, control, optimizer: newOptimizer(job) }, report);
  try {
    return await summarise(course, await runMethod(course));
  } finally {
    course.optimizer.dispose();
    game?.dispose();
    objective.dispose();
    network.dispose();
    data.dispose();
  }
}

const newOptimizer = ({ training }: L0Job): AdmmOptimizer => new AdmmOptimizer(ADAM, { learningRate: training.learningRate });

function objectiveOf({ training }: L0Job): Objective {
  switch (training.loss) {
    case 'cross-entropy':
      return classification('classAxis');
    case 'mse':
      return regression();
    case 'gauss':
      return new GaussianObjective();
  }
}

function runMethod(course: Course): Promise<Outcome> {
  switch (course.job.compression.method) {
    case 'vanilla':
      return unpruned(course);
    case 'rl1':
    case 'drr':
    case 'drr-o':
    case 'pmmp':
    case 'fpp':
      return regularised(course);
    case 'l0-admm':
      return admm(course);
    case 'magnitude-finetune':
    case 'random-finetune':
      return prunedAfterwards(course);
    case 'lottery-ticket':
      return lotteryTicket(course);
  }
}

const plain = () => ({});

/** The first phase, by default without any penalty. */
function firstPhase(course: Course, hyper: Parameters<typeof trainPhase>[1]['hyper'] = plain): Promise<PhaseEnd> {
  const { minEpochs, maxEpochs } = course.job.training;
  return trainPhase(course, { phase: 'regularised', minEpochs, maxEpochs, hyper });
}

/** The third phase: data loss only, pruned weights held at 0, the optimiser as the first phase left it. */
function fineTune(course: Course): Promise<PhaseEnd> {
  const { fineTuneMin, fineTuneMax } = course.job.training;
  return trainPhase(course, { phase: 'fine-tuning', minEpochs: fineTuneMin, maxEpochs: fineTuneMax, hyper: plain });
}

async function unpruned(course: Course): Promise<Outcome> {
  return { regularised: await firstPhase(course), admm: null, fineTuning: null, before: null, after: null, threshold: null };
}

async function regularised(course: Course): Promise<Outcome> {
  const { job, network, game, data } = course;
  const first = await firstPhase(course, regularisation(job, network.parameters, game, course.batches));
  const before = await course.measure(data.test);
  const found = await pruneRegularised(course);
  const after = await course.record('pruning', found ? { threshold: found.threshold, search: searchOf(found.search) } : {});
  return {
    regularised: first,
    admm: null,
    fineTuning: await fineTune(course),
    before,
    after: { loss: after.testLoss, accuracy: after.testAccuracy },
    threshold: found?.threshold ?? null,
  };
}

const searchOf = (search: NonNullable<Awaited<ReturnType<typeof pruneRegularised>>>['search']): L0Step['search'] =>
  search && search.map(({ threshold, loss, accepted }) => ({ threshold, loss: Number.isFinite(loss) ? loss : null, accepted }));

async function prunedAfterwards(course: Course): Promise<Outcome> {
  const { method, targetSparsity } = course.job.compression;
  const first = await firstPhase(course);
  const before = await course.measure(course.data.test);
  await pruneToSparsity(course, method === 'random-finetune' ? 'random' : 'magnitude', targetSparsity);
  const after = await course.record('pruning', {});
  return {
    regularised: first,
    admm: null,
    fineTuning: await fineTune(course),
    before,
    after: { loss: after.testLoss, accuracy: after.testAccuracy },
    threshold: null,
  };
}

/** Plain training, rounds of an epoch each that tie the weights to a sparse copy, then that copy, fine-tuned. */
async function admm(course: Course): Promise<Outcome> {
  const { job, network, optimizer } = course;
  if (!(optimizer instanceof AdmmOptimizer)) throw new TypeError('ℓ0-ADMM needs its own optimiser.');
  const first = await firstPhase(course);
  const { admmRho, admmRounds } = job.compression;
  optimizer.begin(network.parameters, admmRho);
  for (let round = 1; round <= admmRounds; round++) {
    const trainLoss = await course.trainEpoch(`ADMM, round ${round}`, plain);
    await optimizer.update(effectiveAlpha(job));
    if (round === admmRounds || round % job.training.measureEvery === 0) await course.record('admm', { trainLoss });
  }
  const before = await course.measure(course.data.test);
  await course.portrait.begin(network.parameters);
  assignValues(network.parameters, await optimizer.sparse());
  optimizer.end();
  await maskZeros(network.parameters);
  const after = await course.record('pruning', { threshold: Math.sqrt((2 * effectiveAlpha(job)) / admmRho) });
  return {
    regularised: first,
    admm: { epochs: admmRounds, converged: false },
    fineTuning: await fineTune(course),
    before,
    after: { loss: after.testLoss, accuracy: after.testAccuracy },
    threshold: after.threshold,
  };
}

/**
 * Rounds of training, pruning by magnitude and going back to the initial weights with a new optimiser; what is left then trains once more
 * (Frankle and Carbin, arXiv 1803.03635). Each round takes the same share of what the one before it left.
 */
async function lotteryTicket(course: Course): Promise<Outcome> {
  const { job, network, data } = course;
  const { ticketRounds, targetSparsity } = job.compression;
  const initial = await valuesOf(network.parameters);
  let last: PhaseEnd = { epochs: 0, converged: false };
  let [before, after]: (Outcome['before'])[] = [null, null];
  for (let round = 1; round <= ticketRounds; round++) {
    last = await firstPhase(course);
    before = await course.measure(data.test);
    await pruneToSparsity(course, 'magnitude', 1 - (1 - targetSparsity) ** (round / ticketRounds));
    const step = await course.record('pruning', {});
    after = { loss: step.testLoss, accuracy: step.testAccuracy };
    await rewind(course, initial);
  }
  const { minEpochs, maxEpochs } = job.training;
  const ticket = await trainPhase(course, { phase: 'fine-tuning', minEpochs, maxEpochs, hyper: plain });
  return { regularised: last, admm: null, fineTuning: ticket, before, after, threshold: null };
}

/** Initial weights under the present masks, and an optimiser that remembers nothing. */
async function rewind(course: Course, initial: readonly Float32Array[]): Promise<void> {
  const { parameters } = course.network;
  const masks = await Promise.all(parameters.map(async ({ mask }) => mask && (await mask.data())));
  assignValues(parameters, initial.map((values, index) => values.map((value, i) => (masks[index]?.[i] === 0 ? 0 : value))));
  course.optimizer.dispose();
  course.optimizer = newOptimizer(course.job);
}
