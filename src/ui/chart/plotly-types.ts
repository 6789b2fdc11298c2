/** The parts of Plotly that the page touches, and the internals of a drawn plot that its cursor needs. */
import type PlotlyNamespace from 'plotly.js';
import type { PlotlyHTMLElement } from 'plotly.js';

export type Plotly = typeof PlotlyNamespace;

/** An axis as it has been drawn: pixels are relative to the plot's element. */
export interface DrawnAxis {
  readonly _offset: number;
  readonly _length: number;
  readonly anchor?: string;
  d2p(value: number): number;
}

/** An element that holds a plot. `_fullLayout` is Plotly's own: there is no public way from a value to its pixel. */
export type PlotElement = PlotlyHTMLElement & { readonly _fullLayout?: Readonly<Record<string, unknown>> };

/** The drawn axis of an id such as “x2”; null where the plot has none. */
export function drawnAxis(element: PlotElement, id: string): DrawnAxis | null {
  const axis = element._fullLayout?.[`${id[0]}axis${id.slice(1)}`];
  return axis && typeof (axis as DrawnAxis).d2p === 'function' && Number.isFinite((axis as DrawnAxis)._length) ? (axis as DrawnAxis) : null;
}
