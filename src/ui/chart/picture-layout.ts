/**
 * A figure as a picture of its own, away from the page: its title, the study and its data and words, and a legend below its axes.
 */
import type { Data, Layout } from 'plotly.js';
import type { Figure } from '../../figures/figure.ts';
import { wordsOf } from '../../figures/notes.ts';
import { palettes, type Theme } from '../../figures/style.ts';
import { markup, plotlyText } from '../../math/foreign-text.ts';
import { drawnLayout } from './drawn-layout.ts';
import { namedTraces } from './legend.ts';
import { drawnTraces } from './traces.ts';
import { Zoom } from './zoom.ts';

export interface PictureSize {
  readonly id: string;
  readonly title: string;
  /** Pixels of the picture, and pixels of a PNG for each of them. */
  readonly width: number;
  readonly height: number;
  readonly scale: number;
}

export const pictureSizes: readonly PictureSize[] = [
  { id: 'page', title: 'Page', width: 1100, height: 620, scale: 2 },
  { id: 'slide', title: 'Slide, 16 : 9', width: 960, height: 540, scale: 2 },
  // 300 dots an inch where a column is 85 mm wide.
  { id: 'column', title: 'Column', width: 500, height: 400, scale: 2 },
];

export interface PictureWords {
  readonly title: string;
  /** Name of the study, its data, and the seeds of its runs. */
  readonly study: string;
  readonly data: string;
  readonly seeds: string;
}

export interface Picture {
  readonly data: Partial<Data>[];
  readonly layout: Partial<Layout>;
}

/** Pixels of a letter of the legend and of the words under the title, of their lines, and around an entry's mark. */
const LETTER = 6.4;
const LINE = 18;
const MARK = 52;
/** Pixels from the upper edge to the words, and of the title. */
const TOP = 22;
const TITLE = 26;
/** Lines of words under the title that the height of a size has room for. */
const USUAL_LINES = 3;

/**
 * @param words above the figure; null where they stand in a caption
 * @param hidden methods that are left out
 */
export function pictureOf(
  figure: Figure,
  words: PictureWords | null,
  { size, theme, hidden }: { readonly size: PictureSize; readonly theme: Theme; readonly hidden: ReadonlySet<string> },
): Picture {
  const { width } = size;
  const traces = drawnTraces(figure.data, hidden);
  const named = namedTraces(traces);
  const data = traces.map((trace) => ({ ...trace, showlegend: named.includes(trace) }));
  const lines = words ? wrapped([[words.study, words.data, words.seeds].filter(Boolean).join(' · '), wordsOf(figure)], width) : [];
  const legend = legendOf(named, width);
  const { surface, text } = palettes[theme];
  const drawn = drawnLayout(figure, { study: '', width, height: size.height, zoom: new Zoom(), drags: false });
  const bottom = (drawn.margin?.b ?? 46) + legend.height;
  return {
    data,
    layout: {
      ...drawn,
      // Axes of one size, however much is said above and below them.
      height: size.height + legend.height + LINE * Math.max(0, lines.length - USUAL_LINES),
      paper_bgcolor: surface,
      ...(words && titled(words.title, lines, { width, theme })),
      showlegend: named.length > 0,
      legend: {
        orientation: 'h',
        x: 0,
        xanchor: 'left',
        xref: 'container',
        y: 0,
        yanchor: 'bottom',
        yref: 'container',
        entrywidth: legend.entry,
        entrywidthmode: 'pixels',
        // All of it: nobody scrolls in a picture.
        maxheight: legend.height + LINE,
        traceorder: 'normal',
        bgcolor: 'rgba(0, 0, 0, 0)',
        font: { size: 11.5, color: text },
      },
      margin: { ...drawn.margin, ...(words && { t: TOP + TITLE + LINE * lines.length + 8 }), b: bottom },
    },
  };
}

/** A title and lines below it, above the axes. */
function titled(
  title: string,
  lines: readonly string[],
  { width, theme }: { readonly width: number; readonly theme: Theme },
): Partial<Layout> {
  const { text, muted } = palettes[theme];
  return {
    title: {
      text: [
        markup`<b>${title}</b>`,
        ...lines.map((line) => `<span style="font-size:12px;color:${muted}">${plotlyText(line)}</span>`),
      ].join('<br>'),
      font: { size: width < 700 ? 14 : 16, color: text },
      x: 0.02,
      xanchor: 'left',
      y: 1,
      yanchor: 'top',
      pad: { t: TOP },
    },
  };
}

/** Its entries in columns of one width, and what they take below the axes. */
function legendOf(named: readonly Partial<Data>[], width: number): { readonly entry: number; readonly height: number } {
  const longest = Math.max(0, ...named.map((trace) => (trace as { readonly name?: string }).name?.length ?? 0));
  const entry = Math.min(width - MARK - 20, Math.ceil(LETTER * longest));
  const columns = Math.max(1, Math.floor(width / (entry + MARK)));
  return { entry, height: named.length === 0 ? 0 : LINE * Math.ceil(named.length / columns) + 14 };
}

function wrapped(texts: readonly string[], width: number): string[] {
  const letters = Math.floor(width / LETTER) - 8;
  return texts
    .filter((text) => text !== '')
    .flatMap((text) => {
      const lines: string[] = [];
      for (const word of text.split(' ')) {
        const current = lines.at(-1);
        if (current === undefined || current.length + word.length >= letters) lines.push(word);
        else lines[lines.length - 1] = `${current} ${word}`;
      }
      return lines;
    });
}
