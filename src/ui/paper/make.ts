/** Makes the archive of *Export for a paper*, figure by figure, so that the page stays alive and it can be given up at any time. */
import { zipOf } from '../../coding/zip.ts';
import { figureTitle, type Figure, type FigureInput, type FigureMaker } from '../../figures/figure.ts';
import { wordsOf } from '../../figures/notes.ts';
import { pgfplotsOf } from '../../figures/pgfplots/index.ts';
import { fileStem } from '../../math/foreign-text.ts';
import { dataTitle } from '../../study/job-data.ts';
import type { Result } from '../../study/records.ts';
import { namedTraces } from '../chart/legend.ts';
import { drawnTraces } from '../chart/traces.ts';
import type { PageLab } from '../lab.tsx';
import { isOfThisComputer } from '../text/addresses.ts';
import { Breath } from './breath.ts';
import { dataObjects } from './data-objects.ts';
import { drawnForPaper } from './drawing.ts';
import { Glyphs } from './glyphs.ts';
import type { PaperFigure } from './figure.ts';
import { paperFiles } from './package.ts';
import type { PaperWidth } from './widths.ts';

interface PaperChoice {
  readonly result: Result;
  readonly author: string;
  readonly size: PaperWidth;
  readonly makers: readonly FigureMaker[];
}

export interface PaperProgress {
  readonly done: number;
  readonly total: number;
  /** What is being made. */
  readonly what: string;
}

interface Making {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: PaperProgress) => void;
}

/** Milliseconds of the slow part of a figure in one task. */
const PREPARE_MS = 8;

/** @throws the reason of the signal once it is aborted */
export async function makePaper({ lab, view, figures }: PageLab, choice: PaperChoice, { signal, onProgress }: Making): Promise<Blob> {
  const { result, author, size, makers } = choice;
  const input = figures.store.getState();
  const light: FigureInput = { ...input, options: { ...input.options, theme: 'light' } };
  const { hidden } = view.getState();
  const glyphs = new Glyphs();
  const breath = new Breath(signal);
  const drawn: PaperFigure[] = [];
  const leftOut: string[] = [];
  const total = makers.length + 1;
  for (const [done, maker] of makers.entries()) {
    const title = figureTitle(maker, light);
    onProgress({ done, total, what: title });
    await breath.pause();
    const figure = await figureOf(maker, light, breath);
    if (figure.empty === null) drawn.push(await paperFigure(maker, title, figure, { input: light, size, hidden, glyphs, breath }));
    else leftOut.push(title);
  }
  onProgress({ done: makers.length, total, what: 'tables, texts and digests' });
  await breath.pause();
  const page = document.baseURI;
  const files = await paperFiles({
    result,
    author,
    date: new Date(),
    width: size.width,
    figures: drawn,
    leftOut,
    data: await dataObjects(result.study, new URL('data/', page).href),
    link: await lab.actions.shareLink(),
    page: isOfThisComputer(page) ? null : page,
  });
  return zipOf(files, new Date(), () => signal.throwIfAborted());
}

async function figureOf(maker: FigureMaker, input: FigureInput, breath: Breath): Promise<Figure> {
  while (maker.prepare && !maker.prepare(input, PREPARE_MS)) await breath.pause();
  return maker.make(input);
}

interface Drawing {
  readonly input: FigureInput;
  readonly size: PaperWidth;
  readonly hidden: ReadonlySet<string>;
  readonly glyphs: Glyphs;
  readonly breath: Breath;
}

async function paperFigure(
  maker: FigureMaker,
  title: string,
  figure: Figure,
  { input, size, hidden, glyphs, breath }: Drawing,
): Promise<PaperFigure> {
  const { width, height, axes } = size;
  const name = fileStem(maker.name);
  const data = figure.data.filter((trace) => (drawnTraces([trace], hidden)[0] as { readonly visible?: unknown }).visible !== false);
  const plots = pgfplotsOf({ ...figure, data, named: namedTraces(data), width, height: axes, path: `data/${name}-drawn.csv` });
  const [about, words] = [input.study.data ?? dataTitle(input.job), wordsOf(figure)];
  const caption = `${title}. ${words.includes(about) ? '' : `${about}; `}${words}.`;
  return { name, caption, table: figure.table, plots, ...(await drawnForPaper(figure, { width, height, hidden, glyphs, breath })) };
}
