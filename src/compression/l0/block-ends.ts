/** Where the blocks end in which a text is coded while it is learned from. */
import { doublingBlocks } from '../../coding/online-code.ts';
import { placesOf } from '../../data/text/chunks.ts';
import { textSettingsOf } from '../../data/sources/texts.ts';
import { setSizes } from '../../data/sources/index.ts';
import type { L0Job } from './job-type.ts';

/** Symbols of the first block, of which all are equally likely. */
const FIRST = 4096;

/** In samples of the first way through the training set. */
export function blockEnds(job: L0Job): number[] {
  return doublingBlocks(setSizes(job).train.samples, Math.max(1, Math.floor(FIRST / placesOf(textSettingsOf(job.data)))));
}
