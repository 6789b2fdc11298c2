import { log10, pow } from '../../math/elementary.ts';
import { lossOf, taskOf } from '../../study/job-data.ts';
import { bytesFollowCount, denseBytes, isolineLevels, lengthAt, lossOnIsoline } from '../../study/families/l0/length.ts';

import type { Trace } from '../draw.ts';
import type { Figure } from '../figure.ts';
import { axisTitle, figureLayout } from '../layout.ts';
import { subtitle } from '../notes.ts';
import { mix, palettes } from '../style.ts';
import { tableOf } from '../table.ts';
import { logAxis, shareOf, spanOf, tickText, widened, type Span } from '../log-axis.ts';
import { baselineNote, baselineOf, type Baseline } from './baseline.ts';
import { curvesNote, seriesCurve, withClouds } from './curves.ts';
import { countedNote, emptyRuns, runNotes } from './notes.ts';
import { cloud, drawnOf, leftNote, lengthByTestLoss, placedSeries, runCells, runColumns, type EndedRun } from './points.ts';
import { shownTask, whole } from './runs.ts';
import type { L0Job } from '../../study/families/l0/types.ts';
import type { L0Input, L0Maker } from './input.ts';

/**
 * Test loss or accuracy against the size of the network, with lines of equal description length under the losses
 * (arXiv 2505.17469, Figs. 1, 4 and 6).
 */
export const lossAgainstSize: L0Maker = {
  name: 'loss-against-size',
  title: (input) => `${showsAccuracy(input) ? 'Test accuracy' : 'Test loss'} against network size`,
  wide: true,
  controls: (input) => [
    ...(classifies(input)
      ? [
          {
            kind: 'choice',
            option: 'quality',
            label: 'Quality',
            choices: [
              { value: 'loss', title: 'loss' },
              { value: 'accuracy', title: 'accuracy' },
            ],
          } as const,
        ]
      : []),
    {
      kind: 'choice',
      option: 'size',
      label: 'Size',
      choices: [
        { value: 'bytes', title: 'bytes' },
        { value: 'rate', title: 'CR' },
      ],
    },
  ],
  make,
};

const showsAccuracy = (input: L0Input): boolean => input.options.quality === 'accuracy' && classifies(input);

function classifies(input: L0Input): boolean {
  const task = shownTask(input);
  return task !== null && taskOf(task.job).isRightOrWrong;
}

