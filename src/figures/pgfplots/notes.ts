/** What stands in the axes of a figure and is no trace: lines, and words beside them. */
import type { Annotation, Shape } from 'plotly.js';
import { valueOn, type FigureAxis } from './axis.ts';
import { colourName, latexLines, option } from './words.ts';

/** Type of 8 points, whatever the document has around it. */
export const FONT = '\\fontsize{8}{9.6}\\selectfont';
/** Points of TeX for a pixel of a line. */
export const LINE = 0.5;

export const dashes: Readonly<Record<string, string>> = {
  dash: 'dash pattern=on 3pt off 2pt',
  dot: 'dash pattern=on 1pt off 1.5pt',
  dashdot: 'dash pattern=on 3pt off 1.5pt on 1pt off 1.5pt',
};

export const node = (where: string, anchor: string, color: string, text: string): string =>
  `\\node[anchor=${anchor}, inner sep=1.5pt, align=center, font=${FONT}, text=${colourName(color)}] at ${where} {${latexLines(text)}};`;

/** A place along one axis: of the data, or of the plot from 0 to 1. */
export const isOn = ({ xref = 'x', yref = 'y' }: Partial<Shape> | Partial<Annotation>, xId: string, yId: string): boolean =>
  (xref === 'paper' || xref === xId) && (yref === 'paper' || yref === yId) && (xref !== 'paper' || yref !== 'paper' || xId === 'x');

/** The axes of a plot, and some place on each that is in sight: TeX has no lengths for what is far out. */
export interface Place {
  readonly xId: string;
  readonly yId: string;
  readonly xAxis: FigureAxis;
  readonly yAxis: FigureAxis;
  readonly inSight: { readonly x: number; readonly y: number };
  /** Where it is in the whole picture, along x. */
  readonly from: number;
  readonly to: number;
}

/** A point of which either part is of the data or, as `shares` says, a share of the plot. */
function point(x: number, y: number, shares: { readonly x: boolean; readonly y: boolean }, { inSight }: Place): string {
  const across = shares.x ? `rel axis cs:${option(x)},0` : `axis cs:${option(x)},${option(inSight.y)}`;
  const up = shares.y ? `rel axis cs:0,${option(y)}` : `axis cs:${option(inSight.x)},${option(y)}`;
  return `({${across}} |- {${up}})`;
}

export function shapeLine({ x0, x1, y0, y1, xref, yref, line }: Partial<Shape>, place: Place): string {
  const shares = { x: xref === 'paper', y: yref === 'paper' };
  const style = [
    `draw=${colourName(String(line?.color ?? '#000000'))}`,
    `line width=${option(LINE * (line?.width ?? 1))}pt`,
    dashes[line?.dash ?? ''] ?? 'solid',
  ];
  return `\\draw[${style.join(', ')}] ${point(Number(x0), Number(y0), shares, place)} -- ${point(Number(x1), Number(y1), shares, place)};`;
}

export function noteLine(note: Partial<Annotation>, place: Place): string[] {
  const { xId, yId, xAxis, yAxis, from, to } = place;
  const shares = { x: note.xref === 'paper', y: note.yref === 'paper' };
  const [x, y] = [Number(note.x), Number(note.y)];
  // Of the whole picture: it stands in the plot above which it is.
  const isHere = shares.x && shares.y ? x >= from - 1e-9 && x < to : isOn(note, xId, yId);
  if (!isHere) return [];
  const where = point(shares.x ? (x - from) / (to - from) : valueOn(xAxis, x), shares.y ? y : valueOn(yAxis, y), shares, place);
  const upright = { top: 'north', bottom: 'south' }[String(note.yanchor)] ?? '';
  const side = { left: 'west', right: 'east' }[String(note.xanchor)] ?? '';
  const anchor = [upright, side].filter(Boolean).join(' ') || 'center';
  return [node(where, anchor, String(note.font?.color ?? '#000000'), note.text ?? '')];
}
