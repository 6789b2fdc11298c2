/** Says whether a reproduced result is the one that was shared. */
import type { Digest } from './digest.ts';
import { familyOf } from './schema.ts';
import type { Verdict } from './verdict-words.ts';

export type { Verdict };

/**
 * Compares a reproduction with what was shared, job by job.
 * @param shared and reproduced: digests of the same study
 * @returns null where there is nothing on both sides
 */
export const compareResults = (shared: Digest, reproduced: Digest): Verdict | null =>
  familyOf(shared.study.job).verdict(shared, reproduced);
