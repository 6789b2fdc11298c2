/** How curves are drawn: markers that carry their cycle, lines, and bands over seeds. */
import { markup } from '../../math/foreign-text.ts';
import { bandTrace, markerOf, sourceName, traceGroup, type Trace } from '../draw.ts';
import { seriesStyle, translucent, type SeriesStyle } from '../style.ts';
import type { Curve, CurvePoint } from './curve.ts';
import type { DtcOptions } from './input.ts';
import { sparsityPosition } from './sparsity-axis.ts';

export interface DrawOptions {
  readonly options: DtcOptions;
  /** What the values are, for the hover text. */
  readonly quantity: string;
  /** d3-format of the values. */
  readonly format: string;
  /** A line through the points, a staircase, or a line of its own given by `smoothed`. */
  readonly line: 'straight' | 'steps' | 'none' | 'smoothed';
  /** The smoothed values, one per point. */
  readonly smoothed?: readonly number[];
  /** Place on the x axis; the sparsity axis if not given. */
  readonly x?: (point: CurvePoint) => number | null;
  /** What the band is, for the hover text: "lowest to highest", "95 % interval". */
  readonly band?: string;
  /** Another style, to tell two curves of one method apart. */
  readonly style?: Partial<SeriesStyle>;
  /** Tells the traces of two curves of one group apart. */
  readonly role?: string;
}

/** Band, line and markers of a curve. The markers carry their cycle. */
export function drawCurve(curve: Curve, draw: DrawOptions): Trace[] {
  const { options, quantity, format, line, smoothed, role = '' } = draw;
  if (curve.points.length === 0) return [];
  const style = { ...seriesStyle(curve.method, curve.source, options.theme, curve.variant), ...draw.style };
  const place = draw.x ?? ((point: CurvePoint) => sparsityPosition(point.sparsity, options.sparsityAxis));
  const x = curve.points.map(place);
  const name = sourceName(curve.source, curve.label);
  const uid = traceGroup(curve.source, curve.label, role);
  const shared: Trace = { type: 'scatter', name, legendgroup: uid, opacity: style.opacity };
  const stroke = { color: style.color, width: style.lineWidth, dash: style.dash };
  const traces: Trace[] = [];
  const band = bandTrace(
    x,
    curve.points.map(({ low }) => low),
    curve.points.map(({ high }) => high),
  );
  if (band) traces.push({ ...shared, ...band, uid: `${uid}/band`, showlegend: false, fillcolor: translucent(style.color, 0.16) });
  if (line === 'smoothed' && smoothed) {
    traces.push({ ...shared, uid: `${uid}/line`, mode: 'lines', x, y: [...smoothed], line: stroke, hoverinfo: 'skip', showlegend: false });
  }
  const joined = line === 'straight' || line === 'steps';
  traces.push({
    ...shared,
    uid: `${uid}/points`,
    mode: joined ? 'lines+markers' : 'markers',
    x,
    y: curve.points.map(({ value }) => value),
    ...(joined ? { line: { ...stroke, shape: line === 'steps' ? 'hv' : 'linear' } } : {}),
    marker: markerOf(style),
    customdata: curve.points.map(({ cycle }) => cycle),
    text: curve.points.map((point) => hoverText(point, draw)),
    hovertemplate: markup`<b>${name}</b>, cycle %{customdata}<br>%{text}<br>${quantity} %{y:${format}}<extra></extra>`,
  });
  return traces;
}

function hoverText({ sparsity, neurons, low, high, count }: CurvePoint, { format, band = 'lowest to highest' }: DrawOptions): string {
  const place = `sparsity ${sparsity.toFixed(4)}, ${neurons} neurons`;
  if (low === null || high === null) return place;
  const digits = Number(/\.(\d+)f/.exec(format)?.[1] ?? 4);
  return `${place}<br>mean of ${count} seeds, ${band} ${low.toFixed(digits)} to ${high.toFixed(digits)}`;
}
