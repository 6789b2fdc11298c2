/** Which traces a legend names, and where it is too long to stand in a plot. */
import type { Data, ScatterData } from 'plotly.js';
import type { Figure } from '../../figures/figure.ts';
import { drawnTraces } from './traces.ts';

/** Names beyond this are listed below the plot: Plotly would scroll them in a third of its height, a few at a time. */
const MOST_IN_PLOT = 8;

interface Named {
  readonly name?: string;
  readonly visible?: unknown;
  readonly legendgroup?: string;
  readonly showlegend?: boolean;
  readonly mode?: ScatterData['mode'];
}

/**
 * One trace of each name: that which a legend shows on the page, else markers, else the first.
 * @param traces as they are drawn @param hasLegend whether the figure has a legend on the page
 */
export function namedTraces(traces: readonly Partial<Data>[], hasLegend: boolean): Partial<Data>[] {
  const rank = ({ showlegend, mode }: Named): number => (hasLegend && showlegend !== false ? 0 : mode?.includes('markers') ? 1 : 2);
  const byName = new Map<string, Partial<Data>>();
  for (const trace of traces) {
    const { name, visible, legendgroup, showlegend } = trace as Named;
    const belongs = legendgroup !== undefined || (hasLegend && showlegend !== false);
    if (!name || visible === false || !belongs) continue;
    const other = byName.get(name);
    if (!other || rank(trace as Named) < rank(other as Named)) byName.set(name, trace);
  }
  return [...byName.values()];
}

const isNamed = (trace: Partial<Data>): boolean => {
  const { name, showlegend, visible } = trace as Named;
  return Boolean(name) && showlegend !== false && visible !== false;
};

/** Whether the legend of a figure stands below its plot. */
export const isLongLegend = (traces: readonly Partial<Data>[], { showlegend }: Figure['layout']): boolean =>
  showlegend === true && traces.filter(isNamed).length > MOST_IN_PLOT;

export interface LegendEntry {
  readonly name: string;
  readonly color: string;
  readonly dash: string;
}

/** The entries of a legend that stands below its plot; empty where it stands in it. @param hidden methods that are left out */
export function longLegend(figure: Pick<Figure, 'data' | 'layout'>, hidden: ReadonlySet<string>): LegendEntry[] {
  const visible = figure.data.filter((_, index, all) => (drawnTraces([all[index]], hidden)[0] as Named).visible !== false);
  if (!isLongLegend(visible, figure.layout)) return [];
  return visible.filter(isNamed).map((trace) => {
    const { name = '', line, marker } = trace as Partial<ScatterData>;
    return { name, color: String(line?.color ?? marker?.color ?? 'currentcolor'), dash: line?.dash ?? 'solid' };
  });
}
