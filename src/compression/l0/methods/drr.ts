import { choice, number } from '../../../data/setting.ts';
import type { Term } from '../../../nn/optimizer/term.ts';
import type { L0Job } from '../job-type.ts';
import { own, type L0Method } from './method.ts';
import { byAlpha, firstAndFineTuning, regularised, regularisedCourse } from './regularised.ts';
import type { TermMakers } from './tools.ts';

/** What stands in for the count of weights; DRR-O has it as well. */
export const smoothCount = {
  relaxation: choice({
    title: 'Smooth count',
    help: 'DRR and DRR-O: what stands in for “is not zero”. Exponential: 1 − exp(−β|θ|). Gaussian: 1 − exp(−θ²/2β²). Student-t: 1 − 1/(1 + θ²/3β²).',
    differs: 'The Gaussian and Student-t forms are in the paper only. There β is a width, so that a small β is sharp.',
    options: [
      { value: 'exponential', title: 'Exponential' },
      { value: 'gaussian', title: 'Gaussian' },
      { value: 'student-t', title: 'Student-t' },
    ],
    default: 'exponential',
  }),
  beta: number({
    title: 'Sharpness β',
    symbol: 'β',
    help: 'DRR and DRR-O: how sharply the smooth count rises. Near zero the exponential form acts as R-L1 with α·β.',
    differs: 'Two of the authors’ example scripts leave β at 0, which switches DRR off.',
    default: 5,
    min: 1e-3,
    max: 1000,
    step: 1,
  }),
} as const;

/** The penalty of the smooth count. */
export function smoothPenalty(make: TermMakers, job: L0Job): readonly Term[] {
  const { relaxation, beta } = own(job, smoothCount);
  return [make.penalty({ kind: relaxation, beta })];
}

/** Differentiable relaxation of ℓ0: a smooth count of the weights that are not zero (arXiv 2505.17469, section 2). */
export const drr: L0Method = {
  id: 'drr',
  title: 'DRR',
  help: 'a smooth stand-in for the count of weights',
  look: ['blue', 'circle'],
  traits: { ...regularised, penalises: true },
  settings: smoothCount,
  settingsAfter: 'prelude',
  strength: byAlpha,
  terms: smoothPenalty,
  epochs: firstAndFineTuning,
  course: regularisedCourse,
};
