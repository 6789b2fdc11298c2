/** α of a job. */
import type { L0Job } from './job-type.ts';

/** α as the objective has it. */
export const effectiveAlpha = ({ data, compression }: Pick<L0Job, 'data' | 'compression'>): number =>
  compression.alphaScale === 'perSample' ? compression.alpha / data.train : compression.alpha;
