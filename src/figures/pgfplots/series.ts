/** What a trace of a figure is for pgfplots: a line, marks, an area, or words at points. */
import type { Data, ScatterData } from 'plotly.js';
import { markupText } from './words.ts';

/** Numbers of a plot, null where a line has a gap. */
export type Column = readonly (number | null)[];

export interface Series {
  /** The ids of its axes, “x” and “y2”. */
  readonly axes: readonly [x: string, y: string];
  readonly name: string;
  readonly trace: Partial<Data>;
  readonly x: Column;
  readonly y: Column;
  readonly line: { readonly color: string; readonly width: number; readonly dash: string } | null;
  readonly marks: { readonly color: string; readonly symbol: string; readonly size: number } | null;
  /** Of the area that it encloses. */
  readonly fill: string | null;
  readonly opacity: number;
  readonly steps: 'vh' | 'hv' | null;
  readonly errors: { readonly plus: Column; readonly minus: Column } | null;
  readonly words: readonly Word[];
}

/** A text at a point. */
export interface Word {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  /** As Plotly says where it stands: “top left”. */
  readonly position: string;
  readonly color: string;
}

type Scatter = Partial<ScatterData> & { readonly visible?: unknown };
type Bar = Partial<ScatterData> & {
  readonly orientation?: 'h' | 'v';
  readonly width?: number;
  readonly marker?: { readonly color?: unknown };
};

/** One of a list of values, where a look differs from point to point, as a text. */
const at = (value: unknown, place: number, otherwise: string): string => {
  const own: unknown = Array.isArray(value) ? value[place] : value;
  return typeof own === 'string' || typeof own === 'number' ? String(own) : otherwise;
};

/** Numbers of an axis, on which categories are counted from 0. */
export function columnOf(values: unknown, categories: readonly string[]): Column {
  return Array.from((values ?? []) as ArrayLike<unknown>, (value) => {
    if (typeof value === 'string' && categories.length > 0) return categories.indexOf(value);
    const number = value === null || value === undefined ? Number.NaN : Number(value);
    return Number.isFinite(number) ? number : null;
  });
}

const axesOf = ({ xaxis = 'x', yaxis = 'y' }: Scatter): Series['axes'] => [xaxis, yaxis];

/** @param before the series of the trace before it, to which an area may reach @param categories by the id of their axis */
export function scatterSeries(trace: Partial<Data>, before: Series | undefined, categories: readonly string[]): Series[] {
  const { mode = 'lines', line, marker, fill, fillcolor, opacity = 1, error_y: errors, name = '' } = trace as Scatter;
  const [x, y] = [columnOf((trace as Scatter).x, categories), columnOf((trace as Scatter).y, [])];
  const color = String(line?.color ?? at(marker?.color, 0, '#000000'));
  const shared = { axes: axesOf(trace as Scatter), name, trace, opacity, steps: stepsOf(line?.shape), errors: null };
  const isFilled = fill === 'toself' || fill === 'tonexty';
  const bare: Series = { ...shared, x, y, line: null, marks: null, fill: null, words: wordsAt(trace as Scatter, x, y) };
  const area: Series[] = isFilled
    ? [{ ...bare, ...areaOf(fill, x, y, before), fill: String(fillcolor ?? color), words: [], line: null }]
    : [];
  const drawn: Series = {
    ...bare,
    line: mode.includes('lines') && line?.width !== 0 ? { color, width: line?.width ?? 2, dash: line?.dash ?? 'solid' } : null,
    errors: errors && errors.visible !== false && 'array' in errors ? errorsOf(errors) : null,
  };
  if (!mode.includes('markers')) return [...area, ...(drawn.line || drawn.words.length > 0 ? [drawn] : [])];
  const looks = byLook(marker, x.length);
  if (looks.length === 1) return [...area, { ...drawn, marks: looks[0].marks }];
  // Marks of several looks: each is a series of its own, over the line.
  const only = (column: Column, places: readonly number[]): Column => places.map((place) => column[place]);
  return [
    ...area,
    ...(drawn.line || drawn.words.length > 0 ? [drawn] : []),
    ...looks.map(({ marks, places }): Series => ({ ...bare, x: only(x, places), y: only(y, places), marks, words: [] })),
  ];
}

