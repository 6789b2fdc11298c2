/** Description lengths of methods that have no α: horizontal lines. */
import { markup } from '../../math/foreign-text.ts';
import { median as medianOf } from '../../math/quantile.ts';
import { sourceName, type Trace } from '../draw.ts';
import type { Span } from '../log-axis.ts';
import type { L0Input } from './input.ts';
import { endedRuns, seriesGroup, seriesLook, type EndedRun } from './points.ts';
import { alphaOf, whole, type Series } from './runs.ts';

/** Bytes of network and data. */
export const lengthOf = ({ summary }: EndedRun): number => summary.descriptionBytes;

export interface Level {
  readonly series: Series;
  readonly runs: number;
  readonly bytes: number;
}

/** Methods without α, as horizontal lines: the median of their runs. */
export function levelOf(series: Series): Level[] {
  const runs = endedRuns(series).filter(({ run }) => alphaOf(run.job) === null);
  return runs.length === 0 ? [] : [{ series, runs: runs.length, bytes: medianOf(runs.map(lengthOf)) }];
}

export function levelTrace({ series, bytes, runs }: Level, span: Span | null, options: L0Input['options']): Trace {
  const style = seriesLook(series, options);
  const x = span ? [span.low / 3, span.high] : [1, 10];
  return {
    type: 'scatter',
    uid: seriesGroup(series, 'level'),
    legendgroup: seriesGroup(series),
    name: sourceName(series.source, series.label),
    mode: 'text+lines',
    x,
    y: [bytes, bytes],
    line: { color: style.color, width: 1.5, dash: 'dashdot' },
    text: ['', series.label],
    textposition: 'top left',
    textfont: { size: 11, color: style.color },
    hovertemplate: markup`<b>${series.label}</b>, no α<br>${whole(bytes)} B, ${runs} runs<extra></extra>`,
    showlegend: false,
  };
}
