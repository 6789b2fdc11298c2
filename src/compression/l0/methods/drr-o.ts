import { choice } from '../../../data/setting.ts';
import { yesOrNo } from '../yes-or-no.ts';
import { smoothCount, smoothPenalty } from './drr.ts';
import { own, type L0Method } from './method.ts';
import { byAlpha, firstAndFineTuning, regularised, regularisedCourse } from './regularised.ts';

export const strengthByLayer = {
  norm: choice({
    title: 'Strength by layer',
    help: 'DRR-O: α of a layer is multiplied by the mean layer size over its own. A block is one weight tensor with its bias.',
    options: [
      { value: 'none', title: 'Equal' },
      { value: 'layer', title: 'By layer' },
      { value: 'block', title: 'By block' },
    ],
    default: 'none',
  }),
  normScalesRho: choice({
    title: 'Strength by layer scales ρ',
    appliesTo: { 'compression.norm': ['layer', 'block'] },
    help: 'DRR-O: whether the factors of the layers reach ρ as well.',
    differs: 'The original method and the code’s documentation scale α and ρ; the code scales α alone.',
    options: yesOrNo,
    default: 'yes',
  }),
} as const;

/** DRR with a strength for each layer (the original method, of which arXiv 2505.17469 has the code). */
export const drrO: L0Method = {
  id: 'drr-o',
  title: 'DRR-O',
  look: ['blue', 'triangle-up'],
  traits: { ...regularised, penalises: true },
  settings: { ...smoothCount, ...strengthByLayer },
  settingsAfter: 'rho',
  strength: byAlpha,
  terms: smoothPenalty,
  strengthByLayer(job) {
    const { norm, normScalesRho } = own(job, strengthByLayer);
    return norm === 'none' ? null : { norm, scalesRho: normScalesRho === 'yes' };
  },
  epochs: firstAndFineTuning,
  course: regularisedCourse,
};
