/** What nothing was taken from: the network beside each pruned one that is otherwise alike, of the same seed. */
import { canonicalJson } from '../../job.ts';
import { l0MethodOf } from './methods.ts';
import type { L0Run } from './run.ts';
import type { L0Job } from './types.ts';

type Known = Pick<L0Run, 'job' | 'summary'>;

const keyOf = ({ data, model, seed }: L0Job): string => canonicalJson({ data, model, seed });

/**
 * How many of the test samples a pruned network has right beyond the unpruned one, as a difference of shares; null for that one itself, where
 * there is none, or nothing is right or wrong. Of several unpruned ones the last.
 */
export function againstUnpruned(runs: readonly Known[]): (run: Known) => number | null {
  const unpruned = new Map<string, number>();
  for (const { job, summary } of runs)
    if (l0MethodOf(job).traits.unpruned && summary && summary.testAccuracy !== null) unpruned.set(keyOf(job), summary.testAccuracy);
  return ({ job, summary }) => {
    const beside = unpruned.get(keyOf(job));
    if (l0MethodOf(job).traits.unpruned || !summary || summary.testAccuracy === null || beside === undefined) return null;
    return summary.testAccuracy - beside;
  };
}
