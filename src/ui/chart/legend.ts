/** Which traces a legend names: under the title of a figure on the page, below the axes of a picture. */
import type { Data, ScatterData } from 'plotly.js';
import type { Figure } from '../../figures/figure.ts';
import { drawnTraces } from './traces.ts';

interface Named {
  readonly name?: string;
  readonly visible?: unknown;
  readonly legendgroup?: string;
  readonly showlegend?: boolean;
  readonly mode?: ScatterData['mode'];
}

/** One trace of each name: that which a legend shows on the page, else markers, else the first. @param traces as they are drawn */
export function namedTraces(traces: readonly Partial<Data>[]): Partial<Data>[] {
  const rank = ({ showlegend, mode }: Named): number => (showlegend !== false ? 0 : mode?.includes('markers') ? 1 : 2);
  const byName = new Map<string, Partial<Data>>();
  for (const trace of traces) {
    const { name, visible, legendgroup, showlegend } = trace as Named;
    const belongs = legendgroup !== undefined || showlegend === true;
    if (!name || visible === false || !belongs) continue;
    const other = byName.get(name);
    if (!other || rank(trace as Named) < rank(other as Named)) byName.set(name, trace);
  }
  return [...byName.values()];
}

export interface LegendEntry {
  readonly name: string;
  readonly color: string;
  /** The dash of its line; null where it has none. */
  readonly dash: string | null;
  /** Of its markers, as Plotly names it; null where it has none. */
  readonly symbol: string | null;
}

/** What the legend of a figure on the page says; names that stand at their lines are not in it. @param hidden methods that are left out */
export function legendOf({ data }: Pick<Figure, 'data'>, hidden: ReadonlySet<string>): LegendEntry[] {
  const visible = data.filter((_, index) => (drawnTraces([data[index]], hidden)[0] as Named).visible !== false);
  return namedTraces(visible)
    .filter((trace) => (trace as Named).showlegend !== false)
    .map((trace) => {
      const { name = '', mode = 'lines', line, marker, fillcolor } = trace as Partial<ScatterData>;
      const isFill = trace.type === 'bar' || line?.width === 0;
      const hasMarkers = mode.includes('markers') && !isFill;
      return {
        name,
        color: String((isFill && fillcolor) || (hasMarkers ? marker?.color : (line?.color ?? marker?.color))),
        dash: isFill || !mode.includes('lines') ? null : (line?.dash ?? 'solid'),
        symbol: isFill ? 'square' : hasMarkers ? String(marker?.symbol ?? 'circle') : null,
      };
    });
}
