/** How much of a set the search of a threshold judges by, where that is not all of it. */
import type { L0Job } from './job-type.ts';

/** Predictions at most, by the rule. Transformer: the first 100 chunks of 512 bytes, however long the chunks of a job are. */
export const SEARCHED: Readonly<Partial<Record<L0Job['compression']['tamade'], number>>> = { transformer: 51_200 };
