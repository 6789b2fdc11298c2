/** Lines through a cloud of runs: medians with their quartiles where there are many, medians of repeats where there are few. */
import { adaptiveBins, type AdaptiveBin } from '../../math/adaptive-binning.ts';
import { median } from '../../math/quantile.ts';
import { bandTrace, sourceName, type Trace } from '../draw.ts';
import { gathered } from '../series.ts';
import { translucent } from '../style.ts';
import { seriesGroup, seriesLook, type PlacedSeries } from './points.ts';
import { repeatKey } from './runs.ts';
import type { L0Options } from './input.ts';

export interface SeriesCurve {
  readonly placed: PlacedSeries;
  /** Bins along x (arXiv 2505.17469, section 11 of ours); empty where they are not two at least, and so no curve. */
  readonly bins: readonly AdaptiveBin[];
  readonly traces: readonly Trace[];
}

/** The curve of a series along a logarithmic x. */
export function seriesCurve(placed: PlacedSeries, options: L0Options): SeriesCurve {
  const { series, points } = placed;
  const style = seriesLook(series, options);
  const bins = adaptiveBins(
    points.map(({ x }) => x),
    points.map(({ y }) => y),
  );
  const shared: Trace = {
    type: 'scatter',
    legendgroup: seriesGroup(series),
    name: sourceName(series.source, series.label),
    showlegend: false,
    hoverinfo: 'skip',
  };
  if (bins.length >= 2) {
    const x = bins.map((bin) => bin.x);
    const band = bandTrace(
      x,
      bins.map(({ low }) => low),
      bins.map(({ high }) => high),
    );
    const line: Trace = {
      ...shared,
      uid: seriesGroup(series, 'median'),
      mode: 'lines',
      x,
      y: bins.map((bin) => bin.median),
      line: { color: style.color, width: style.lineWidth, dash: style.dash },
      opacity: style.opacity,
    };
    return {
      placed,
      bins,
      traces: [
        ...(band ? [{ ...shared, ...band, uid: seriesGroup(series, 'tube'), fillcolor: translucent(style.color, 0.18) }] : []),
        line,
      ],
    };
  }
  const repeats = [...gathered(points, ({ run }) => repeatKey(run.job)).values()]
    .map((group) => ({ x: median(group.map(({ x }) => x)), y: median(group.map(({ y }) => y)) }))
    .sort((a, b) => a.x - b.x);
  if (repeats.length < 2) return { placed, bins: [], traces: [] };
  const line: Trace = {
    ...shared,
    uid: seriesGroup(series, 'line'),
    mode: 'lines',
    x: repeats.map(({ x }) => x),
    y: repeats.map(({ y }) => y),
    line: { color: style.color, width: 1.2, dash: style.dash },
    opacity: 0.7 * style.opacity,
  };
  return { placed, bins: [], traces: [line] };
}

/** What the lines are, for the subtitle. */
export function curvesNote(curves: readonly SeriesCurve[]): string {
  const binned = curves.some(({ bins }) => bins.length > 0);
  if (binned) return 'line and tube: median and quartiles in bins of 10 runs and 0.1 decades at least';
  return curves.some(({ traces }) => traces.length > 0) ? 'lines join the medians over seeds' : '';
}

/** Lines and clouds in the order in which they are drawn: medians of many runs over their markers, which are then faint; other lines under them. */
export function withClouds(
  curves: readonly SeriesCurve[],
  drawn: readonly PlacedSeries[],
  draw: (series: PlacedSeries, extra: Trace) => Trace,
): Trace[] {
  const lines = curves.flatMap(({ traces }) => traces);
  const many = curves.some(({ bins }) => bins.length > 0);
  return many ? [...drawn.map((one) => draw(one, { opacity: 0.35 })), ...lines] : [...lines, ...drawn.map((one) => draw(one, {}))];
}
