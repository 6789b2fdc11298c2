/**
 * Markers that stay as they were drawn. Plotly draws every marker of a plot again whatever changed in it, styles it a second time, and
 * the browser lays out and paints them all: with the thousand markers of 10,000 runs that was two thirds of a redraw in which only a hull
 * had changed. Here traces of markers that are the same as in the last drawing, on axes that have not moved, are left alone.
 */
import type { Data, ScatterData } from 'plotly.js';

/** A trace as Plotly holds it while it draws: its points, of which the first carries what belongs to all of them. */
export type Calculated = [{ trace: FullTrace; node3?: unknown }, ...unknown[]];

interface FullTrace {
  readonly uid: string;
  readonly visible: unknown;
}

interface FullAxis {
  readonly type: string;
  readonly _length: number;
  readonly _m: number;
  readonly _b: number;
}

/** Draws traces of one subplot into their layer. With `transition`, those that are not given stay; else they are taken away. */
export type PlotScatter = (
  element: HTMLElement,
  subplot: { readonly xaxis: FullAxis; readonly yaxis: FullAxis },
  traces: Calculated[],
  layer: { node(): SVGGElement },
  transition?: { readonly duration: number } | null,
  onComplete?: unknown,
) => void;

/** Styles the markers of a trace. */
export type StylePoints = (points: unknown, trace: FullTrace, element: HTMLElement, point?: unknown) => void;

/** The ids of traces that may be left alone, for every drawing that is under way. */
const unchangedIn = new WeakMap<HTMLElement, ReadonlySet<string>>();

/** Draws into an element, leaving alone the markers of traces that did not change. */
export async function keepingMarkers(element: HTMLElement, unchanged: ReadonlySet<string>, draw: () => Promise<unknown>): Promise<void> {
  unchangedIn.set(element, unchanged);
  try {
    await draw();
  } finally {
    unchangedIn.delete(element);
  }
}

/** The ids of traces of markers alone that look the same in two drawings. */
export function unchangedMarkers(before: readonly Partial<Data>[], after: readonly Partial<Data>[]): Set<string> {
  const known = new Map(before.map((trace) => [(trace as Partial<ScatterData>).uid, trace]));
  const same = (after as readonly Partial<ScatterData>[]).filter(
    ({ uid, mode }, index) => mode === 'markers' && uid !== undefined && isSame(known.get(uid), after[index]),
  );
  return new Set(same.map(({ uid = '' }) => uid));
}

/** Whether two values consist of the same; lists of thousands of places are mostly the very same lists. */
function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [keys, others] = [Object.keys(a), Object.keys(b)];
  return (
    keys.length === others.length && keys.every((key) => isSame((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
  );
}

interface Layer {
  /** How values come to pixels. */
  readonly scale: string;
  readonly drawn: ReadonlyMap<string, Calculated>;
}

/** What every layer of markers and lines shows. */
const layers = new WeakMap<Element, Layer>();

/** Traces whose markers have their style from being drawn. */
const styled = new WeakSet<FullTrace>();

const scaleOf = ({ type, _length: length, _m: slope, _b: start }: FullAxis): unknown[] => [type, length, slope, start];

/** Plotly's drawing of scatter traces, made to leave alone what a drawing of ours need not touch. */
export const leavingMarkers =
  (plot: PlotScatter): PlotScatter =>
  (element, subplot, traces, layer, transition, onComplete) => {
    const node = layer.node();
    const unchanged = unchangedIn.get(element);
    const last = layers.get(node);
    const scale = JSON.stringify([...scaleOf(subplot.xaxis), ...scaleOf(subplot.yaxis)]);
    for (const [{ trace }] of traces) styled.add(trace);
    layers.set(node, { scale, drawn: new Map(traces.map((trace) => [trace[0].trace.uid, trace])) });
    const stays = ([{ trace }]: Calculated): boolean =>
      unchanged?.has(trace.uid) === true && last?.drawn.has(trace.uid) === true && groupOf(node, trace.uid) !== null;
    if (transition || last?.scale !== scale || !traces.some(stays)) {
      plot(element, subplot, traces, layer, transition, onComplete);
      return;
    }
    const ids = new Set(traces.map(([{ trace }]) => trace.uid));
    for (const uid of last.drawn.keys()) if (!ids.has(uid)) groupOf(node, uid)?.remove();
    let changed: Calculated[] = [];
    const drawChanged = (): void => {
      if (changed.length > 0) plot(element, subplot, changed, layer, { duration: 0 }, onComplete);
      changed = [];
    };
    for (const trace of traces) {
      if (stays(trace)) {
        drawChanged();
        takeOver(trace, last.drawn.get(trace[0].trace.uid));
      } else changed.push(trace);
    }
    drawChanged();
    putInOrder(node, traces);
  };

const groupOf = (layer: Element, uid: string): Element | null => layer.querySelector(`:scope > .trace${uid}`);

/** What Plotly notes about points as it draws them, and its hovering reads: their radius, and whether they are hollow. */
function takeOver(trace: Calculated, drawn: Calculated | undefined): void {
  trace[0].node3 = drawn?.[0].node3;
  trace.forEach((point, index) => {
    const { mrc, om } = (drawn?.[index] ?? {}) as { mrc?: number; om?: boolean };
    Object.assign(point as object, { mrc, om });
  });
}

/** Puts the groups of traces into the order of the traces, moving as few as need be. */
function putInOrder(layer: Element, traces: readonly Calculated[]): void {
  let place = layer.firstElementChild;
  for (const [{ trace }] of traces) {
    const group = groupOf(layer, trace.uid);
    if (group === place) place = place?.nextElementSibling ?? null;
    else if (group) layer.insertBefore(group, place);
  }
}

/** Plotly styles all markers once more after it has drawn them, which changes nothing. */
export const stylingOnce =
  (style: StylePoints): StylePoints =>
  (points, trace, element, point) => {
    if (!unchangedIn.has(element) || !styled.has(trace)) style(points, trace, element, point);
  };
