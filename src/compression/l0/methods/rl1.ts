import type { L0Method } from './method.ts';
import { byAlpha, firstAndFineTuning, regularised, regularisedCourse } from './regularised.ts';

/** Relaxed ℓ1: the penalty α|θ|, without it once the network is pruned (arXiv 2505.17469, section 2). */
export const rl1: L0Method = {
  id: 'rl1',
  title: 'R-L1',
  help: 'a penalty α|θ|, taken off for fine-tuning',
  look: ['orange', 'square'],
  traits: { ...regularised, penalises: true, sparesScale: true },
  settings: {},
  strength: byAlpha,
  terms: (make) => [make.penalty({ kind: 'l1' })],
  epochs: firstAndFineTuning,
  course: regularisedCourse,
};
