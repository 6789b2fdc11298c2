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

/** Series of one method in the order of their colours, as one entry. */
export interface Ramp {
  /** “DTC, LASSO penalty λ: 0.3 to 3000”. */
  readonly title: string;
  /** How many series it stands for. */
  readonly count: number;
  readonly colors: readonly string[];
  readonly symbol: string | null;
}

/** Fewer series of a method are told one by one. */
const FEWEST_OF_RAMP = 3;

/**
 * Long legends by method: the series of each as a ramp, told by its ends, and what is left as it is.
 * Names are “method, setting: value, setting: value”, and a source in brackets.
 */
export function rampsOf(entries: readonly LegendEntry[]): { readonly ramps: readonly Ramp[]; readonly rest: readonly LegendEntry[] } {
  const groups = new Map<string, LegendEntry[]>();
  for (const entry of entries) {
    const key = `${entry.name.split(', ')[0]}/${sourceOf(entry.name)}`;
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  const long = [...groups.values()].filter((members) => members.length >= FEWEST_OF_RAMP);
  const ramps = long.map((members): Ramp => ({
    title: rampTitle(members.map(({ name }) => name)),
    count: members.length,
    colors: members.map(({ color }) => color),
    symbol: members[0].symbol,
  }));
  return { ramps, rest: entries.filter((entry) => !long.some((members) => members.includes(entry))) };
}

const SOURCE = / \((?:shared|published)\)$/;
const sourceOf = (name: string): string => SOURCE.exec(name)?.[0] ?? '';

/** What all have in common, and of what differs the first and the last. */
function rampTitle(names: readonly string[]): string {
  const parts = names.map((name) => name.replace(SOURCE, '').split(', '));
  const [first, last] = [parts[0], parts[parts.length - 1]];
  const telling = first.flatMap((part, place) => (parts.every((other) => other[place] === part) ? [] : [place]));
  const told = first.map((part, place) => {
    if (!telling.includes(place)) return part;
    const from = part.indexOf(': ') + 2;
    return telling.length === 1 && last[place]?.startsWith(part.slice(0, from))
      ? `${part} to ${last[place].slice(from)}`
      : `${part} … ${last[place] ?? ''}`;
  });
  return `${told.join(', ')}${sourceOf(names[0])}`;
}
