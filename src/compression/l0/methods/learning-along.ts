import { batchCount } from '../../../data/batches.ts';
import { choice, number } from '../../../data/setting.ts';
import { setSizes } from '../../../data/sources/index.ts';
import type { L0Job } from '../job-type.ts';
import { blockEnds } from '../block-ends.ts';
import { own, type AlongCode, type L0Method } from './method.ts';

/** How often what has been coded is learned from again, by the value of the setting. */
const replays = { 'one-pass': 0, 'replay-1': 1, 'replay-2': 2, 'replay-3': 3, 'replay-5': 5, 'replay-10': 10 } as const;

const replayWords = (count: number): string => (count === 0 ? 'one pass' : count === 1 ? '1 replay' : `${count} replays`);

const settings = {
  onlineCode: choice<keyof typeof replays | 'blocks'>({
    title: 'Code',
    help: 'How a text is coded while it is learned from; whoever decodes it repeats the training. One pass: each batch is paid for by the network as it is, and then learned from. Replays: after each new batch so many steps on batches drawn at random from all that has been paid for. Doubling blocks: each block, as long as all before it, is paid for by a network that is trained from scratch on those.',
    differs: 'The paper has one pass, in its example of LLaMA. Replays are those of arXiv 2210.07931, blocks those of arXiv 1802.07044.',
    options: [
      ...Object.entries(replays).map(([value, count]) => ({
        value: value as keyof typeof replays,
        title: replayWords(count).replace(/^o/u, 'O'),
      })),
      { value: 'blocks', title: 'Doubling blocks' },
    ],
    default: 'one-pass',
  }),
  blockSteps: number({
    title: 'Steps of a block',
    appliesTo: { 'compression.onlineCode': ['blocks'] },
    help: 'Doubling blocks: training steps of the network of each block.',
    default: 500,
    min: 1,
    max: 100_000,
    integer: true,
    step: 100,
    unit: 'steps',
  }),
} as const;

function codeOf(job: L0Job): AlongCode {
  const { onlineCode, blockSteps } = own(job, settings);
  return onlineCode === 'blocks' ? { kind: 'blocks', steps: blockSteps } : { kind: 'passes', replays: replays[onlineCode] };
}

/** Training steps: replays follow every batch but the last, after which nothing is to be paid for. */
function stepsOf(job: L0Job): number {
  const code = codeOf(job);
  const { samples } = setSizes(job).train;
  if (code.kind === 'blocks') return (blockEnds(job).length - 1) * code.steps;
  return (batchCount(samples, job.training.batchSize || samples) - 1) * (1 + code.replays) + 1;
}

/** Codes a text with a network that learns from it on the way: prequential coding (Dawid, JRSS A 147(2), 1984). */
export const learningAlong: L0Method = {
  id: 'learning-along',
  title: 'Learning along',
  help: 'codes a text while learning from it, each byte before it is learned from, and no network is sent',
  look: ['purple', 'triangle-up'],
  traits: { unpruned: true },
  settings,
  strength: null,
  along: codeOf,
  variant(job) {
    const code = codeOf(job);
    return code.kind === 'blocks' ? 'doubling blocks' : replayWords(code.replays);
  },
  idle: ['minEpochs', 'maxEpochs', 'fineTuneMin', 'fineTuneMax', 'checkEvery', 'window', 'convergeOn', 'bestState'],
  steps: stepsOf,
  epochs(job) {
    const code = codeOf(job);
    const steps = code.kind === 'blocks' ? code.steps : stepsOf(job);
    const rounds = Math.ceil(steps / (job.training.roundSteps || steps));
    return code.kind === 'blocks' ? rounds * (blockEnds(job).length - 1) : rounds;
  },
  async course(tools) {
    const first = await tools.learnAlong();
    return { regularised: first, admm: null, fineTuning: null, before: null, after: null, threshold: null };
  },
};
