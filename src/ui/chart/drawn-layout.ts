/** The layout of a figure as it is drawn. It says everything, so that nothing of the drawing before it stays: not of another study, either. */
import type { Layout, LayoutAxis } from 'plotly.js';
import type { Figure } from '../../figures/figure.ts';
import { plotlyText } from '../../math/foreign-text.ts';
import type { Zoom } from './zoom.ts';

/** Pixels left of a logarithmic axis, for its labels and title. */
const LOG_MARGIN = 70;

/** Pixels that a tick along x takes with its label, “0.82” and a gap; where there are more of them, Plotly turns the labels into the axis title. */
const TICK_WIDTH = 36;

/** Pixels of a letter of an axis title and of a line of it: a title that is wider than its axis goes on below. */
const TITLE_LETTER = 6.5;
const TITLE_LINE = 16;

type Axis = Partial<LayoutAxis>;

export interface DrawnFor {
  /** Key of the study that is shown. */
  readonly study: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly zoom: Pick<Zoom, 'rangeOf'>;
  /** Whether a drag zooms; with a finger it scrolls the page. */
  readonly drags: boolean;
}

/** Whether an axis is labelled with words, whose width nothing but measuring tells. */
const hasWords = ({ ticktext }: Axis): boolean => Array.isArray(ticktext) && ticktext.some((text) => Number.isNaN(Number(text)));

const axesOf = ({ layout }: Pick<Figure, 'layout'>): [string, Axis][] =>
  Object.entries(layout).filter(([key]) => /^[xy]axis\d*$/u.test(key)) as [string, Axis][];

const meaningOf = ({ type, uirevision }: Axis, study: string): string => JSON.stringify([study, type ?? 'linear', uirevision ?? null]);

/** What each axis of a figure says: a part of it that was zoomed to belongs to that, and to nothing else. */
export const meaningsOf = (figure: Pick<Figure, 'layout'>, study: string): Map<string, string> =>
  new Map(axesOf(figure).map(([key, axis]) => [key, meaningOf(axis, study)]));

export function drawnLayout(figure: Pick<Figure, 'layout'>, { study, width, height, zoom, drags }: DrawnFor): Partial<Layout> {
  const { layout } = figure;
  const margin = {
    ...layout.margin,
    // Powers of ten are wider than the labels that figures leave room for.
    ...(layout.yaxis?.type === 'log' && { l: LOG_MARGIN }),
  };
  const across = width - (margin.l ?? 0) - (margin.r ?? 0);
  const isBroken = (key: string, { title, domain = [0, 1] }: Axis): boolean =>
    key.startsWith('x') && TITLE_LETTER * (title?.text?.length ?? 0) > across * (domain[1] - domain[0]);
  const axes = axesOf(figure).map(([key, axis]): [string, Axis] => [
    key,
    {
      ...axis,
      ...wordsOf(axis, isBroken(key, axis)),
      ...rangeOf(axis, zoom.rangeOf(key, meaningOf(axis, study))),
      ...(key.startsWith('x') && axis.nticks && { nticks: Math.min(axis.nticks, Math.floor((width - LOG_MARGIN) / TICK_WIDTH)) }),
      // Margins follow labels of words only, as they double the time of a drawing (28 against 13 ms for the entropies, median of 14).
      automargin: hasWords(axis),
      // Plotly is to keep no range.
      uirevision: false,
    },
  ]);
  return {
    ...layout,
    ...Object.fromEntries(axes),
    ...(layout.annotations && { annotations: layout.annotations.map((one) => ({ ...one, text: plotlyText(one.text ?? '') })) }),
    margin: { ...margin, ...(axesOf(figure).some(([key, axis]) => isBroken(key, axis)) && { b: (margin.b ?? 0) + TITLE_LINE }) },
    autosize: false,
    width,
    height,
    uirevision: study,
    dragmode: drags ? layout.dragmode : false,
  };
}

/** Titles and labels are no markup, and labels may have several lines. @param isBroken whether the title goes on in a second line after its last comma */
const wordsOf = ({ title, ticktext, tickvals }: Axis, isBroken: boolean): Axis => ({
  ...(title?.text === undefined
    ? {}
    : { title: { ...title, text: isBroken ? plotlyText(title.text).replace(/, (?!.*, )/u, ',<br>') : plotlyText(title.text) } }),
  // Of categories, whose names are escaped in the traces as well.
  ...(Array.isArray(tickvals) && typeof tickvals[0] === 'string' ? { tickvals: tickvals.map((name) => plotlyText(String(name))) } : {}),
  ...(ticktext && { ticktext: (ticktext as unknown[]).map((text) => String(text).split('\n').map(plotlyText).join('<br>')) }),
});

/** A range, or that Plotly is to find one: an axis that said neither would have what it had before. */
function rangeOf({ range, autorange }: Axis, zoomed: readonly [number, number] | null): Axis {
  if (zoomed) return { range: [...zoomed], autorange: false };
  return range ? { range: [...range] as [number, number], autorange: false } : { autorange: autorange ?? true };
}