function make(input: L0Input): Figure {
  const { options } = input;
  const task = shownTask(input);
  const job = task?.job ?? null;
  const byRate = options.size === 'rate';
  const byAccuracy = showsAccuracy(input);
  const placed = placedSeries(input, ({ summary }) => ({
    x: byRate ? summary.compressionRate : summary.modelBytes || null,
    y: byAccuracy ? summary.testAccuracy : summary.testLoss,
  }));
  const curves = placed.map((one) => seriesCurve(one, options));
  const runs = placed.flatMap(({ points }) => points);
  const baseline = job && baselineOf(input);
  const cross = job && baseline && crossOf(job, baseline, byRate, byAccuracy);
  const sizes = spanOf([...runs.map(({ x }) => x), ...(cross ? [cross.x] : [])]);
  const loss = job && lossOf(job);
  const logLoss = !byAccuracy && (loss?.isPositive ?? true);
  const heights = spanOf([...runs.map(({ y }) => y), ...(cross ? [cross.y] : [])].filter((value) => !logLoss || value > 0));
  const lines = job && sizes && heights && !byAccuracy ? isolines(job, runs, widened(sizes, 0.06), margins(heights, logLoss), byRate) : [];
  const quality = byAccuracy ? 'test accuracy' : 'test loss';
  const { drawn, left } = drawnOf(placed);
  return {
    subtitle: subtitle(
      runNotes(input),
      curvesNote(curves),
      lines.length > 0 ? 'dotted: equal description length, at the test loss for all data that are coded' : '',
      cross && baseline ? `cross: unpruned, ${baselineNote(baseline)}` : '',
      countedNote(input),
      leftNote(left),
    ),
    data: [
      ...lines.map((line, index) => isolineTrace(line, [index, lines.length], options.theme)),
      ...isolineNames(lines, sizes, options.theme),
      ...withClouds(curves, drawn, (one, extra) => cloud(one, options, extra)),
      ...(cross
        ? [
            crossTrace(
              cross,
              `Unpruned<br>${quality} ${Number(cross.y.toPrecision(4))}<br>${byRate ? 'CR 1' : `${whole(cross.x)} B`}`,
              options.theme,
            ),
          ]
        : []),
    ],
    layout: figureLayout({
      theme: options.theme,
      x: sizes
        ? logAxis(byRate ? 'compression rate CR, log scale' : 'network size (bytes), log scale', widened(sizes, 0.06), {
            uirevision: options.size,
          })
        : { title: axisTitle('network size') },
      y: qualityAxis(byAccuracy ? null : loss, heights, logLoss),
    }),
    table: tableOf(
      [
        ...runColumns,
        'network (bytes)',
        quality,
        'description at test loss (bytes)',
        'runs in bin',
        'middle of bin',
        'median of bin',
        'lower quartile',
        'upper quartile',
      ],
      () =>
        curves.flatMap(({ placed: one, bins }) => {
          let start = 0;
          const ordered = one.points.toSorted((a, b) => a.x - b.x);
          const ends = bins.map(({ count }) => (start += count));
          return ordered.map((run, index) => {
            const bin = ends.findIndex((end) => index < end);
            const { count, x, median, low, high } = bins[bin] ?? { count: null, x: null, median: null, low: null, high: null };
            return [
              ...runCells(one, run),
              run.summary.modelBytes,
              run.y,
              byAccuracy ? null : lengthByTestLoss(run),
              count,
              x,
              median,
              low,
              high,
            ];
          });
        }),
    ),
    empty: runs.length > 0 ? null : emptyRuns(input, `${quality} against size`),
  };
}

function qualityAxis(loss: ReturnType<typeof lossOf> | null, heights: Span | null, log: boolean): ReturnType<typeof logAxis> {
  const uirevision = loss?.id ?? 'accuracy';
  if (loss === null || !heights) return { title: axisTitle('test accuracy (share of images)'), uirevision };
  const title = `test ${loss.axis}`;
  return log ? logAxis(`${title}, log scale`, margins(heights, true), { uirevision }) : { title: axisTitle(title), uirevision };
}

/** The heights with room above and below: 5 % of what they span. */
function margins(heights: Span, log: boolean): Span {
  if (log) return widened(heights, 0.05);
  const margin = 0.05 * (heights.high - heights.low || 1);
  return { low: heights.low - margin, high: heights.high + margin };
}

