/** Whether an ℓ0 run has measured anything: of a network that gives the same for every input, or guesses, a compression rate says nothing. */
import { factsOf } from '../../../data/sources/index.ts';
import { isGuessing } from '../../guessing.ts';
import { taskOf } from '../../job-data.ts';
import type { L0Run } from './run.ts';

const listed = (names: readonly string[]): string =>
  names.length > 3
    ? `${names.slice(0, 2).join(', ')} and ${names.length - 2} more layers`
    : names.length > 1
      ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
      : names.join('');

/** Why it measured nothing; null where it did, or has not ended. */
export function l0MeasuredNothing({ job, summary }: Pick<L0Run, 'job' | 'summary'>): string | null {
  if (!summary) return null;
  const { nonzero, layers, testAccuracy, collapsed } = summary;
  if (nonzero === 0) return 'no weight is left';
  const { outputs } = factsOf(job);
  const guesses = taskOf(job).isRightOrWrong && testAccuracy !== null && isGuessing(testAccuracy, outputs, job.data.test);
  // Links and older records do not tell whether the outputs depend on the inputs. A layer of which nothing is left says that they do not,
  // unless something goes past it, and then the network can still do better than guessing.
  const empty =
    collapsed ?? (guesses || testAccuracy === null ? layers.filter((layer) => layer.nonzero === 0).map(({ name }) => name) : []);
  if (empty.length > 0) return `no weight is left in ${listed(empty)}, so it gives the same for every input`;
  if (collapsed) return 'it gives the same for every input';
  return guesses ? `its accuracy of ${(100 * testAccuracy).toFixed(1)} % is that of guessing among ${outputs} classes` : null;
}
