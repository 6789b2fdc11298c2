/**
 * A figure as source of pgfplots (at least 1.16) that reads its numbers from a CSV file: set by LaTeX in the fonts of the document that it
 * stands in, so that no text is ever too wide for another font. A map of colours has none, as it would take TeX minutes.
 */
import type { Data, Layout } from 'plotly.js';
import { csvText } from '../../math/foreign-text.ts';
import { exp, log, sin } from '../../math/elementary.ts';
import { axisOptions, categoriesOf, longestTick, valueOn, type FigureAxis } from './axis.ts';
import { dashes, FONT, isOn, LINE, node, noteLine, shapeLine, type Place } from './notes.ts';
import { barSeries, scatterSeries, type Column, type Series } from './series.ts';
import { anchorOf, colourName, colourOf, latexLines, option } from './words.ts';

export interface PgfInput {
  /** The traces that are shown, and those of them that the legend names. */
  readonly data: readonly Partial<Data>[];
  readonly named: readonly Partial<Data>[];
  readonly layout: Partial<Layout>;
  /** Of the whole picture, and of its axes; the legend stands below. */
  readonly width: number;
  readonly height: number;
  /** The CSV file as the document finds it. */
  readonly path: string;
}

export interface PgfPlots {
  readonly tex: string;
  /** Columns x1, y1, x2, …: one pair a series, “nan” where a line has a gap; errors are e1 (above) and f1 (below). */
  readonly csv: string;
}

/** Points of TeX for a pixel of the radius of a mark. */
const MARK = 0.28;
/** Millimetres: of a letter of 8 points, left and right of the axes, from the axes to the legend, of an entry's mark. */
const [LETTER, LEFT, RIGHT, BELOW, ENTRY] = [1.45, 13, 2, 10, 11];
/** Millimetres that the number on a bar takes. */
const WORD = 9;
/** Points of a series that are drawn; of more each n-th, as a point takes TeX a millisecond. */
const MOST_POINTS = 1000;
/** Axis lengths beyond which a point is drawn at that distance: TeX has no greater lengths. */
const FARTHEST = 8;

const marks: Readonly<Record<string, string>> = {
  circle: '*',
  square: 'square*',
  diamond: 'diamond*',
  'triangle-up': 'triangle*',
  'triangle-down': 'triangle*',
  pentagon: 'pentagon*',
  x: 'x',
  'x-thin': 'x',
  star: 'star',
};

/** @returns null for a figure with a trace that pgfplots cannot draw */
export function pgfplotsOf(input: PgfInput): PgfPlots | null {
  const series = seriesOf(input);
  if (!series) return null;
  const pairs = [...new Set(series.map(({ axes }) => axes.join(' ')))];
  const rows = Math.max(0, ...series.map(({ x }) => x.length));
  const columns = series.flatMap((one, place) => columnsOf(one, place + 1, input.layout));
  const csv = csvText([
    columns.map(([name]) => name),
    ...Array.from({ length: rows }, (_, row) => columns.map(([, values]) => values[row] ?? 'nan')),
  ]);
  const body = pairs.flatMap((pair, place) => axisLines(pair, place === 0, series, input));
  const colours = [...new Set(body.join('\n').match(/\bp[0-9A-F]{6}\b/gu))].sort();
  const tex = [
    '\\begin{tikzpicture}',
    ...colours.map((name) => `\\definecolor{${name}}{HTML}{${name.slice(1)}}`),
    ...body,
    '\\end{tikzpicture}',
    '',
  ].join('\n');
  return { tex, csv };
}

const axisKey = (id: string): string => id.replace(/^([xy])(\d*)$/u, '$1axis$2');
const axisIn = (layout: Partial<Layout>, id: string): FigureAxis =>
  (layout as Readonly<Record<string, FigureAxis | undefined>>)[axisKey(id)] ?? {};

