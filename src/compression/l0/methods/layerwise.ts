import type { L0Method } from './method.ts';
import { firstAndFineTuning, regularisedCourse } from './regularised.ts';

/** Plain training, then each dense layer replaced by a sparse one that gives about the same outputs (arXiv 2505.17469 and its code). */
export const layerwise: L0Method = {
  id: 'layerwise',
  title: 'Layerwise',
  look: ['grey', 'diamond'],
  traits: { byLayer: true, searches: true, losesNeurons: true, draws: true },
  settings: {},
  strength: { setting: 'layerwiseAlpha', words: (_, short) => `α = ${short} of a layer`, along: false },
  epochs: firstAndFineTuning,
  course: regularisedCourse,
};
