/** What is left of a network of Dual Tomographic Compression after each prune, and how right it is. */
import { weightsBetween } from '../../../compression/dtc/cost.ts';
import { imagesOf } from '../../../compression/dtc/job.ts';
import { keptNeurons, ladder } from '../../../compression/dtc/ladder.ts';
import { sizeOf } from '../../../data/shape.ts';
import type { Standing } from '../../family.ts';
import type { DtcRun } from './run.ts';

/** Of a float32. */
const BYTES = 4;

/** A network after each prune: its layers are dense and without biases, and whole neurons go, so that every number in it counts. */
export function dtcStanding({ job, points }: DtcRun): Standing[] {
  const { share, stopWidth } = job.compression;
  const { input, outputs } = imagesOf(job);
  const numbersOf = (hidden: readonly number[]): number => weightsBetween([sizeOf(input), ...hidden, outputs]);
  const rungs = ladder(job.model.hidden, share, stopWidth);
  return points.flatMap(({ cycle, testAccuracy }) => {
    // Files may be from anybody: a ladder has no such cycle.
    const before = rungs.at(cycle);
    if (!before) return [];
    const numbers = numbersOf(before.map((width) => (width > stopWidth ? keptNeurons(width, share) : width)));
    return [{ label: `cycle ${cycle}`, share: numbers / numbersOf(job.model.hidden), bytes: BYTES * numbers, accuracy: testAccuracy }];
  });
}
