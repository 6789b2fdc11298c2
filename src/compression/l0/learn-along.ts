/**
 * Coding a text while learning from it: what comes is paid for by the network as it is, and then learned from, so that whoever decodes can
 * repeat the training and needs no network (Dawid, JRSS A 147(2), 1984). With replays after each batch (Bornschein, Li and Hutter,
 * arXiv 2210.07931), or in doubling blocks by networks from scratch (Blier and Ollivier, arXiv 1802.07044).
 */
import { blockCodeBits } from '../../coding/online-code.ts';
import { BITS_PER_NAT } from '../../coding/data-length.ts';
import { batchCount } from '../../data/batches.ts';
import { z } from '../../data/zod.ts';
import { blockEnds } from './block-ends.ts';
import type { Course } from './course.ts';
import { learningRates, withRate } from './learning-rate.ts';
import { l0MethodOf } from './methods/index.ts';
import type { AlongCode } from './methods/method.ts';
import type { PhaseEnd } from './methods/tools.ts';
import { valuesOf } from './network.ts';
import { rewind } from './optimiser.ts';

const STAGE = 'learning along';

/** Rounds of a job that keeps how far each of them was; of more, those that are measured. */
const MOST_MARKED = 1000;

const plain = () => ({});

/** A stage of the job, see `L0Tools`. */
export async function learnAlong(course: Course): Promise<PhaseEnd> {
  const code = l0MethodOf(course.job).along?.(course.job);
  if (!code) throw new TypeError('This method does not say how a text is coded while it is learned from.');
  const work = code.kind === 'passes' ? () => throughOnce(course, code) : () => blockByBlock(course, code);
  return { epochs: await course.stage(STAGE, z.int().min(0), work), converged: false };
}

/** Once through the text, in rounds. @returns the rounds */
async function throughOnce(course: Course, { replays }: Extract<AlongCode, { kind: 'passes' }>): Promise<number> {
  const { job, data } = course;
  const from = await course.goOn(z.strictObject({ round: z.int().min(1) }));
  const all = data.train.count;
  const round = job.training.roundSteps || all;
  const rounds = Math.ceil(all / round);
  const batches = batchCount(data.trainWhole.samples, job.training.batchSize || data.trainWhole.samples);
  const hyper = withRate(job, plain, learningRates(job, round, (1 + replays) * batches).first);
  for (let index = (from?.progress.round ?? 0) + 1; index <= rounds; index++) {
    const first = (index - 1) * round;
    const before = course.online.soFar.nats;
    const codedBefore = course.online.coded;
    const trained = await course.trainEpoch(STAGE, (step) => hyper(first + step), { first, steps: Math.min(round, all - first) });
    const isTold = isMeasured(course, index, rounds);
    if (isTold || rounds <= MOST_MARKED) course.online.mark();
    if (isTold) {
      const coded = course.online.coded - codedBefore;
      // What was new, before it was learned from: what is replayed is known already.
      await course.record('regularised', { trainLoss: coded > 0 ? (course.online.soFar.nats - before) / coded : trained });
    }
    if (index < rounds) await course.checkpoint(STAGE, { round: index });
  }
  return rounds;
}

const isMeasured = ({ job: { training } }: Course, round: number, rounds: number): boolean =>
  round === 1 || round === rounds || round % training.measureEvery === 0;

/** Each block by a network from scratch, which has learned from all before it. @returns the rounds of all networks */
async function blockByBlock(course: Course, { steps }: Extract<AlongCode, { kind: 'blocks' }>): Promise<number> {
  const { job, data, network } = course;
  // A network is built with the same weights each time, so that these are the initial ones of a job that goes on as well.
  const initial = await valuesOf(network.parameters);
  const from = await course.goOn(z.strictObject({ block: z.int().min(1), round: z.int().min(0) }));
  const { firstPass } = data;
  if (!firstPass) throw new TypeError('These data cannot be coded block by block.');
  const ends = blockEnds(job);
  const round = job.training.roundSteps || steps;
  const rounds = Math.ceil(steps / round);
  const hyper = withRate(job, plain, learningRates(job, round, steps).first);
  if (!from) {
    const { predictions } = firstPass.between(0, ends[0]);
    course.online.pay(blockCodeBits({ ends: [predictions], nats: [], symbols: data.outputs }) / BITS_PER_NAT, predictions);
    course.online.mark();
  }
  let done = from?.progress.round ?? 0;
  for (let block = from?.progress.block ?? 1; block < ends.length; block++) {
    if (done === 0) await rewind(course, initial);
    const source = firstPass.before(ends[block - 1], block);
    let trainLoss = Number.NaN;
    for (let index = done + 1; index <= rounds; index++) {
      const first = (index - 1) * round;
      const own = { source, first, steps: Math.min(round, steps - first) };
      trainLoss = await course.trainEpoch(`block ${block + 1} of ${ends.length}`, (step) => hyper(first + step), own);
      if (index < rounds) await course.checkpoint(STAGE, { block, round: index });
    }
    done = 0;
    const next = firstPass.between(ends[block - 1], ends[block]);
    course.online.pay((await course.loss(next)) * next.predictions, next.predictions);
    course.online.mark();
    await course.record('regularised', { trainLoss });
    if (block + 1 < ends.length) await course.checkpoint(STAGE, { block: block + 1, round: 0 });
  }
  return rounds * (ends.length - 1);
}
