/** An axis of a figure as options of pgfplots. */
import { pow } from '../../math/elementary.ts';
import type { LayoutAxis } from 'plotly.js';
import { latexLines, option } from './words.ts';

export type FigureAxis = Partial<LayoutAxis>;

/** The names of an axis of categories, which are counted from 0; none of any other. */
export const categoriesOf = ({ type, tickvals }: FigureAxis): readonly string[] =>
  type === 'category' && Array.isArray(tickvals) ? tickvals.map(String) : [];

/** A value of a range or of an annotation, which a logarithmic axis has as log₁₀. */
export const valueOn = ({ type }: FigureAxis, value: number): number => (type === 'log' ? pow(10, value) : value);

/** Letters of a tick in one line, in lines of words the longest. */
export const longestTick = ({ ticktext }: FigureAxis): number =>
  Math.max(
    0,
    ...((ticktext ?? []) as readonly unknown[]).map((text) =>
      Math.max(
        ...String(text)
          .split('\n')
          .map(({ length }) => length),
      ),
    ),
  );

export function axisOptions(letter: 'x' | 'y', axis: FigureAxis): string[] {
  const { title, type, range, rangemode, showgrid, tickangle } = axis;
  const options = [`${letter}label={${latexLines(title?.text ?? '')}}`];
  if (type === 'log') options.push(`${letter}mode=log`);
  if (Array.isArray(range) && range.every((end) => Number.isFinite(Number(end)))) {
    const [from, to] = range.map((end) => valueOn(axis, Number(end)));
    options.push(`${letter}min=${option(Math.min(from, to))}`, `${letter}max=${option(Math.max(from, to))}`);
    if (from > to) options.push(`${letter} dir=reverse`);
  } else if (rangemode === 'tozero') options.push(`${letter}min=0`);
  options.push(...tickOptions(letter, axis));
  if (typeof tickangle === 'number') options.push(`${letter}ticklabel style={rotate=${-tickangle}, anchor=east}`);
  if (showgrid === false) options.push(`${letter}majorgrids=false`);
  return options;
}

function tickOptions(letter: 'x' | 'y', axis: FigureAxis): string[] {
  const { range, ticktext, tickvals, tickformat, showticklabels } = axis;
  if (showticklabels === false) return [`${letter}tick=\\empty`];
  // Shares as per cents.
  const format = tickformat?.endsWith('%')
    ? [
        `${letter}ticklabel={\\pgfmathparse{100*\\tick}\\pgfmathprintnumber[fixed, precision=1]{\\pgfmathresult}\\,\\%}`,
        `scaled ${letter} ticks=false`,
      ]
    : [];
  if (!Array.isArray(tickvals)) return format;
  const categories = categoriesOf(axis);
  const places = categories.length > 0 ? categories.map((_, place) => place) : tickvals.map(Number);
  const names = (ticktext ?? []) as readonly unknown[];
  return [
    `${letter}tick={${places.map(option).join(',')}}`,
    ...(names.length > 0 ? [`${letter}ticklabels={${names.map((text) => `{${latexLines(String(text))}}`).join(',')}}`] : format),
    // With a range of their own, half a place to each side.
    ...(categories.length > 0 && !range ? [`${letter}min=-0.6`, `${letter}max=${option(categories.length - 0.4)}`] : []),
  ];
}
