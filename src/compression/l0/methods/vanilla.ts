import type { L0Method } from './method.ts';

/** Training alone: the network that others are compared with. */
export const vanilla: L0Method = {
  id: 'vanilla',
  title: 'Unpruned',
  look: ['grey', 'x'],
  traits: { unpruned: true },
  settings: {},
  strength: null,
  epochs: ({ training }) => training.maxEpochs,
  course: async (tools) => ({
    regularised: await tools.firstPhase(),
    admm: null,
    fineTuning: null,
    before: null,
    after: null,
    threshold: null,
  }),
};
