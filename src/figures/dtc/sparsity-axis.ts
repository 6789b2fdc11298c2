/** The sparsity axis. */
import { log10 } from '../../math/elementary.ts';
import type { LayoutAxis } from 'plotly.js';
import { axisTitle } from '../layout.ts';
import type { DtcOptions } from './input.ts';

type Axis = Partial<LayoutAxis>;

export const SPARSITY_TITLE = 'sparsity (share of neurons removed)';

/** Sparsities that are labelled where the axis is −log₁₀(1 − s): about three to a factor of ten in what is left. */
const LOG_TICKS = [0, 0.3, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9998, 0.9999];

/** Where a sparsity lies on the axis; null where it has no place, as a sparsity of 1 on a log axis. */
export function sparsityPosition(sparsity: number, axis: DtcOptions['sparsityAxis']): number | null {
  if (axis === 'linear') return sparsity;
  return sparsity < 1 ? -log10(1 - sparsity) : null;
}

/**
 * The sparsity axis. Its range is fixed, so that points that come while a job runs do not move those that are there.
 * @param sparsities those that are drawn; a log axis reaches as far as they do, and to 0.98 at least
 * @param part where the axis begins, and where a linear one ends
 */
export function sparsityAxis(
  { sparsityAxis: kind }: DtcOptions,
  sparsities: Iterable<number>,
  part: readonly [number, number | null] = [0, null],
): Axis {
  const [from, to] = part;
  if (kind === 'linear') {
    return { title: axisTitle(SPARSITY_TITLE), range: [from, to ?? 1], nticks: 12, uirevision: kind };
  }
  let furthest = 0.982;
  for (const sparsity of sparsities) if (sparsity < 1) furthest = Math.max(furthest, sparsity);
  return {
    title: axisTitle(`${SPARSITY_TITLE}, log scale of what is left`),
    range: [position(from), position(furthest) + 0.06],
    tickvals: LOG_TICKS.map(position),
    ticktext: LOG_TICKS.map(String),
    uirevision: kind,
  };
}

const position = (sparsity: number): number => -log10(1 - sparsity);
