/** Words, colours and numbers of a figure as LaTeX has them. */
import { latexText } from '../../math/foreign-text.ts';

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };

/** A text at points, which figures write as markup of Plotly (names, titles and labels they do not), without its tags and entities. */
export const markupText = (text: string): string =>
  text
    .replaceAll(/<br\s*\/?>/giu, '\n')
    .replaceAll(/<\/?[a-z][^>]*>/giu, '')
    .replaceAll(/&(#\d+|[a-z]+);/gu, (entity, name: string) =>
      name.startsWith('#') ? String.fromCodePoint(Number(name.slice(1))) : (named[name] ?? entity),
    );

/** Words of one or more lines. */
export const latexLines = (text: string): string => text.split('\n').map(latexText).join('\\\\');

/** Where a text stands, as the side of it that touches the point. @param position of Plotly: “top left” */
export function anchorOf(position: string): string {
  const upright = { top: 'south', bottom: 'north' }[position.split(' ')[0]] ?? '';
  const side = { left: 'east', right: 'west' }[position.split(' ')[1]] ?? '';
  return [upright, side].filter(Boolean).join(' ') || 'center';
}

export interface Colour {
  /** RRGGBB. */
  readonly hex: string;
  readonly opacity: number;
}

/** @param color `#rrggbb`, `rgb(…)` or `rgba(…)`, as figures have them */
export function colourOf(color: string): Colour {
  const parts = /^rgba?\(([^)]+)\)$/u.exec(color)?.[1].split(',').map(Number);
  if (parts) {
    const hex = parts.slice(0, 3).map((channel) => Math.round(channel).toString(16).padStart(2, '0'));
    return { hex: hex.join('').toUpperCase(), opacity: parts[3] ?? 1 };
  }
  return { hex: /^#[0-9a-f]{6}$/iu.test(color) ? color.slice(1).toUpperCase() : '000000', opacity: 1 };
}

/** The name under which a picture defines a colour. */
export const colourName = (color: string): string => `p${colourOf(color).hex}`;

/** A number in a list of options. */
export const option = (value: number): string => String(Number(value.toPrecision(10)));
