/** The network of a study before anything is taken out of it. */
import { mean } from '../../math/statistics.ts';
import type { Trace } from '../draw.ts';
import { palettes, type Theme } from '../style.ts';
import type { Group } from './groups.ts';

/**
 * Its test accuracy at the end of the first cycle's training, the mean over runs of this machine, or else shared ones: all methods train
 * alike until their first prune. Null where no run has come so far, or runs differ in more than method and seed.
 */
export function unprunedAccuracy(groups: readonly Group[]): number | null {
  if (groups.some(({ variant }) => variant > 0)) return null;
  for (const source of ['own', 'shared'] as const) {
    const firsts = groups
      .filter((group) => group.source === source)
      .flatMap(({ trajectories }) =>
        trajectories.flatMap(({ points: [first] }) => (first?.cycle === 0 ? [first.testAccuracyBeforePrune] : [])),
      );
    if (firsts.length > 0) return mean(firsts);
  }
  return null;
}

export const UNPRUNED_NOTE =
  'dashed line: before any prune, after one cycle of training; as training goes on between prunes, accuracy can rise along the ladder';

/** A dashed line at that accuracy, from one end of the axis to the other. */
export const unprunedTrace = (accuracy: number, range: readonly number[], theme: Theme): Trace => ({
  type: 'scatter',
  uid: 'unpruned',
  name: 'before any prune',
  showlegend: true,
  mode: 'lines',
  x: [...range],
  y: range.map(() => accuracy),
  line: { color: palettes[theme].muted, width: 1.2, dash: 'dash' },
  hovertemplate: `Before any prune, after one cycle<br>accuracy ${accuracy.toFixed(4)}<extra></extra>`,
});
