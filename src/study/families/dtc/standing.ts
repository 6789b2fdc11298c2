/** What is left of a network of Dual Tomographic Compression after each prune, and how right it is. */
import { weightsBetween } from '../../../compression/dtc/cost.ts';
import { imagesOf } from '../../../compression/dtc/job.ts';
import { leftOf, rungsOf } from '../../../compression/dtc/ladder.ts';
import { sizeOf } from '../../../data/shape.ts';
import type { Standing } from '../../family.ts';
import { keepsAll } from './methods.ts';
import type { DtcRun } from './run.ts';

/** Of a float32. */
const BYTES = 4;

/** A network after each prune: its layers are dense and without biases, and whole neurons go, so that every number in it counts. */
export function dtcStanding(run: DtcRun): Standing[] {
  const { job } = run;
  const { input, outputs } = imagesOf(job);
  const numbersOf = (hidden: readonly number[]): number => weightsBetween([sizeOf(input), ...hidden, outputs]);
  const rungs = rungsOf(job);
  // Of a network that nothing was taken from all cycles have the same place: the last is the one that trained as long as the others.
  const points = keepsAll(job.compression.method) ? run.points.slice(-1) : run.points;
  return points.flatMap(({ cycle, testAccuracy }) => {
    // Files may be from anybody: a ladder has no such cycle.
    const before = rungs.at(cycle);
    if (!before) return [];
    const numbers = numbersOf(leftOf(job, before));
    return [{ label: `cycle ${cycle}`, share: numbers / numbersOf(job.model.hidden), bytes: BYTES * numbers, accuracy: testAccuracy }];
  });
}