function seriesOf({ data, layout, width }: PgfInput): Series[] | null {
  const categories = categoriesOf(axisIn(layout, 'x'));
  const all: Series[] = [];
  const bars = data.filter(({ type }) => type === 'bar');
  const { barmode = 'group', bargap = 0.2 } = layout as { readonly barmode?: string; readonly bargap?: number };
  if (bars.length > 0) all.push(...barSeries(bars, { mode: barmode, gap: bargap, categories, mostWords: Math.floor(width / WORD) }));
  for (const trace of data) {
    if (trace.type === 'bar') continue;
    if (trace.type !== undefined && trace.type !== 'scatter') return null;
    all.push(...scatterSeries(trace, all.at(-1), categories));
  }
  return all;
}

/** The numbers of a series, none of them farther from the axes than TeX can go. */
function columnsOf({ x, y, errors, axes }: Series, place: number, layout: Partial<Layout>): (readonly [name: string, values: Column])[] {
  return [
    [`x${place}`, withinReach(x, axisIn(layout, axes[0]))],
    [`y${place}`, withinReach(y, axisIn(layout, axes[1]))],
    ...(errors ? [[`e${place}`, errors.plus] as const, [`f${place}`, errors.minus] as const] : []),
  ];
}

function withinReach(values: Column, axis: FigureAxis): Column {
  const known = axis.type === 'log' ? values.map((value) => (value !== null && value > 0 ? value : null)) : values;
  const { range } = axis;
  if (!Array.isArray(range)) return known;
  const [a, b] = range.map((end) => valueOn(axis, Number(end)));
  const [low, high] = [Math.min(a, b), Math.max(a, b)];
  if (axis.type === 'log') {
    const reach = exp(Math.min(FARTHEST * (log(high) - log(low)), 600));
    return known.map((value) => value && Math.min(Math.max(value, low / reach), high * reach));
  }
  const reach = FARTHEST * (high - low);
  return known.map((value) => value && Math.min(Math.max(value, low - reach), high + reach));
}

function axisLines(pair: string, isFirst: boolean, all: readonly Series[], input: PgfInput): string[] {
  const { layout, named, width, height } = input;
  const [xId, yId] = pair.split(' ');
  const [xAxis, yAxis] = [axisIn(layout, xId), axisIn(layout, yId)];
  const left = Math.max(LEFT, LETTER * longestTick(yAxis) + 7);
  const across = width - left - RIGHT;
  const [[from, to], [low, high]] = [xAxis, yAxis].map(({ domain }) => (domain ?? [0, 1]) as readonly [number, number]);
  const legend = legendOptions(named, { width, left, below: BELOW + turnedTicks(xAxis) + height * low });
  const own = all.filter(({ axes }) => axes.join(' ') === pair);
  const inSight = {
    x: valueInSight(
      xAxis,
      own.map(({ x }) => x),
    ),
    y: valueInSight(
      yAxis,
      own.map(({ y }) => y),
    ),
  };
  const place: Place = { xId, yId, xAxis, yAxis, inSight, from, to };
  const plots = all.flatMap((series, index) =>
    series.axes.join(' ') === pair ? plotLines(series, index + 1, isNamed(series, all, named), input.path) : [],
  );
  return [
    '\\begin{axis}[',
    ...[
      `at={(${option(across * from)}mm,${option(height * low)}mm)}`,
      'scale only axis',
      `width=${option(across * (to - from))}mm`,
      `height=${option(height * (high - low))}mm`,
      `font=${FONT}`,
      'clip mode=individual',
      'unbounded coords=jump',
      'grid=major',
      'grid style={black!12, line width=0.3pt}',
      'tick align=outside',
      'tick pos=lower',
      'label style={align=center}',
      'ticklabel style={align=center, /pgf/number format/fixed, /pgf/number format/precision=4}',
      'legend cell align=left',
      ...(isFirst && legend ? [legend] : []),
      ...axisOptions('x', xAxis),
      ...axisOptions('y', yAxis),
    ].map((one) => `  ${one},`),
    ']',
    ...plots,
    ...own.flatMap(({ words }) => words.map(wordLine)),
    ...(layout.shapes ?? []).filter((shape) => isOn(shape, xId, yId)).map((shape) => shapeLine(shape, place)),
    ...(layout.annotations ?? []).flatMap((note) => noteLine(note, place)),
    '\\end{axis}',
  ];
}

