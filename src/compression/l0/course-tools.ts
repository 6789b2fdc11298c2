/** What the courses of methods are put together from, on a job's network. */
import { z } from '../../data/zod.ts';
import { AdmmTie } from '../../nn/optimizer/terms/admm.ts';
import type { Course } from './course.ts';
import { learnAlong } from './learn-along.ts';
import { learningRates, withRate } from './learning-rate.ts';
import { l0MethodOf } from './methods/index.ts';
import type { Found, L0Tools, Measured, PhaseEnd, Pruned, Rounds, Tie } from './methods/tools.ts';
import { assignValues, valuesOf } from './network.ts';
import { trainPhase, type PhaseOptions } from './phase.ts';
import { rewind } from './optimiser.ts';
import { portraitSchema } from './portrait.ts';
import { denseLayersOf, pruneRegularised, pruneToSparsity, settle, shrink } from './pruning.ts';
import { flowSlopes, lossSlopes } from './slopes.ts';
import { checkSpread } from './spread.ts';
import { fullStrength, regularisation } from './terms.ts';
import type { Threshold } from './threshold.ts';

export function toolsFor(course: Course): L0Tools {
  const { job, network } = course;
  return {
    job,
    kinds: network.parameters.map(({ kind }) => kind),
    shapes: network.parameters.map(({ shape }) => shape),
    firstPhase: () => (l0MethodOf(job).traits.searches ? regularisedPhase(course) : firstPhase(course)),
    learnAlong: () => learnAlong(course),
    prune: (work) => prune(course, work),
    pruneByThreshold: async (interrupted) => foundBy(await pruneRegularised(course, interrupted)),
    pruneToSparsity: (sparsity, scoresOf, spread) => pruneToSparsity(course, sparsity, scoresOf, spread),
    checkSpread: (sparsity, spread) => checkSpread(network.parameters, sparsity, spread),
    async pruneTo(values) {
      await course.portrait.begin(network.parameters);
      assignValues(network.parameters, values);
      await settle(course);
    },
    loseNeurons: async () => {
      if (job.compression.deleteNeurons === 'yes') await settle(course);
    },
    fineTune: (epochsBefore) => fineTune(course, epochsBefore),
    values: () => valuesOf(network.parameters),
    rewind: (initial) => rewind(course, initial),
    retrain: () => retrain(course),
    tie: (rho) => tieTo(course, rho),
    rounds: (wanted) => rounds(course, wanted),
    lossSlopes: (batches) => lossSlopes(course, batches),
    flowSlopes: (values) => flowSlopes(course, values),
    denseLayers: () => denseLayersOf(network),
  };
}

const plain = () => ({});

/** The first phase, by default without any penalty. */
function firstPhase(course: Course, own: Partial<PhaseOptions> = {}): Promise<PhaseEnd> {
  const { job, batches } = course;
  const { minEpochs, maxEpochs } = job.training;
  const hyper = withRate(course.job, own.hyper ?? plain, learningRates(job, batches).first);
  return trainPhase(course, { phase: 'regularised', minEpochs, maxEpochs, ...own, hyper });
}

async function regularisedPhase(course: Course): Promise<PhaseEnd> {
  const { job } = course;
  const { prelude, shrinking } = job.compression;
  const end = await firstPhase(course, {
    hyper: regularisation(job, course.firstPhase, course.batches),
    objective: fullStrength(job, course.firstPhase),
    ...epochsOf(course, prelude),
    ...(shrinking === 'yes' ? { shrink: (epoch) => (epoch > prelude ? shrinkAndRecord(course, epoch) : Promise.resolve()) } : {}),
  });
  course.terms = course.terms.filter(({ holdsNetwork }) => !holdsNetwork);
  return end;
}

/** After the prelude, terms are told where epochs begin and end. */
const epochsOf = ({ terms, optimizer }: Course, prelude: number): Pick<PhaseOptions, 'beforeEpoch' | 'afterEpoch'> => ({
  beforeEpoch: (epoch) => {
    for (const term of epoch > prelude ? terms : []) term.beginEpoch?.(epoch === prelude + 1, optimizer.steps + 1);
  },
  afterEpoch: (epoch) => {
    for (const term of epoch > prelude ? terms : []) term.endEpoch?.();
  },
});

