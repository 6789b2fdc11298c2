import { choice } from '../../../data/setting.ts';
import { yesOrNo } from '../yes-or-no.ts';
import { own, type L0Method } from './method.ts';

const settings = {
  trainsOn: choice({
    title: 'Trains on',
    help: 'Unpruned: whether it goes on for the epochs of fine-tuning, so that it is trained as long as the pruned ones are.',
    differs: 'The code’s transformers go on; its other networks do not.',
    options: yesOrNo,
    default: 'no',
  }),
} as const;

/** Training alone: the network that others are compared with. */
export const vanilla: L0Method = {
  id: 'vanilla',
  title: 'Unpruned',
  look: ['grey', 'x'],
  traits: { unpruned: true },
  settings,
  strength: null,
  epochs: (job) => job.training.maxEpochs + (own(job, settings).trainsOn === 'yes' ? job.training.fineTuneMax : 0),
  async course(tools) {
    const first = await tools.firstPhase();
    const fineTuning = own(tools.job, settings).trainsOn === 'yes' ? await tools.fineTune(first.epochs) : null;
    return { regularised: first, admm: null, fineTuning, before: null, after: null, threshold: null };
  },
};
