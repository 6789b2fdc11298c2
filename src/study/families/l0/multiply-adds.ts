/** What a network computes for a sample, as it was built and as it is left: the theoretical speed-up of pruning. */
import { planOf } from '../../../compression/l0/plan.ts';
import { jobModels } from '../../../nn/models/catalogue.ts';
import { isWeighed } from '../../../nn/models/size.ts';
import type { L0Job, L0Summary } from './types.ts';

export interface MultiplyAdds {
  /** Of the network as it was built, for one sample. */
  readonly all: number;
  /** Of a program that leaves out those by zero. */
  readonly left: number;
}

/**
 * A multiplication and the addition that goes with it count as one, and so does the addition of a bias. What takes part in a text without being
 * a number of the network, as who looks at whom, stays whatever is pruned. Null where a record's layers are not those of its network, as in some
 * of early versions.
 */
export function multiplyAdds(job: L0Job, { layers }: Pick<L0Summary, 'layers'>): MultiplyAdds | null {
  const { weighed, unweighed } = jobModels[job.model.name].size(planOf(job));
  const own = layers.filter(({ name }) => isWeighed(name));
  // Where neurons were deleted a layer is smaller than it was built.
  if (own.length !== weighed.length || own.some(({ size }, place) => size > weighed[place].numbers)) return null;
  const sum = (read: (place: number) => number): number => weighed.reduce((all, { uses }, place) => all + uses * read(place), unweighed);
  return { all: sum((place) => weighed[place].numbers), left: sum((place) => own[place].nonzero) };
}
