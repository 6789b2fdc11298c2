import { number } from '../../../data/setting.ts';
import { own, type L0Method } from './method.ts';
import { gameOf, HELD_BY_PLAYERS, minimaxSettings } from './pmmp.ts';
import { byAlpha, firstAndFineTuning, regularised, regularisedCourse } from './regularised.ts';

export const fictitiousPlay = {
  fppDecay: number({
    title: 'Decay of the means',
    help: 'FPP: 0 takes the mean over all of the past, d a window of about 1/d steps.',
    differs: 'The code has 0 for squared error and cross-entropy, 0.01 for the Gaussian loss.',
    default: 0,
    min: 0,
    max: 0.5,
    step: 0.01,
  }),
  fppRepetitions: number({
    title: 'Steps between means',
    help: 'FPP: training steps between two entries into the means.',
    default: 1,
    min: 1,
    max: 1000,
    integer: true,
    step: 1,
  }),
} as const;

/** Fictitious play pruning: the game of PMMP, in which every player answers the mean of the others' past (arXiv 2505.17469, appendix). */
export const fpp: L0Method = {
  id: 'fpp',
  title: 'FPP',
  look: ['green', 'triangle-down'],
  traits: { ...regularised, penalises: true },
  settings: { ...minimaxSettings, ...fictitiousPlay },
  strength: byAlpha,
  held: HELD_BY_PLAYERS,
  terms(make, job) {
    const { fppDecay, fppRepetitions } = own(job, fictitiousPlay);
    return [make.minimax({ ...gameOf(job), fictitious: { decay: fppDecay, repetitions: fppRepetitions } })];
  },
  epochs: firstAndFineTuning,
  course: regularisedCourse,
};
