import { markup } from '../../math/foreign-text.ts';
import { taskOf } from '../../study/job-data.ts';
import { errorIncrease as increaseOf } from '../../math/compression-metrics.ts';
import { publishedTradeOffs, type PublishedTradeOff, type PublishedTradeOffTable } from '../../study/families/l0/published.ts';
import { l0Described } from '../../study/families/l0/settings.ts';
import { methodsOf } from '../../study/settings.ts';
import { markerOf, type Trace } from '../draw.ts';
import type { Figure } from '../figure.ts';
import { axisTitle, figureLayout } from '../layout.ts';
import { worded } from '../notes.ts';
import { accuracyTopic } from '../topics.ts';
import { palettes, seriesStyle, type Method } from '../style.ts';
import { tableOf } from '../table.ts';
import { logAxis, shareOf, spanOf, widened, type Span } from '../log-axis.ts';
import { baselineNote, baselineOf } from './baseline.ts';
import { curvesNote, seriesCurve, withClouds } from './curves.ts';
import { captionOf, countedNote, emptyRuns, inPaper, publishedTableNote, runNotes } from './notes.ts';
import { cloud, describeRun, drawnOf, leftNote, placedSeries, runCells, runColumns } from './points.ts';
import { shownRuns, shownTask, short, whole } from './runs.ts';
import type { L0Input, L0Maker } from './input.ts';

/** Accuracy lost against the unpruned network, by compression rate, over the published tables (arXiv 2505.17469, Figs. 1b and 8, tables 1 and 6). */
export const errorIncrease: L0Maker = {
  name: 'error-increase',
  filledBy: 'job',
  title: 'Error increase against compression',
  topic: accuracyTopic,
  about: {
    shows:
      'How many more of 100 test samples are wrong than with the unpruned network, against how many times fewer numbers the network has.',
    read: 'Low and far to the right is good; below 0 the smaller network is even better. Hollow markers are printed in the paper, its own and those that it quotes; where its training differs from the runs here, compare with care.',
    source: inPaper('Figs. 1b and 8, Tables 1 and 6'),
  },
  applies: ({ job: base, own }) => [base, ...own.map(({ job }) => job)].some((job) => taskOf(job).isRightOrWrong),
  make,
};

/** Percentage points up to which the figure looks; runs beyond are in the table. */
const VIEW = 3;

function make(input: L0Input): Figure {
  const { options, published } = input;
  const task = shownTask(input);
  const baseline = baselineOf(input);
  const reference = baseline?.testAccuracy ?? null;
  const placed = placedSeries(input, ({ summary }) => ({
    x: summary.compressionRate,
    y: reference === null || summary.testAccuracy === null ? null : increaseOf(reference, summary.testAccuracy),
  }));
  const curves = placed.map((one) => seriesCurve(one, options));
  const runs = placed.flatMap(({ points }) => points);
  const table = task && published ? publishedTradeOffs(published, task.job) : null;
  const printed = table ? table.rows.filter(isPlaced) : [];
  const rates = spanOf([
    ...runs.map(({ x }) => x),
    ...printed.map(({ compressionRate }) => compressionRate),
    ...(runs.length > 0 ? [1] : []),
  ]);
  const view = spanOf([...runs.map(({ y }) => y).filter((y) => y <= VIEW), ...printed.map((row) => row.errorIncrease), 0]);
  const beyond = view ? runs.filter(({ y }) => y > Math.max(VIEW, view.high)).length : 0;
  const { drawn, left } = drawnOf(placed);
  const names = sidesOf(printed, rates, view);
  const margin = view ? 0.06 * (view.high - view.low || 1) : 0;
  return {
    ...worded(
      captionOf(input),
      runNotes(input),
      curvesNote(curves),
      shownRuns(input).some(({ run }) => run.summary)
        ? baseline
          ? `against the unpruned network, ${baselineNote(baseline)}`
          : baselineNote(null)
        : '',
      table && task ? publishedTableNote(table.table, task) : '',
      unnamedNote(printed, names),
      beyond > 0 ? `${whole(beyond)} ${beyond === 1 ? 'run' : 'runs'} above ${VIEW} points out of view` : '',
      countedNote(input),
      leftNote(left),
    ),
    data: [
      ...(table ? printedTraces(table, printed, options.theme, names) : []),
      ...withClouds(curves, drawn, (one, extra) =>
        cloud(one, options, {
          ...extra,
          text: one.points.map((point) => `${describeRun(point, one.series.label)}<br>error increase ${short(point.y)} points`),
        }),
      ),
    ],
    layout: figureLayout({
      theme: options.theme,
      x: rates ? logAxis('compression rate CR, log scale', widened(rates, 0.05)) : { title: axisTitle('compression rate CR') },
      y: {
        title: axisTitle('error increase (percentage points)'),
        ...(view ? { range: [view.low - margin, view.high + margin] } : {}),
        zeroline: true,
        zerolinecolor: palettes[options.theme].muted,
        zerolinewidth: 1,
      },
    }),
    table: tableOf([...runColumns, 'test accuracy', 'error increase (percentage points)'], () => [
      ...placed.flatMap((one) => one.points.map((run) => [...runCells(one, run), run.summary.testAccuracy, run.y])),
      ...printed.map(({ method, id, compressionRate, errorIncrease: increase }) => [
        'published',
        id,
        method,
        null,
        null,
        null,
        table?.parameters ?? null,
        null,
        compressionRate,
        null,
        increase,
      ]),
    ]),
    empty: runs.length > 0 || printed.length > 0 ? null : emptyReason(input, baseline === null),
  };
}

