/** Which weights the sizes of ℓ0 runs count: some methods take out those that no input can make matter, others keep them. */
import { l0MethodOf } from './methods.ts';
import type { L0Job } from './types.ts';

/** Whether idle weights go at its pruning. Methods that prune to a sparsity, or to exact zeros, look for none. */
export const takesIdleOut = ({ compression }: L0Job): boolean =>
  compression.rgp !== 'off' && l0MethodOf({ compression }).traits.searches === true;

const listed = (titles: readonly string[]): string => [...new Set(titles)].join(', ');

/** How idle weights are counted in a comparison, in words; empty where nothing was pruned. */
export function idleWords(jobs: readonly L0Job[]): string {
  const pruned = jobs.filter((job) => l0MethodOf(job).traits.unpruned !== true);
  const titles = (out: boolean): string => listed(pruned.filter((job) => takesIdleOut(job) === out).map((job) => l0MethodOf(job).title));
  const [without, within] = [titles(true), titles(false)];
  if (without === '' && within === '') return '';
  if (within === '') return 'weights without influence are taken out and not counted';
  if (without === '') return 'weights without influence stay and are counted';
  return `weights without influence are taken out for ${without} and counted for ${within}`;
}