const stepsOf = (shape: unknown): Series['steps'] => (shape === 'vh' || shape === 'hv' ? shape : null);

function areaOf(fill: string, x: Column, y: Column, before: Series | undefined): Pick<Series, 'x' | 'y'> {
  if (fill === 'toself' || !before) return { x, y };
  return { x: [...before.x, ...x.toReversed()], y: [...before.y, ...y.toReversed()] };
}

function errorsOf(errors: NonNullable<ScatterData['error_y']>): Series['errors'] {
  const { array, arrayminus } = errors as { readonly array: ArrayLike<number>; readonly arrayminus?: ArrayLike<number> };
  return { plus: columnOf(array, []), minus: columnOf(arrayminus ?? array, []) };
}

type Marks = NonNullable<Series['marks']>;

function byLook(marker: Scatter['marker'], count: number): { readonly marks: Marks; readonly places: readonly number[] }[] {
  const looks = new Map<string, { marks: Marks; places: number[] }>();
  for (let place = 0; place < Math.max(1, count); place++) {
    const marks: Marks = {
      color: at(marker?.color, place, at(marker?.line?.color, place, '#000000')),
      symbol: at(marker?.symbol, place, 'circle'),
      size: Number(at(marker?.size, place, '6')),
    };
    const key = JSON.stringify(marks);
    const look = looks.get(key) ?? { marks, places: [] };
    looks.set(key, look);
    look.places.push(place);
  }
  return [...looks.values()];
}

function wordsAt({ mode = '', text, textposition, textfont }: Scatter, x: Column, y: Column): Word[] {
  if (!mode.includes('text')) return [];
  return x.flatMap((place, index): Word[] => {
    const height = y[index];
    const says = markupText(at(text, index, ''));
    if (place === null || height === null || says.trim() === '') return [];
    return [
      {
        x: place,
        y: height,
        text: says.trim(),
        position: at(textposition, index, 'middle center'),
        color: at(textfont?.color, index, '#000000'),
      },
    ];
  });
}

interface BarLook {
  readonly mode: string;
  readonly gap: number;
  readonly categories: readonly string[];
  /** Numbers that have room side by side; more are left out. */
  readonly mostWords: number;
}

/**
 * Bars as the outlines of their rectangles, which stand on a logarithmic axis as well.
 * @param floor where they begin
 */
export function barSeries(bars: readonly Partial<Data>[], { mode, gap, categories, mostWords }: BarLook): Series[] {
  const isGrouped = mode === 'group';
  const ends = new Map<number, number>();
  return bars.map((trace, index) => {
    const { orientation = 'v', x, y, name = '', opacity = 1, marker, text, textfont } = trace as Bar;
    const isFlat = orientation === 'h';
    const along = columnOf(isFlat ? y : x, categories);
    const long = columnOf(isFlat ? x : y, []);
    const width = (1 - gap) / (isGrouped ? bars.length : 1);
    const from: (number | null)[] = [];
    const to: (number | null)[] = [];
    const words: Word[] = [];
    along.forEach((place, item) => {
      const length = long[item];
      if (place === null || length === null) return;
      const low = place - (1 - gap) / 2 + (isGrouped ? index * width : 0);
      const start = mode === 'stack' ? (ends.get(place) ?? 0) : 0;
      ends.set(place, start + length);
      if (from.length > 0) {
        from.push(null);
        to.push(null);
      }
      from.push(low, low + width, low + width, low, low);
      to.push(start, start, start + length, start + length, start);
      const says = markupText(at(text, item, ''));
      const color = at(textfont?.color, item, '#000000');
      const middle = low + width / 2;
      if (says !== '' && !isFlat && along.length * bars.length <= mostWords)
        words.push({ x: middle, y: start + length, text: says, position: 'top center', color });
    });
    const color = at(marker?.color, 0, '#000000');
    return {
      axes: axesOf(trace as Scatter),
      name,
      trace,
      x: isFlat ? to : from,
      y: isFlat ? from : to,
      line: null,
      marks: null,
      fill: color,
      opacity,
      steps: null,
      errors: null,
      words,
    };
  });
}
