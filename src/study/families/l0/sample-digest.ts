/** What a link carries of what networks on texts made up: of few steps all samples, of more the last one of each job. */
import type { L0Step } from '../../../compression/l0/record.ts';
import { sampleSchema } from '../../../data/text/sample.ts';
import { z } from '../../../data/zod.ts';

/** Samples of a link: 24 of a hundred bytes take some 2,000 of its characters. */
const MOST_SAMPLES = 24;

/** By the places of their steps in the curve of a job. Left out where there are none, as in older links. */
export const packedSamples = z.array(z.tuple([z.int().min(0), sampleSchema])).max(MOST_SAMPLES);
type PackedSamples = z.output<typeof packedSamples>;

/**
 * @param steps of a job that are carried
 * @param jobs of the study
 */
export function packSamples(steps: readonly L0Step[], jobs: number): { samples?: PackedSamples } {
  const all = steps.flatMap(({ sample }, place): PackedSamples => (sample === undefined ? [] : [[place, sample]]));
  const carried = all.slice(all.length * jobs <= MOST_SAMPLES ? 0 : jobs <= MOST_SAMPLES ? -1 : all.length);
  return carried.length > 0 ? { samples: carried } : {};
}

/** The sample of the step at a place, as a step has it. */
export function sampleAt(samples: PackedSamples | undefined, place: number): Pick<L0Step, 'sample'> {
  const found = samples?.find(([at]) => at === place);
  return found ? { sample: found[1] } : {};
}
