/** What every figure's layout shares. */
import type { Layout, LayoutAxis } from 'plotly.js';
import { palettes, type Theme } from './style.ts';

type Axis = Partial<LayoutAxis>;

const FONT = '"Inter", "Inter until it is there", system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';

export interface LayoutParts {
  readonly theme: Theme;
  readonly x: Axis;
  readonly y: Axis;
  readonly extra?: Partial<Layout>;
}

/**
 * Transparent paper, small margins, no modebar of its own. `uirevision` never changes, so an update keeps the zoom; an axis whose meaning
 * changes has a revision of its own.
 */
export function figureLayout({ theme, x, y, extra = {} }: LayoutParts): Partial<Layout> {
  const { text, muted, line, surface } = palettes[theme];
  return {
    autosize: true,
    paper_bgcolor: 'rgba(0, 0, 0, 0)',
    plot_bgcolor: 'rgba(0, 0, 0, 0)',
    font: { family: FONT, size: 12, color: muted },
    margin: { l: 58, r: 14, t: 10, b: 46 },
    // The page and a picture name lines in a legend of their own.
    showlegend: false,
    hovermode: 'closest',
    hoverlabel: { bgcolor: surface, bordercolor: line, font: { family: FONT, size: 12, color: text } },
    dragmode: 'zoom',
    uirevision: 'constant',
    xaxis: { ...baseAxis(theme), ...x },
    yaxis: { ...baseAxis(theme), ...y },
    ...extra,
  };
}

export function baseAxis(theme: Theme): Axis {
  const { muted, line } = palettes[theme];
  return {
    gridcolor: line,
    zeroline: false,
    linecolor: muted,
    tickcolor: muted,
    ticks: 'outside',
    ticklen: 3,
    automargin: true,
    exponentformat: 'power',
  };
}

export const axisTitle = (text: string): NonNullable<Axis['title']> => ({ text, font: { size: 12.5 }, standoff: 8 });

/** Ticks of shares: two decimals, and more as somebody zooms in. */
export const shareTicks: Axis['tickformatstops'] = [
  { dtickrange: [null, 0.00099], value: '.4f' },
  { dtickrange: [0.00099, 0.0099], value: '.3f' },
  { dtickrange: [0.0099, null], value: '.2f' },
];

/** An axis up to so many is labelled at each whole number: Plotly would put its ticks between them. */
const FEW = 6;

/**
 * Ticks of what is counted, such as epochs: whole numbers. Written without decimals alone they would read 0 0 0 1 1 1 over few of them; where
 * somebody zooms in between two they have decimals.
 * @param last the greatest number on the axis
 */
export const wholeTicks = (last: number): Pick<Axis, 'tickformatstops' | 'dtick'> => ({
  tickformatstops: [
    { dtickrange: [null, 0.99], value: '~r' },
    { dtickrange: [0.99, null], value: ',d' },
  ],
  ...(last < FEW && { dtick: 1 }),
});
