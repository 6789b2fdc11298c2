/** The parts of Plotly that the page touches, and the internals of a drawn plot that its cursor needs. */
import type PlotlyNamespace from 'plotly.js';
import type { PlotlyHTMLElement } from 'plotly.js';

export type Plotly = typeof PlotlyNamespace;

/** An axis inside of Plotly. */
interface InternalAxis {
  readonly _offset: number;
  readonly _length: number;
  readonly anchor?: string;
  d2p(value: number): number;
}

/** An element that holds a plot. `_fullLayout` is Plotly's own: there is no public way from a value to its pixel. */
export type PlotElement = PlotlyHTMLElement & { readonly _fullLayout?: Readonly<Record<string, Partial<InternalAxis> | undefined>> };

/** An axis as it has been drawn, in pixels of the plot's element. */
export interface DrawnAxis {
  readonly start: number;
  readonly length: number;
  /** The axis that it is tied to, such as “y2”. */
  readonly anchor: string | null;
  /** Pixels from the start of the axis. */
  readonly toPixel: (value: number) => number;
}

/** The drawn axis of an id such as “x2”; null where the plot has none. */
export function drawnAxis(element: PlotElement, id: string): DrawnAxis | null {
  // Plotly's internals are named with underscores.
  // eslint-disable-next-line no-underscore-dangle
  const { _offset: start, _length: length, anchor, d2p } = element._fullLayout?.[`${id[0]}axis${id.slice(1)}`] ?? {};
  if (start === undefined || length === undefined || !d2p) return null;
  return { start, length, anchor: anchor ?? null, toPixel: d2p };
}
