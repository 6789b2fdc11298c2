/** α of a job. */
import { setSizes } from '../../data/sources/index.ts';
import type { L0Job } from './job-type.ts';

/** α as the objective has it. */
export const effectiveAlpha = ({ compression, ...about }: Pick<L0Job, 'data' | 'images' | 'text' | 'compression'>): number =>
  compression.alphaScale === 'perSample' ? compression.alpha / setSizes(about).train.samples : compression.alpha;
