/** What traces of all figures share: names, groups, markers, and bands over seeds. */
import type { ScatterData } from 'plotly.js';
import type { SeriesStyle, Source } from './style.ts';

export type Trace = Partial<ScatterData>;

/**
 * The `legendgroup` of every trace that belongs to a method, “source/label/role”; a label begins with the title of its method, up to the
 * first comma. The page's chips hide methods by it.
 */
export const traceGroup = (source: Source, label: string, role = ''): string => [source, label, role].join('/');

/** Hollow markers are drawn by their outline, whose width filled ones do not have. */
export const markerOf = ({ symbol, color, markerSize }: SeriesStyle, size = markerSize): NonNullable<Trace['marker']> => ({
  symbol,
  size,
  color,
  ...(String(symbol).endsWith('-open') ? { line: { width: 1.3, color } } : {}),
});

/**
 * The outline of a band as one filled trace, in pieces where it has gaps; null where it is nowhere defined.
 * @param x, low, high one entry per cycle
 */
export function bandTrace(x: readonly (number | null)[], low: readonly (number | null)[], high: readonly (number | null)[]): Trace | null {
  const outlineX: (number | null)[] = [];
  const outlineY: (number | null)[] = [];
  let piece: number[] = [];
  const close = (): void => {
    if (piece.length > 1) {
      if (outlineX.length > 0) {
        outlineX.push(null);
        outlineY.push(null);
      }
      const back = piece.toReversed();
      outlineX.push(...piece.map((i) => x[i]), ...back.map((i) => x[i]));
      outlineY.push(...piece.map((i) => high[i]), ...back.map((i) => low[i]));
    }
    piece = [];
  };
  x.forEach((value, index) => {
    if (value === null || low[index] === null || high[index] === null) close();
    else piece.push(index);
  });
  close();
  if (outlineX.length === 0) return null;
  return { mode: 'lines', x: outlineX, y: outlineY, fill: 'toself', line: { width: 0 }, hoverinfo: 'skip' };
}

export const sourceName = (source: Source, label: string): string => (source === 'own' ? label : `${label} (${source})`);
