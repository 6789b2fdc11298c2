/** Whether an ℓ0 run has measured anything: of a network that gives the same for every input, or guesses, a compression rate says nothing. */
import { factsOf, setSizes } from '../../../data/sources/index.ts';
import { percent } from '../../../math/number-text.ts';
import { isGuessing } from '../../guessing.ts';
import { taskOf } from '../../job-data.ts';
import type { L0Run } from './run.ts';
import type { L0Step, L0Summary } from './types.ts';

const listed = (names: readonly string[]): string =>
  names.length > 3
    ? `${names.slice(0, 2).join(', ')} and ${names.length - 2} more layers`
    : names.length > 1
      ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
      : names.join('');

/**
 * Whether no input reaches an output along weights that are left, as far as records say: of the first layer, which everything passes, or of
 * small dense networks, of which they hold every weight right after pruning. What is zero then stays so.
 */
function isCut(summary: L0Summary, steps: readonly L0Step[]): boolean {
  const known = cut.get(summary);
  if (known !== undefined) return known;
  const found = isCutBy(summary, steps);
  cut.set(summary, found);
  return found;
}

/** Summaries that were looked into: figures ask about every run at every redraw. */
const cut = new WeakMap<L0Summary, boolean>();

function isCutBy({ firstLayer }: L0Summary, steps: readonly L0Step[]): boolean {
  if (firstLayer?.used.every((used) => used === 0)) return true;
  const layers = steps.findLast(({ connections }) => connections)?.connections?.after;
  if (!layers || layers.weights.length === 0) return false;
  let reached: boolean[] | null = null;
  for (const [index, weights] of layers.weights.entries()) {
    const outputs = layers.biases[index].length;
    const inputs = weights.length / outputs;
    const before: readonly boolean[] | null = reached;
    reached = Array.from({ length: outputs }, (_, to) =>
      weights.slice(to * inputs, (to + 1) * inputs).some((weight, from) => weight !== 0 && (before?.[from] ?? true)),
    );
  }
  return reached !== null && !reached.includes(true);
}

/** Why it measured nothing; null where it did, or has not ended. */
export function l0MeasuredNothing({
  job,
  summary,
  steps = [],
}: Pick<L0Run, 'job' | 'summary'> & Partial<Pick<L0Run, 'steps'>>): string | null {
  if (!summary) return null;
  const { nonzero, layers, testAccuracy, collapsed } = summary;
  if (nonzero === 0) return 'no weight is left';
  const { outputs } = factsOf(job);
  const guesses = taskOf(job).isRightOrWrong && testAccuracy !== null && isGuessing(testAccuracy, outputs, setSizes(job).test.coded);
  // Older links and records do not tell whether the outputs depend on the inputs. A layer of which nothing is left says that they do not,
  // unless something goes past it, and then the network can still do better than guessing.
  const empty =
    collapsed ?? (guesses || testAccuracy === null ? layers.filter((layer) => layer.nonzero === 0).map(({ name }) => name) : []);
  if (empty.length > 0) return `no weight is left in ${listed(empty)}, so it gives the same for every input`;
  if (collapsed) return 'it gives the same for every input';
  if (isCut(summary, steps)) return 'no weight leads from its inputs to its outputs, so it gives the same for every input';
  return guesses ? `its accuracy of ${percent(testAccuracy)} is that of guessing among ${outputs} classes` : null;
}
