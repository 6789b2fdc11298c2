/** Printed description lengths (arXiv 2505.17469, Table 5), which have no α: markers beside the curves. */
import { markup } from '../../math/foreign-text.ts';
import { printedMethods, publishedTeacherStudent, unprunedMethod, type L0Published } from '../../study/families/l0/published.ts';
import type { L0Job } from '../../study/families/l0/types.ts';
import { markerOf, type Trace } from '../draw.ts';
import { methodTitle, seriesStyle, type Method } from '../style.ts';
import type { L0Input } from './input.ts';
import { whole } from './runs.ts';

export interface PrintedLevel {
  readonly method: Method;
  readonly title: string;
  readonly bytes: number;
  readonly error: number;
}

/** What Table 5 of the paper has for such a job. */
export function printedLevels(published: L0Published, job: L0Job): PrintedLevel[] {
  const row = publishedTeacherStudent(published, job);
  const { loss } = job.training;
  if (!row || (loss !== 'mse' && loss !== 'gauss')) return [];
  const levels = printedMethods.map((method) => ({
    method,
    title: `${methodTitle(method)} (published)`,
    bytes: row[method][loss].value,
    error: row[method][loss].error,
  }));
  return [...levels, { method: unprunedMethod, title: 'Unpruned (published)', bytes: row.unpruned.value, error: row.unpruned.error }];
}

export function printedTrace({ method, title, bytes, error }: PrintedLevel, at: number, theme: L0Input['options']['theme']): Trace {
  const style = seriesStyle(method, 'published', theme);
  return {
    type: 'scatter',
    uid: `published/${method}`,
    legendgroup: `published/${method}/table 5`,
    name: title,
    mode: 'markers',
    x: [at],
    y: [bytes],
    error_y: { type: 'data', array: [error], color: style.color, thickness: 1.2, width: 3 },
    marker: { ...markerOf(style, 11), line: { width: 1.8, color: style.color } },
    hovertemplate: markup`<b>${title}</b>, best setting<br>${whole(bytes)} ± ${whole(error)} B<extra></extra>`,
    showlegend: false,
  };
}