interface Isocurve {
  readonly bytes: number;
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** Places of an isoline along each axis: enough for a smooth bend. */
const PLACES = 40;

/** Eight lines, geometrically spaced over the description lengths of the runs, where they cross the figure. */
function isolines(job: L0Job, runs: readonly EndedRun[], sizes: Span, heights: Span, byRate: boolean): Isocurve[] {
  const [first] = runs;
  if (!first || (byRate && !bytesFollowCount(job))) return [];
  const levels = isolineLevels(runs.map(lengthByTestLoss));
  const bytesAt = (x: number): number => (byRate ? (4 * first.summary.parameters) / x : x);
  const between = ({ low, high }: Span, share: number): number => low * pow(high / low, share);
  return levels
    .map((bytes): Isocurve => {
      const places = Array.from({ length: PLACES }, (_, index) => index / (PLACES - 1));
      // Where a line is flat, places along the sizes make it smooth; where it is steep, places along the losses do.
      const flat = places.map((share) => {
        const x = between(sizes, share);
        return { x, y: lossOnIsoline(job, { bytes, modelBytes: bytesAt(x) }) };
      });
      const steep = places.map((share) => {
        const y = heights.low > 0 ? between(heights, share) : heights.low + share * (heights.high - heights.low);
        return { x: bytesAt(bytes - lengthAt(job, { modelBytes: 0, testLoss: y })), y };
      });
      const inside = [...flat, ...steep].filter(({ x, y }) => x >= sizes.low && x <= sizes.high && y >= heights.low && y <= heights.high);
      const ordered = inside.toSorted((a, b) => a.x - b.x || b.y - a.y);
      return { bytes, x: ordered.map(({ x }) => x), y: ordered.map(({ y }) => y) };
    })
    .filter(({ x }) => x.length > 1);
}

function isolineTrace({ bytes, x, y }: Isocurve, [index, count]: readonly [number, number], theme: L0Input['options']['theme']): Trace {
  const [low, high] = palettes[theme].scale;
  const color = mix(low, high, index / Math.max(1, count - 1));
  return {
    type: 'scatter',
    uid: `isoline/${index}`,
    name: `${whole(bytes)} B`,
    mode: 'lines',
    x: [...x],
    y: [...y],
    line: { color, width: 1.2, dash: 'dot' },
    hovertemplate: `description length ${whole(bytes)} B<extra></extra>`,
    showlegend: false,
  };
}

/**
 * The names of the lines beside them, a trace of their own: of a trace in which some points have a text and others none, Plotly forgets the
 * texts of points that had none in the drawing before.
 */
function isolineNames(lines: readonly Isocurve[], sizes: Span | null, theme: L0Input['options']['theme']): Trace[] {
  if (lines.length === 0) return [];
  // Lines over a short axis, as around a single run, are too close for a name at each.
  const every = sizes && log10(sizes.high / sizes.low) < 0.3 ? 2 : 1;
  const named = lines.flatMap(({ bytes, x, y }, index) => {
    if (index % every !== 0) return [];
    // Not at its very beginning, which for a steep line lies at the upper edge; and not beside the name of its neighbour.
    const place = (from: number): number => Math.floor((from + 0.08 * (Math.floor(index / every) % 3)) * x.length);
    // Beside a line near the right edge there is room on its left alone, where the names of others may end: it stands below those.
    const isLate = sizes !== null && shareOf(sizes, x[place(0.06)]) > 0.75;
    const at = place(isLate ? 0.3 : 0.06);
    return [{ x: x[at], y: y[at], text: isolineName(Number(bytes.toPrecision(2))), isLate }];
  });
  return [
    {
      type: 'scatter',
      uid: 'isolines/names',
      mode: 'text',
      x: named.map(({ x }) => x),
      y: named.map(({ y }) => y),
      text: named.map(({ text }) => text),
      textposition: named.map(({ isLate }) => (isLate ? 'middle left' : 'middle right')) as Trace['textposition'],
      textfont: { size: 10.5, color: palettes[theme].muted },
      hoverinfo: 'skip',
      showlegend: false,
    },
  ];
}

/** “1,600 B”, “11 kB”, with a gap between it and its line. */
const isolineName = (bytes: number): string =>
  `\u00A0${bytes < 1e4 ? `${whole(bytes)} ` : tickText(bytes).replace(/(?=[kM]$)/, ' ')}B\u00A0`;

interface Cross {
  readonly x: number;
  readonly y: number;
}

function crossOf(job: L0Job, baseline: Baseline, byRate: boolean, byAccuracy: boolean): Cross | null {
  const x = byRate ? 1 : denseBytes(job, baseline.parameters);
  const y = byAccuracy ? baseline.testAccuracy : baseline.testLoss;
  return x === null || y === null ? null : { x, y };
}

/** The unpruned network in a figure of runs. */
export function crossTrace({ x, y }: Cross, text: string, theme: L0Input['options']['theme']): Trace {
  return {
    type: 'scatter',
    uid: 'baseline',
    name: 'Unpruned',
    mode: 'markers',
    x: [x],
    y: [y],
    marker: { symbol: 'x', size: 10, color: palettes[theme].text },
    text: [text],
    hovertemplate: '%{text}<extra></extra>',
    showlegend: false,
  };
}
