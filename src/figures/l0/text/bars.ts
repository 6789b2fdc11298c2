/** Horizontal bars, one above another, with what each comes to beside it. */
import type { Data } from 'plotly.js';
import { markup } from '../../../math/foreign-text.ts';
import type { Figure } from '../../figure.ts';
import { axisTitle, figureLayout } from '../../layout.ts';
import { palettes, type Theme } from '../../style.ts';

/** A part of a bar. */
export interface BarPart {
  /** What it is, as the legend names it; without one the legend says nothing of it. */
  readonly name: string;
  readonly value: number;
  readonly color: string;
  readonly isHatched?: boolean;
  /** Of the hover text, under the name of the bar. */
  readonly says: string;
  /** The group by which the page's chips hide it; that of its name unless given. */
  readonly group?: string;
}

export interface Bar {
  /** Beside its axis. */
  readonly label: string;
  readonly parts: readonly BarPart[];
  /** Behind its end. */
  readonly end: string;
}

export interface Bars {
  readonly theme: Theme;
  readonly axis: string;
  /** What the bars are. */
  readonly of: string;
  /** From above to below. */
  readonly bars: readonly Bar[];
  /** The end of the axis, where bars may go beyond it; from their lengths unless given. */
  readonly most?: number;
  /** Where upright lines stand. */
  readonly lines?: readonly number[];
}

const lengthOf = ({ parts }: Bar): number => parts.reduce((sum, { value }) => sum + value, 0);

/** Room right of the longest bar for what stands behind it, which takes 73 of a phone's 155 px. */
const BESIDE = 1.8;

/** Letters of a label on one line: a phone has room for as many. */
const LINE = 17;
/** Bars beside which a label has room for two lines. */
const MOST_BROKEN = 12;

/** In two lines where it is long, broken at the comma or space nearest to its middle. */
function broken(label: string): string {
  if (label.length <= LINE) return label;
  const places = [...label.matchAll(/ /gu)].map(({ index }) => index);
  const at = places.toSorted((a, b) => Math.abs(a - label.length / 2) - Math.abs(b - label.length / 2))[0];
  return at === undefined ? label : `${label.slice(0, at)}\n${label.slice(at + 1)}`;
}

export function barFigure({ theme, axis, of, bars, most, lines = [] }: Bars): Pick<Figure, 'data' | 'layout'> {
  const { text, muted, surface } = palettes[theme];
  const longest = Math.max(0, ...bars.map(lengthOf));
  const end = most ?? BESIDE * longest;
  // Traces of the same look and name are one, so that a legend has one entry for them.
  const kinds = new Map<string, { readonly part: BarPart; readonly at: { readonly bar: number; readonly part: BarPart }[] }>();
  for (const [bar, { parts }] of bars.entries()) {
    for (const part of parts) {
      const key = [part.name, part.color, part.isHatched, part.group].join('/');
      const kind = kinds.get(key) ?? { part, at: [] };
      kinds.set(key, kind);
      kind.at.push({ bar, part });
    }
  }
  // Of a bar that goes beyond the axis it stands on the bar.
  const isBeyond = (bar: Bar): boolean => lengthOf(bar) > end;
  const ends: Partial<Data> = {
    type: 'scatter',
    uid: 'bars/ends',
    mode: 'text',
    x: bars.map((bar) => Math.min(lengthOf(bar), end)),
    y: bars.map((_, index) => index),
    text: bars.map((bar) => `\u00A0${bar.end}\u00A0`),
    textposition: bars.map((bar) => (isBeyond(bar) ? 'middle left' : 'middle right')),
    textfont: { size: 11, color: bars.map((bar) => (isBeyond(bar) ? surface : text)) },
    hoverinfo: 'skip',
    showlegend: false,
    cliponaxis: false,
  };
  return {
    data: [...[...kinds.values()].map(({ part, at }, index) => barTrace(index, part, at, bars)), ...(bars.length > 0 ? [ends] : [])],
    layout: figureLayout({
      theme,
      x: { title: axisTitle(axis), range: [0, end || 1], fixedrange: true, tickformat: '~s' },
      y: {
        title: axisTitle(of),
        range: [bars.length - 0.4, -0.6],
        tickvals: bars.map((_, index) => index),
        ticktext: bars.map(({ label }) => (bars.length > MOST_BROKEN ? label : broken(label))),
        tickfont: { size: 11 },
        showgrid: false,
        fixedrange: true,
      },
      extra: {
        barmode: 'stack',
        bargap: 0.3,
        shapes: lines.map((at) => ({
          type: 'line',
          x0: at,
          x1: at,
          yref: 'paper',
          y0: 0,
          y1: 1,
          line: { color: muted, width: 1.2, dash: 'dash' },
          layer: 'below',
        })),
      },
    }),
  };
}

function barTrace(
  index: number,
  { name, color, isHatched, group }: BarPart,
  at: readonly { readonly bar: number; readonly part: BarPart }[],
  bars: readonly Bar[],
): Partial<Data> {
  return {
    type: 'bar',
    orientation: 'h',
    // Plotly makes a selector of the name of a hatched one.
    uid: `bars-${index}`,
    ...(name === ''
      ? { showlegend: false, ...(group === undefined ? {} : { legendgroup: group }) }
      : { name, legendgroup: group ?? `bars/${name}` }),
    x: at.map(({ part }) => part.value),
    y: at.map(({ bar }) => bar),
    marker:
      isHatched === true
        ? { color, pattern: { shape: '/', size: 6, solidity: 0.45, fgcolor: color, bgcolor: 'rgba(0, 0, 0, 0)', fillmode: 'overlay' } }
        : { color },
    hovertext: at.map(({ bar, part }) => markup`<b>${bars[bar].label}</b><br>${part.says}`),
    hovertemplate: '%{hovertext}<extra></extra>',
  };
}
