/** What the network of a job is made for. */
import { factsOf } from '../../data/sources/index.ts';
import type { ModelPlan } from '../../nn/models/catalogue.ts';
import type { L0Job } from './job-type.ts';

/** By its data and the settings of its model. */
export function planOf({ data, model, images, text }: Pick<L0Job, 'data' | 'model' | 'images' | 'text'>): ModelPlan {
  const { input, outputs } = factsOf({ data, images, text });
  const { width, hidden, dim, blocks, heads, faithful } = model;
  return { input, outputs, width, hidden, dim, blocks, heads, faithful };
}
