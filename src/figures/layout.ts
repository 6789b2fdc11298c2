/** What every figure's layout shares. */
import type { Layout, LayoutAxis } from 'plotly.js';
import { palettes, type Theme } from './style.ts';

type Axis = Partial<LayoutAxis>;

const FONT = '"Inter", system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';

/** Pixels above the axes where no legend stands there. */
export const BARE_TOP = 10;

export interface LayoutParts {
  readonly theme: Theme;
  readonly x: Axis;
  readonly y: Axis;
  /** A row of names at the top, for what the page's chips do not name. */
  readonly legend?: boolean;
  readonly extra?: Partial<Layout>;
}

/**
 * Transparent paper, small margins, no modebar of its own. `uirevision` never changes, so an update keeps the zoom; an axis whose meaning
 * changes has a revision of its own.
 */
export function figureLayout({ theme, x, y, legend = false, extra = {} }: LayoutParts): Partial<Layout> {
  const { text, muted, line, surface } = palettes[theme];
  return {
    autosize: true,
    paper_bgcolor: 'rgba(0, 0, 0, 0)',
    plot_bgcolor: 'rgba(0, 0, 0, 0)',
    font: { family: FONT, size: 12, color: muted },
    margin: { l: 58, r: 14, t: legend ? 30 : BARE_TOP, b: 46 },
    showlegend: legend,
    ...(legend
      ? // At the top of the figure, not of its axes: there it keeps its place when a change of width takes a row of it away. Of many
        // rows (runs that are compared, on a phone) it shows some and scrolls, so that the axes keep most of the height.
        {
          legend: {
            orientation: 'h',
            x: 0,
            xanchor: 'left',
            yref: 'container',
            y: 1,
            yanchor: 'top',
            maxheight: 0.3,
            bgcolor: 'rgba(0, 0, 0, 0)',
            font: { size: 11.5, color: text },
          },
        }
      : {}),
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
