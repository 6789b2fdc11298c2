import { pow } from '../../../math/elementary.ts';
import { number } from '../../../data/setting.ts';
import { magnitudes } from './magnitude-finetune.ts';
import { own, type L0Method } from './method.ts';
import { bySparsity, leavesShare, sparsitySettings } from './sparsity-settings.ts';
import type { PhaseEnd, Pruned } from './tools.ts';

const settings = {
  ...sparsitySettings,
  ticketRounds: number({
    title: 'Ticket rounds',
    help: 'Lottery tickets: rounds of training, pruning by magnitude and rewinding to the initial weights.',
    default: 5,
    min: 1,
    max: 50,
    integer: true,
    step: 1,
    unit: 'rounds',
  }),
} as const;

/**
 * Rounds of training, pruning by magnitude and going back to the initial weights with a new optimiser; what is left then trains once more
 * (Frankle and Carbin, arXiv 1803.03635). Each round takes the same share of what the one before it left.
 */
export const lotteryTicket: L0Method = {
  id: 'lottery-ticket',
  title: 'Lottery ticket',
  look: ['ochre', 'star'],
  traits: { rewinds: true },
  settings,
  strength: bySparsity,
  leaves: leavesShare,
  epochs: (job) => (own(job, settings).ticketRounds + 1) * job.training.maxEpochs,
  async course(tools) {
    const { ticketRounds, targetSparsity } = own(tools.job, settings);
    // A network is built with the same weights each time, so that these are the initial ones of a job that goes on as well.
    const initial = await tools.values();
    let last: PhaseEnd = { epochs: 0, converged: false };
    let pruned: Pick<Pruned, 'before' | 'after'> | null = null;
    for (let round = 1; round <= ticketRounds; round++) {
      last = await tools.firstPhase();
      pruned = await tools.prune(async () => {
        await tools.pruneToSparsity(1 - pow(1 - targetSparsity, round / ticketRounds), magnitudes);
        return {};
      });
      await tools.rewind(initial);
    }
    const fineTuning = await tools.retrain();
    return { regularised: last, admm: null, fineTuning, before: pruned?.before ?? null, after: pruned?.after ?? null, threshold: null };
  },
};