async function shrinkAndRecord(course: Course, epoch: number): Promise<void> {
  await course.record('shrinking', foundBy(await shrink(course, epoch)));
}

const foundBy = (threshold: Threshold | null): Found =>
  threshold
    ? {
        threshold: threshold.threshold,
        search: threshold.search?.map(({ loss, ...tried }) => ({ ...tried, loss: Number.isFinite(loss) ? loss : null })) ?? null,
      }
    : {};

const measuredSchema = z.strictObject({ loss: z.number(), accuracy: z.number().nullable() });
const prunedSchema = z.strictObject({ before: measuredSchema, after: measuredSchema, threshold: z.number().nullable() });
/** Amid a pruning that is interrupted. */
const pruningSchema = z.strictObject({ before: measuredSchema, portrait: portraitSchema });

/** The second phase, a stage of the job, see `L0Tools`. */
function prune(course: Course, work: (interrupted: boolean) => Promise<Found>): Promise<Pruned> {
  const stage = 'pruning';
  return course.stage(stage, prunedSchema, async () => {
    const { portrait } = course;
    const from = await course.goOn(pruningSchema);
    if (from) portrait.goOn(from.progress.portrait);
    const before = from?.progress.before ?? (await course.measure(course.data.test));
    // Of the rounds of a lottery ticket only the first begins with a network that nothing was pruned of.
    const isWhole = course.network.parameters.every(({ mask }) => mask === null);
    if (!from && isWhole && !l0MethodOf(course.job).traits.prunesFirst) await course.handOver('unpruned', before);
    const found = await course.part({ stage, progress: () => ({ before: { ...before }, portrait: portrait.begun }), kept: null }, () =>
      work(from !== null),
    );
    const { testLoss, testAccuracy, threshold } = await course.record('pruning', found);
    const after: Measured = { loss: testLoss, accuracy: testAccuracy };
    return { before, after, threshold };
  });
}

function fineTune(course: Course, epochsBefore: number): Promise<PhaseEnd> {
  const { fineTuneMin, fineTuneMax } = course.job.training;
  const hyper = withRate(course.job, plain, learningRates(course.job, course.batches).after(epochsBefore));
  return trainPhase(course, { phase: 'fine-tuning', minEpochs: fineTuneMin, maxEpochs: fineTuneMax, hyper });
}

function retrain(course: Course): Promise<PhaseEnd> {
  const { minEpochs, maxEpochs } = course.job.training;
  const hyper = withRate(course.job, plain, learningRates(course.job, course.batches).first);
  return trainPhase(course, { phase: 'fine-tuning', minEpochs, maxEpochs, hyper });
}

function tieTo(course: Course, rho: number): Tie {
  const term = new AdmmTie(course.network.parameters, rho);
  course.terms = [...course.terms, term];
  return {
    weighted: { term, weight: rho },
    update: (alpha) => term.update(alpha),
    sparse: () => term.sparse(),
    end() {
      course.terms = course.terms.filter((other) => other !== term);
      term.dispose();
    },
  };
}

const roundWords: Readonly<Record<Rounds['phase'], string>> = { admm: 'ADMM', shrinking: 'pruning while training' };

/** Rounds of an epoch each, a stage of the job, see `L0Tools`. */
async function rounds(course: Course, { phase, count, epochsBefore, tie, after }: Rounds): Promise<PhaseEnd> {
  const { measureEvery } = course.job.training;
  const hyper = tie ? () => ({ terms: [tie.weighted] }) : plain;
  const done = await course.stage(phase, z.int(), async () => {
    const before = (await course.goOn(z.strictObject({ rounds: z.int().min(1) })))?.progress.rounds ?? 0;
    for (let round = before + 1; round <= count; round++) {
      const rate = learningRates(course.job, course.batches).after(epochsBefore + round - 1);
      const trainLoss = await course.trainEpoch(`${roundWords[phase]}, round ${round}`, withRate(course.job, hyper, rate));
      await after(round);
      const last = round === count;
      if (last || round % measureEvery === 0) await course.record(phase, { trainLoss });
      if (!last) await course.checkpoint(phase, { rounds: round });
    }
    return count;
  });
  return { epochs: done, converged: false };
}
