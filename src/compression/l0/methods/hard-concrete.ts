import { number } from '../../../data/setting.ts';
import { own, type L0Method } from './method.ts';
import { byAlpha, firstAndFineTuning, regularised, regularisedCourse } from './regularised.ts';

export const gateSettings = {
  gateDropout: number({
    title: 'Gate dropout at the start',
    help: 'Hard concrete: p of log α = log(1 − p) − log p at the start, for all gates. Weights and biases have gates, normalisation has none.',
    differs:
      'Louizos et al. have gates per input neuron in their main experiments, and begin with 0.5 for hidden layers and less for inputs.',
    // l0-mnist-mlp-quick at α = 1e-5, one seed: accuracy 0.954 at CR 8.9 from 0.1, 0.943 at CR 8.7 from 0.5.
    default: 0.1,
    min: 0.01,
    max: 0.99,
    step: 0.1,
  }),
  gateRate: number({
    title: 'Factor on the rate of gates',
    help: 'Hard concrete: log α learns so many times as fast as the weights. A gate closes for good below log α = −2.4, which takes thousands of steps of Adam at the rate of the weights.',
    differs: 'Louizos et al. have 1, and 200 epochs of 600 steps.',
    // The same study from 0.1: accuracy 0.954 at CR 8.9 with 10, 0.952 at CR 8.3 with 3.
    default: 10,
    min: 0.1,
    max: 1000,
    step: 1,
  }),
} as const;

/** Random gates on every weight (Louizos, Welling and Kingma, arXiv 1712.01312), with the pruning and fine-tuning of the others after them. */
export const hardConcrete: L0Method = {
  id: 'hard-concrete',
  title: 'Hard concrete',
  look: ['ochre', 'x'],
  traits: regularised,
  settings: gateSettings,
  strength: byAlpha,
  terms(make, job) {
    const { gateDropout, gateRate } = own(job, gateSettings);
    return [make.gates({ dropout: gateDropout, rate: gateRate })];
  },
  epochs: firstAndFineTuning,
  course: regularisedCourse,
};
