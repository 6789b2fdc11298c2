import { pow } from '../../../math/elementary.ts';
import { number } from '../../../data/setting.ts';
import { own, type L0Method } from './method.ts';
import { prunedFirst } from './pruned-first.ts';
import { firstAndFineTuning } from './regularised.ts';
import { sensitivities } from './snip.ts';
import { bySparsity, leavesShare, sparsitySettings } from './sparsity-settings.ts';

const settings = {
  ...sparsitySettings,
  flowRounds: number({
    title: 'Rounds of the flow',
    help: 'SynFlow: in how many rounds the weights go, each taking the same share of what the one before it left. In one round whole layers may go.',
    default: 100,
    min: 1,
    max: 1000,
    integer: true,
    step: 10,
    unit: 'rounds',
  }),
} as const;

/** Without looking at data: weights go of which least flows through the network, were all of them positive (Tanaka and others, arXiv 2006.05467). */
export const synflow: L0Method = {
  id: 'synflow',
  title: 'SynFlow',
  help: 'before training and without looking at data, the weights go through which least would flow from input to output',
  look: ['green', 'star'],
  traits: { prunesFirst: true, flows: true },
  settings,
  strength: bySparsity,
  leaves: leavesShare,
  epochs: firstAndFineTuning,
  course: (tools) =>
    prunedFirst(tools, async (values) => {
      const { flowRounds, targetSparsity } = own(tools.job, settings);
      const isWeight = tools.kinds.map((kind) => kind === 'weight');
      // Nothing flows in by what is added, and what only stretches stays as it is.
      const positive = values.map((array, index) => {
        if (isWeight[index]) return array.map(Math.abs);
        return tools.kinds[index].endsWith('-scale') ? array : new Float32Array(array.length);
      });
      return flowScores(positive, isWeight, { sparsity: targetSparsity, rounds: flowRounds, slopesOf: tools.flowSlopes });
    }),
};

interface Flowing {
  readonly sparsity: number;
  readonly rounds: number;
  readonly slopesOf: (values: readonly Float32Array[]) => Promise<readonly Float32Array[]>;
}

/**
 * Scores of every number after rounds in each of which the least go, of what is left; of what went in them 0.
 * @param positive magnitudes of the weights
 */
export async function flowScores(
  positive: Float32Array[],
  isWeight: readonly boolean[],
  { sparsity, rounds, slopesOf }: Flowing,
): Promise<Float32Array> {
  const weights = positive.reduce((sum, { length }, index) => sum + (isWeight[index] ? length : 0), 0);
  for (let round = 1; ; round++) {
    const scores = sensitivities(positive, await slopesOf(positive));
    // What goes in the last round is for the choice by the scores.
    if (round === rounds) return scores;
    const stay = Math.max(1, Math.round(weights * pow(1 - sparsity, round / rounds)));
    dropLeast(positive, isWeight, scores, stay);
  }
}

/** Sets all weights to 0 but so many of best score, of equal ones the first. */
function dropLeast(positive: readonly Float32Array[], isWeight: readonly boolean[], scores: Float32Array, stay: number): void {
  let start = 0;
  const parts = positive.map(({ length }) => scores.subarray(start, (start += length)));
  const ranked = new Float32Array(parts.reduce((sum, { length }, index) => sum + (isWeight[index] ? length : 0), 0));
  let at = 0;
  for (const [index, part] of parts.entries()) {
    if (!isWeight[index]) continue;
    ranked.set(part, at);
    at += part.length;
  }
  ranked.sort();
  const least = ranked[ranked.length - stay];
  const above = ranked.length - ranked.findLastIndex((score) => score <= least) - 1;
  let equal = stay - above;
  for (const [index, array] of positive.entries()) {
    if (!isWeight[index]) continue;
    for (const [i, score] of parts[index].entries()) {
      if (score > least || (score === least && equal-- > 0)) continue;
      array[i] = 0;
    }
  }
}
