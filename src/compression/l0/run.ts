/**
 * ℓ0 regularisation, its relatives and its baselines: train with the penalty, prune, fine-tune (arXiv 2505.17469, section 4 and code).
 */
import type { WeightTensor } from '../../coding/weight-matrix.ts';
import type { Dataset } from '../../data/dataset.ts';
import { z } from '../../data/zod.ts';
import { ADAM } from '../../nn/optimizer.ts';
import type { HardConcreteGates } from '../../nn/optimizer/hard-concrete.ts';
import type { Rule } from '../../nn/optimizer/hyper.ts';
import type { Schedule } from '../../nn/optimizer/schedules.ts';
import type { RunControl } from '../../nn/run-control.ts';
import { restoreTensors } from '../../nn/weight-tensors.ts';
import { AdmmOptimizer } from './admm.ts';
import type { L0Checkpoint } from './checkpoint.ts';
import { Course, type L0Reporter, type Measured } from './course.ts';
import { l0Data } from './data.ts';
import type { L0Job } from './job.ts';
import { assignValues, buildNetwork, valuesOf } from './network.ts';
import { learningRates } from './learning-rate.ts';
import { effectiveAlpha, fullRegularisation, hardConcreteGates, minimaxGame, regularisation } from './penalty.ts';
import { objectiveOf } from './objective.ts';
import type { Pace } from './pace.ts';
import { trainPhase, type PhaseEnd, type PhaseOptions } from './phase.ts';
import { portraitSchema } from './portrait.ts';
import { pruneRegularised, pruneToSparsity, settle, shrink } from './pruning.ts';
import type { L0Step, L0Summary } from './record.ts';
import { summarise, type Outcome } from './summary.ts';

export interface L0Context {
  readonly job: L0Job;
  /** Null for a job whose data are generated. */
  readonly dataset: Dataset | null;
  readonly control: RunControl;
  readonly report: L0Reporter;
  /** Where to go on; without it the job begins anew. What follows is the same, bit for bit, as if it had never stopped. */
  readonly checkpoint?: L0Checkpoint | null;
  /** What a job that begins with a stored network begins with. */
  readonly start?: StartNetwork | null;
  /** How often checkpoints are left: by time and size unless told. */
  readonly pace?: Pace;
}

/** Its numbers as files have them, running statistics included, and σ of the Gaussian loss. */
export interface StartNetwork {
  readonly tensors: readonly WeightTensor[];
  readonly sigma: number | null;
}

/** Runs a job to its end. @throws Cancelled, Diverged, RangeError for a start that does not fit, or what the data set throws */
export async function runL0({ job, dataset, control, report, checkpoint, start = null, pace }: L0Context): Promise<L0Summary> {
  const data = l0Data(job, dataset);
  const network = buildNetwork(job, data);
  const objective = objectiveOf(job, start?.sigma ?? undefined);
  const game = minimaxGame(job, network.parameters);
  const gates = hardConcreteGates(job, network.parameters);
  const course = new Course(
    { job, network, objective, data, game, gates, control, optimizer: newOptimizer(job), checkpoint, pace },
    report,
  );
  try {
    const summary = await summarise(course, await (start ? fromStart(course, start) : runMethod(course)));
    await course.handOver('final', { loss: summary.testLoss, accuracy: summary.testAccuracy });
    return summary;
  } finally {
    course.optimizer.dispose();
    game?.dispose();
    gates?.dispose();
    objective.dispose();
    network.dispose();
    data.dispose();
  }
}

/** Of the ImageNet runs. */
const MOMENTUM: Rule = { kind: 'momentum', momentum: 0.9 };

const newOptimizer = ({ training }: L0Job): AdmmOptimizer =>
  new AdmmOptimizer(training.optimiser === 'adam' ? ADAM : MOMENTUM, { learningRate: training.learningRate });

