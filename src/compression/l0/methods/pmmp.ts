import { choice, number } from '../../../data/setting.ts';
import type { MinimaxSettings } from '../../../nn/optimizer/terms/minimax.ts';
import type { L0Job } from '../job-type.ts';
import { own, type L0Method } from './method.ts';
import { byAlpha, firstAndFineTuning, regularised, regularisedCourse } from './regularised.ts';

/** Of the minimax game; FPP has them as well. */
export const minimaxSettings = {
  gammaStart: number({
    title: 'γ at the start p₀',
    help: 'PMMP and FPP: probability with which a weight is there at the start.',
    differs:
      'The paper’s best: 0 on the MNIST MLP and with squared error, 0.5 on LeNet-5, 1 on VGG and with the Gaussian loss; 1 in the code.',
    default: 0,
    min: 0,
    max: 1,
    step: 0.5,
  }),
  uStart: number({
    title: 'u at the start',
    help: 'PMMP and FPP: multipliers at the start. With Adam they rise by themselves from 0.',
    differs: '0 in general and 2 on ImageNet, where 0 is said to inhibit training.',
    default: 0,
    min: 0,
    max: 100,
    step: 1,
  }),
  uFactor: number({
    title: 'Factor on u',
    help: 'PMMP and FPP: mf, the factor on the multipliers in the objective.',
    differs: 'The paper’s grid is 1, 10 and 100 and its best 1 throughout.',
    default: 1,
    min: 1e-3,
    max: 1000,
    step: 1,
  }),
  pmmpFinal: choice({
    title: 'γ decides at the end',
    help: 'PMMP and FPP: which weights are there after training. Threshold: γ has only guided θ, and the threshold search decides. Rounded: those with γ < 0.5 go and no threshold is searched. Both: first γ, then the search.',
    differs: 'By the paper’s theory γ decides; its code prunes θ by the threshold search.',
    options: [
      { value: 'tamade-theta', title: 'Threshold' },
      { value: 'round-gamma', title: 'Rounded γ' },
      { value: 'gamma-then-tamade', title: 'Both' },
    ],
    default: 'tamade-theta',
  }),
} as const;

/** How the game begins, and mf. */
export function gameOf(job: L0Job): MinimaxSettings {
  const { gammaStart, uStart, uFactor } = own(job, minimaxSettings);
  return { gamma: gammaStart, u: uStart, uFactor };
}

/** w, γ and u with two moments each, and what a step makes of them: 18 by the measurements beside `PER_PARAMETER` in `job.ts`. */
export const HELD_BY_PLAYERS = 19;

/** Probabilistic minimax pruning: weights against multipliers over random masks (arXiv 2505.17469, section 3). */
export const pmmp: L0Method = {
  id: 'pmmp',
  title: 'PMMP',
  help: 'a game of weights against multipliers over random masks',
  look: ['green', 'diamond'],
  traits: { ...regularised, penalises: true },
  settings: minimaxSettings,
  strength: byAlpha,
  held: HELD_BY_PLAYERS,
  terms: (make, job) => [make.minimax(gameOf(job))],
  epochs: firstAndFineTuning,
  course: regularisedCourse,
};
