/** Whether a run of Dual Tomographic Compression has measured anything. */
import { imagesOf, testImageCount } from '../../../compression/dtc/job.ts';
import { isGuessing } from '../../guessing.ts';
import type { DtcRun } from './run.ts';

/** Why it measured nothing; null where it did, or has not ended. */
export function dtcMeasuredNothing({ job, status, points }: Pick<DtcRun, 'job' | 'status' | 'points'>): string | null {
  if (status !== 'finished') return null;
  if (points.length === 0) return 'no hidden layer was wider than “Stop at”, so that there was no cycle';
  const { outputs } = imagesOf(job);
  const samples = testImageCount(job);
  // At the end of a ladder of few neurons guessing is a result; of a network that never did better it is none.
  return points.every(({ testAccuracyBeforePrune }) => isGuessing(testAccuracyBeforePrune, outputs, samples))
    ? `it never did better than guessing among ${outputs} classes`
    : null;
}