function runMethod(course: Course): Promise<Outcome> {
  switch (course.job.compression.method) {
    case 'vanilla':
      return unpruned(course);
    case 'rl1':
    case 'drr':
    case 'drr-o':
    case 'pmmp':
    case 'fpp':
    case 'hard-concrete':
    case 'layerwise':
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

/** Fine-tuning alone, of a network that somebody has pruned: what is 0 in it stays so. */
async function fromStart(course: Course, { tensors }: StartNetwork): Promise<Outcome> {
  const { network } = course;
  restoreTensors(network, tensors, course.job.compression.deleteNeurons === 'yes');
  await settle(course);
  const { after } = await prune(course, () => Promise.resolve({}));
  return {
    regularised: { epochs: 0, converged: false },
    admm: null,
    fineTuning: await fineTune(course, 0),
    before: null,
    after,
    threshold: null,
  };
}

const plain = () => ({});

/** The numbers of steps with their learning rate. */
function withRate(course: Course, hyper: PhaseOptions['hyper'], rate: Schedule): PhaseOptions['hyper'] {
  if (course.job.training.schedule === 'constant') return hyper;
  return (step) => ({ ...hyper(step), learningRate: rate(step) });
}

/** The first phase, by default without any penalty. */
function firstPhase(course: Course, own: Partial<PhaseOptions> = {}): Promise<PhaseEnd> {
  const { job, batches } = course;
  const { minEpochs, maxEpochs } = job.training;
  const hyper = withRate(course, own.hyper ?? plain, learningRates(job, batches).first);
  return trainPhase(course, { phase: 'regularised', minEpochs, maxEpochs, ...own, hyper });
}

/** The third phase: data loss only, pruned weights held at 0, the optimiser as the first phase left it. */
function fineTune(course: Course, epochsBefore: number): Promise<PhaseEnd> {
  const { fineTuneMin, fineTuneMax } = course.job.training;
  const hyper = withRate(course, plain, learningRates(course.job, course.batches).after(epochsBefore));
  return trainPhase(course, { phase: 'fine-tuning', minEpochs: fineTuneMin, maxEpochs: fineTuneMax, hyper });
}

async function unpruned(course: Course): Promise<Outcome> {
  return { regularised: await firstPhase(course), admm: null, fineTuning: null, before: null, after: null, threshold: null };
}

async function regularised(course: Course): Promise<Outcome> {
  const { job, network, gates } = course;
  const { prelude, shrinking } = job.compression;
  const objective = fullRegularisation(job, network.parameters, course);
  const first = await firstPhase(course, {
    hyper: regularisation(job, objective, course.batches),
    objective,
    ...(gates ? gatedEpochs(course, gates, prelude) : {}),
    ...(shrinking === 'yes' ? { shrink: (epoch) => (epoch > prelude ? shrinkAndRecord(course, epoch) : Promise.resolve()) } : {}),
  });
  course.gates = null;
  const pruned = await prune(course, async (interrupted) => {
    const found = await pruneRegularised(course, interrupted);
    return found ? { threshold: found.threshold, search: searchOf(found.search) } : {};
  });
  return { regularised: first, admm: null, fineTuning: await fineTune(course, first.epochs), ...pruned };
}

/** After the prelude an epoch begins with random gates and ends without noise, so that what is tested and kept is what will be left. */
const gatedEpochs = (course: Course, gates: HardConcreteGates, prelude: number): Pick<PhaseOptions, 'beforeEpoch' | 'afterEpoch'> => ({
  beforeEpoch: (epoch) => {
    if (epoch === prelude + 1) gates.adopt();
    if (epoch > prelude) gates.draw(course.optimizer.steps + 1);
  },
  afterEpoch: (epoch) => {
    if (epoch > prelude) gates.settle();
  },
});

async function shrinkAndRecord(course: Course, epoch: number): Promise<void> {
  const found = await shrink(course, epoch);
  await course.record('shrinking', found ? { threshold: found.threshold, search: searchOf(found.search) } : {});
}

const searchOf = (search: NonNullable<Awaited<ReturnType<typeof pruneRegularised>>>['search']): L0Step['search'] =>
  search && search.map(({ threshold, loss, accepted }) => ({ threshold, loss: Number.isFinite(loss) ? loss : null, accepted }));

const measuredSchema = z.strictObject({ loss: z.number(), accuracy: z.number().nullable() });
const prunedSchema = z.strictObject({ before: measuredSchema, after: measuredSchema, threshold: z.number().nullable() });
/** Amid a pruning that is interrupted. */
const pruningSchema = z.strictObject({ before: measuredSchema, portrait: portraitSchema });

/**
 * The second phase, a stage of the job: test figures before and after, and the step that is told.
 * @param work prunes; told whether it was interrupted and goes on in its midst
 */
function prune(
  course: Course,
  work: (interrupted: boolean) => Promise<Parameters<Course['record']>[1]>,
): Promise<z.output<typeof prunedSchema>> {
  const stage = 'pruning';
  return course.stage(stage, prunedSchema, async () => {
    const { portrait } = course;
    const from = await course.goOn(pruningSchema);
    if (from) portrait.goOn(from.progress.portrait);
    const before = from?.progress.before ?? (await course.measure(course.data.test));
    // Of the rounds of a lottery ticket only the first begins with a network that nothing was pruned of.
    if (!from && course.network.parameters.every(({ mask }) => mask === null)) await course.handOver('unpruned', before);
    const found = await course.part({ stage, progress: () => ({ before: { ...before }, portrait: portrait.begun }), kept: null }, () =>
      work(from !== null),
    );
    const { testLoss, testAccuracy, threshold } = await course.record('pruning', found);
    const after: Measured = { loss: testLoss, accuracy: testAccuracy };
    return { before, after, threshold };
  });
}

async function prunedAfterwards(course: Course): Promise<Outcome> {
  const { method, targetSparsity, deleteNeurons } = course.job.compression;
  const first = await firstPhase(course);
  const pruned = await prune(course, async () => {
    await pruneToSparsity(course, method === 'random-finetune' ? 'random' : 'magnitude', targetSparsity);
    if (deleteNeurons === 'yes') await settle(course);
    return {};
  });
  return { regularised: first, admm: null, fineTuning: await fineTune(course, first.epochs), ...pruned };
}

/** Plain training, rounds of an epoch each that tie the weights to a sparse copy, then that copy, fine-tuned. */
async function admm(course: Course): Promise<Outcome> {
  const { job, network, optimizer } = course;
  if (!(optimizer instanceof AdmmOptimizer)) throw new TypeError('ℓ0-ADMM needs its own optimiser.');
  const first = await firstPhase(course);
  const { admmRho } = job.compression;
  optimizer.begin(network.parameters, admmRho);
  const rounds = await course.stage('admm', z.int(), () => tiedRounds(course, optimizer, first.epochs));
  const pruned = await prune(course, async () => {
    await course.portrait.begin(network.parameters);
    assignValues(network.parameters, await optimizer.sparse());
    await settle(course);
    return { threshold: Math.sqrt((2 * effectiveAlpha(job)) / admmRho) };
  });
  optimizer.end();
  return {
    regularised: first,
    admm: { epochs: rounds, converged: false },
    fineTuning: await fineTune(course, first.epochs + rounds),
    ...pruned,
  };
}

/** @returns how many rounds there were */
async function tiedRounds(course: Course, optimizer: AdmmOptimizer, epochsBefore: number): Promise<number> {
  const { compression, training } = course.job;
  const { admmRounds } = compression;
  const done = (await course.goOn(z.strictObject({ rounds: z.int().min(1) })))?.progress.rounds ?? 0;
  for (let round = done + 1; round <= admmRounds; round++) {
    const rate = learningRates(course.job, course.batches).after(epochsBefore + round - 1);
    const trainLoss = await course.trainEpoch(`ADMM, round ${round}`, withRate(course, plain, rate));
    await optimizer.update(effectiveAlpha(course.job));
    const last = round === admmRounds;
    if (last || round % training.measureEvery === 0) await course.record('admm', { trainLoss });
    if (!last) await course.checkpoint('admm', { rounds: round });
  }
  return admmRounds;
}

/**
 * Rounds of training, pruning by magnitude and going back to the initial weights with a new optimiser; what is left then trains once more
 * (Frankle and Carbin, arXiv 1803.03635). Each round takes the same share of what the one before it left.
 */
async function lotteryTicket(course: Course): Promise<Outcome> {
  const { job, network } = course;
  const { ticketRounds, targetSparsity } = job.compression;
  // A network is built with the same weights each time, so that these are the initial ones of a job that goes on as well.
  const initial = await valuesOf(network.parameters);
  let last: PhaseEnd = { epochs: 0, converged: false };
  let pruned: Pick<Outcome, 'before' | 'after'> = { before: null, after: null };
  for (let round = 1; round <= ticketRounds; round++) {
    last = await firstPhase(course);
    pruned = await prune(course, async () => {
      await pruneToSparsity(course, 'magnitude', 1 - (1 - targetSparsity) ** (round / ticketRounds));
      return {};
    });
    await rewind(course, initial);
  }
  const { minEpochs, maxEpochs } = job.training;
  const hyper = withRate(course, plain, learningRates(job, course.batches).first);
  const ticket = await trainPhase(course, { phase: 'fine-tuning', minEpochs, maxEpochs, hyper });
  return { regularised: last, admm: null, fineTuning: ticket, ...pruned, threshold: null };
}

/** Initial weights under the present masks, and an optimiser that remembers nothing. */
async function rewind(course: Course, initial: readonly Float32Array[]): Promise<void> {
  const { parameters } = course.network;
  const masks = await Promise.all(parameters.map(async ({ mask }) => mask && (await mask.data())));
  assignValues(
    parameters,
    initial.map((values, index) => values.map((value, i) => (masks[index]?.[i] === 0 ? 0 : value))),
  );
  course.optimizer.dispose();
  course.optimizer = newOptimizer(course.job);
}