/** Millimetres that labels take below an axis where they are turned. */
const turnedTicks = (axis: FigureAxis): number =>
  typeof axis.tickangle === 'number' ? LETTER * longestTick(axis) * Math.abs(sin((axis.tickangle * Math.PI) / 180)) : 0;

/** A value that is on an axis: an end of its range, or any number of its data. */
function valueInSight(axis: FigureAxis, columns: readonly Column[]): number {
  if (Array.isArray(axis.range)) return valueOn(axis, Number(axis.range[0]));
  return columns.flat().find((value) => value !== null && (axis.type !== 'log' || value > 0)) ?? 1;
}

/** Whether a series is the one of its trace by which the legend names it. */
function isNamed(series: Series, all: readonly Series[], named: readonly Partial<Data>[]): boolean {
  if (!named.includes(series.trace)) return false;
  const own = all.filter(({ trace }) => trace === series.trace);
  return series === (own.find(({ line, marks: hasMarks }) => line ?? hasMarks) ?? own[0]);
}

function legendOptions(
  named: readonly Partial<Data>[],
  { width, left, below }: Readonly<Record<'width' | 'left' | 'below', number>>,
): string | null {
  if (named.length === 0) return null;
  const longest = Math.max(...named.map((trace) => ((trace as { readonly name?: string }).name ?? '').length));
  const columns = Math.max(1, Math.min(named.length, Math.floor(width / (ENTRY + LETTER * longest))));
  return `legend style={at={(0,0)}, anchor=north west, xshift=-${option(left - 2)}mm, yshift=-${option(below)}mm, draw=none, fill=none, legend columns=${columns}, font=${FONT}, /tikz/every even column/.append style={column sep=2mm}}`;
}

function plotLines(
  { name, x, line, marks: shown, fill, opacity, steps, errors }: Series,
  place: number,
  inLegend: boolean,
  path: string,
): string[] {
  if (x.length === 0 || (!line && !shown && fill === null)) return [];
  const symbol = shown?.symbol.replace(/-open$/u, '') ?? '';
  const isOpen = shown?.symbol.endsWith('-open') ?? false;
  const mark = marks[symbol] ?? '*';
  const drawn = shown?.color ?? line?.color ?? fill ?? '#000000';
  const options = [
    fill === null
      ? `color=${colourName(line?.color ?? drawn)}`
      : `fill=${colourName(fill)}, draw=none, fill opacity=${option(colourOf(fill).opacity * opacity)}`,
    ...(line ? [`line width=${option(LINE * line.width)}pt`, ...(dashes[line.dash] ? [dashes[line.dash]] : [])] : []),
    ...(shown
      ? [
          `mark=${isOpen ? mark.replace('*', '') || 'o' : mark}`,
          `mark size=${option((symbol.startsWith('x') ? 1.4 : 1) * MARK * shown.size)}pt`,
          `mark options={solid, ${colourName(shown.color)}${symbol === 'triangle-down' ? ', rotate=180' : ''}}`,
        ]
      : ['mark=none']),
    ...(line || fill !== null ? [] : ['only marks']),
    ...(opacity < 1 && fill === null ? [`opacity=${option(opacity)}`] : []),
    ...(steps ? [steps === 'vh' ? 'const plot mark right' : 'const plot mark left'] : []),
    ...(errors ? ['error bars/y dir=both', 'error bars/y explicit'] : []),
    ...(x.length > MOST_POINTS && fill === null
      ? [`each nth point={${Math.ceil(x.length / MOST_POINTS)}}`, 'filter discard warning=false']
      : []),
    ...(inLegend ? (fill !== null && !line ? ['area legend'] : []) : ['forget plot']),
  ];
  const columns = `x=x${place}, y=y${place}${errors ? `, y error plus=e${place}, y error minus=f${place}` : ''}`;
  return [
    `\\addplot[${options.join(', ')}] table[col sep=comma, ${columns}] {${path}};`,
    ...(inLegend ? [`\\addlegendentry{${latexLines(name.replaceAll('\n', ' '))}}`] : []),
  ];
}

const wordLine = ({ x, y, text, position, color }: Series['words'][number]): string =>
  node(`(axis cs:${option(x)},${option(y)})`, anchorOf(position), color, text);
