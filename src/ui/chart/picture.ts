/** A figure as a picture file, with its title and subtitle in it, so that it says by itself what it shows and whose numbers they are. */
import type { Layout } from 'plotly.js';
import type { Figure } from '../../figures/figure.ts';
import { palettes } from '../../figures/style.ts';
import { currentTheme } from '../theme.ts';
import { loadPlotly } from './load-plotly.ts';
import { drawnTraces } from './traces.ts';

const WIDTH = 1100;
const HEIGHT = 620;
/** Letters of the subtitle that fit into a line. */
const LINE = 150;

/** @param hidden methods that are left out */
export async function picture(title: string, figure: Figure, format: 'png' | 'svg', hidden: ReadonlySet<string>): Promise<Blob> {
  const plotly = await loadPlotly();
  const data = drawnTraces(figure.data, hidden);
  const spec = { data, layout: pictureLayout(title, figure) } as Parameters<typeof plotly.toImage>[0];
  const url = await plotly.toImage(spec, { format, width: WIDTH, height: HEIGHT, scale: format === 'png' ? 2 : 1 });
  return dataUrlBlob(url);
}

function pictureLayout(title: string, { subtitle, layout }: Figure): Partial<Layout> {
  const { surface, text, muted } = palettes[currentTheme()];
  const lines = wrap(subtitle);
  const below = lines.map((line) => `<span style="font-size:12px;color:${muted}">${line}</span>`);
  return {
    ...layout,
    autosize: false,
    width: WIDTH,
    height: HEIGHT,
    paper_bgcolor: surface,
    title: {
      text: [`<b>${title}</b>`, ...below].join('<br>'),
      font: { size: 16, color: text },
      x: 0.02,
      xanchor: 'left',
      y: 1,
      yanchor: 'top',
      pad: { t: 22 },
    },
    // The title has the top.
    ...(layout.legend && { legend: { ...layout.legend, yref: 'paper', y: 1.01, yanchor: 'bottom' } }),
    margin: { ...layout.margin, t: (layout.margin?.t ?? 10) + 44 + 18 * lines.length },
  };
}

function wrap(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const current = lines.at(-1);
    if (current === undefined || current.length + word.length >= LINE) lines.push(word);
    else lines[lines.length - 1] = `${current} ${word}`;
  }
  return lines;
}

/** What a data URL holds; it cannot be fetched, since the content-security policy lets the page fetch from its own origin only. */
function dataUrlBlob(url: string): Blob {
  const comma = url.indexOf(',');
  const head = url.slice(5, comma);
  const type = head.split(';')[0];
  const body = url.slice(comma + 1);
  if (!head.endsWith(';base64')) return new Blob([decodeURIComponent(body)], { type });
  return new Blob([Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0))], { type });
}