function emptyReason(input: L0Input, without: boolean): string {
  const ended = shownRuns(input).some(({ run }) => run.summary !== null);
  return ended && without
    ? 'This study has no unpruned run to compare with: add α = 0, or the method Unpruned, to its values.'
    : emptyRuns(input, 'what its accuracy loses');
}

type PlacedRow = PublishedTradeOff & { readonly errorIncrease: number; readonly compressionRate: number };

const isPlaced = (row: PublishedTradeOff): row is PlacedRow => row.errorIncrease !== null && row.compressionRate !== null;

/** Methods of the lab in their looks, hollow; those of the literature in grey. */
type Side = 'top center' | 'middle left' | 'bottom center' | 'middle right';
const sides: readonly (readonly [Side, number, number])[] = [
  ['top center', 0, 1],
  ['middle left', -1, 0],
  ['bottom center', 0, -1],
  ['middle right', 1, 0],
];

/** Shares of the axes that a letter, a line of text and a marker take on a phone, whose plot has some 225 by 230 px. */
const [LETTER, LINE, MARKER] = [0.03, 0.07, 0.05];

/**
 * On which side of its marker each name stands: the first on which it meets no other marker and no name before it. Where there is none, a
 * name of ours stands above, and one from the literature is told on hover alone.
 */
function sidesOf(rows: readonly PlacedRow[], rates: Span | null, view: Span | null): ReadonlyMap<PlacedRow, Side> {
  const chosen = new Map<PlacedRow, Side>();
  if (!rates || !view || view.high === view.low || rates.high === rates.low) return chosen;
  const placeOf = (row: PlacedRow) => ({
    x: shareOf(rates, row.compressionRate),
    y: (row.errorIncrease - view.low) / (view.high - view.low),
  });
  const taken = rows.map((row) => ({ row, ...placeOf(row), width: MARKER, height: MARKER }));
  for (const row of rows.toSorted((a, b) => Number(b.own) - Number(a.own))) {
    const { x, y } = placeOf(row);
    const width = LETTER * row.method.length;
    const boxes = sides.map(([side, right, up]) => ({
      row,
      side,
      x: x + (right * (width + MARKER)) / 2,
      y: y + (up * (LINE + MARKER)) / 2,
      width,
      height: LINE,
    }));
    const meets = (a: (typeof taken)[number], b: (typeof taken)[number]): boolean =>
      Math.abs(a.x - b.x) < (a.width + b.width) / 2 && Math.abs(a.y - b.y) < (a.height + b.height) / 2;
    const free = boxes.find((box) => !taken.some((other) => other.row !== row && meets(box, other))) ?? (row.own ? boxes[0] : null);
    if (!free) continue;
    taken.push(free);
    chosen.set(row, free.side);
  }
  return chosen;
}

/** Names for which there is no room beside their rings. */
function unnamedNote(rows: readonly PlacedRow[], sideOf: ReadonlyMap<PlacedRow, Side>): string {
  const unnamed = rows.filter((row) => !row.own && !sideOf.has(row)).toSorted((a, b) => a.compressionRate - b.compressionRate);
  return unnamed.length === 0 ? '' : `rings without a name, from the left: ${unnamed.map(({ method }) => method).join(', ')}`;
}

function printedTraces(
  { table, title }: PublishedTradeOffTable,
  rows: readonly PlacedRow[],
  theme: L0Input['options']['theme'],
  sideOf: ReadonlyMap<PlacedRow, Side>,
): Trace[] {
  const { muted } = palettes[theme];
  return rows.map((row) => {
    const id = row.id !== null && isMethod(row.id) ? row.id : null;
    const style = id === null ? null : seriesStyle(id, 'published', theme);
    const side = sideOf.get(row) ?? (row.own ? 'top center' : null);
    return {
      type: 'scatter',
      uid: `published/${row.method}`,
      legendgroup: `published/${id ?? 'literature'}/${row.method}`,
      name: `${row.method} (published)`,
      mode: side === null ? 'markers' : 'text+markers',
      x: [row.compressionRate],
      y: [row.errorIncrease],
      marker: style
        ? { ...markerOf(style, row.own ? 11 : 8), line: { width: 1.8, color: style.color } }
        : { symbol: 'circle-open', size: 7, color: muted, line: { width: 1.2, color: muted } },
      ...(side === null
        ? {}
        : { text: [row.method], textposition: side, textfont: { size: row.own ? 11 : 10, color: style?.color ?? muted } }),
      // The name of a marker near an edge stands over it rather than being cut.
      cliponaxis: false,
      hovertemplate: markup`<b>${row.method}</b>, published${row.own ? '' : ', quoted'} in ${table}, ${title}<br>CR ${row.compressionRate}<br>error increase ${row.errorIncrease} points<extra></extra>`,
      showlegend: false,
    };
  });
}

const isMethod = (id: string): id is Method => methodsOf(l0Described).some(({ value }) => value === id);
