import { lossOf, predictedOf, taskOf } from '../../study/job-data.ts';
import { denseBytes } from '../../study/families/l0/length.ts';

import type { Trace } from '../draw.ts';
import type { Figure } from '../figure.ts';
import { axisTitle, figureLayout } from '../layout.ts';
import { worded } from '../notes.ts';
import { accuracyTopic } from '../topics.ts';
import { palettes } from '../style.ts';
import { tableOf } from '../table.ts';
import { logAxis, shareOf, spanOf, widened, type Span } from '../log-axis.ts';
import { baselineNote, baselineOf, type Baseline } from './baseline.ts';
import { curvesNote, seriesCurve, withClouds } from './curves.ts';
import { isolineNames, isolines, isolineTrace } from './isolines.ts';
import { captionOf, countedNote, emptyRuns, inPaper, runNotes } from './notes.ts';
import { cloud, drawnOf, leftNote, lengthByTestLoss, placedSeries, runCells, runColumns } from './points.ts';
import { provisionalCells, provisionalNote, provisionalRuns, provisionalTrace, sizeAt } from './provisional.ts';
import { shownTask, whole } from './runs.ts';
import { isOfText } from './text/task.ts';
import type { L0Job } from '../../study/families/l0/types.ts';
import type { L0Input, L0Maker } from './input.ts';

/**
 * Test loss or accuracy against the size of the network, with lines of equal description length under the losses
 * (arXiv 2505.17469, Figs. 1 and 4).
 */
export const lossAgainstSize: L0Maker = {
  name: 'loss-against-size',
  filledBy: 'job',
  title: (input) => `${showsAccuracy(input) ? 'Test accuracy' : 'Test loss'} against network size`,
  wide: true,
  topic: accuracyTopic,
  about: {
    shows:
      'What the network still gets right, or by how much it is wrong on average (its test loss), against its size. A marker is a run that has ended.',
    read: 'Good runs are small and right: to the left in bytes, to the right by compression rate. Under the losses, dotted isolines join networks whose size and data take equally many bytes together: along one of them, bytes saved in the network are lost in the data. The cross is the unpruned network.',
    source: inPaper('Figs. 1 and 4'),
  },
  // Of texts, where networks of several widths stand beside each other, there is one of its own.
  applies: (input) => !isOfText(input),
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
  const goingOn = provisionalRuns(input, (run, step) => ({
    x: sizeAt(run, step, byRate),
    y: byAccuracy ? step.testAccuracy : step.testLoss,
  }));
  const waypoints = goingOn.flatMap(({ points }) => points);
  const baseline = job && baselineOf(input);
  const cross = job && baseline && crossOf(job, baseline, byRate, byAccuracy);
  const sizes = spanOf([...[...runs, ...waypoints].map(({ x }) => x), ...(cross ? [cross.x] : [])]);
  const loss = job && lossOf(job);
  const logLoss = !byAccuracy && (loss?.isPositive ?? true);
  const heights = spanOf(
    [...[...runs, ...waypoints].map(({ y }) => y), ...(cross ? [cross.y] : [])].filter((value) => !logLoss || value > 0),
  );
  const lines = job && sizes && heights && !byAccuracy ? isolines(job, runs, widened(sizes, 0.06), margins(heights, logLoss), byRate) : [];
  const inPlot = (x: number, y: number) => ({
    x: sizes ? shareOf(widened(sizes, 0.06), x) : 0,
    y: heights ? (logLoss ? shareOf : linearShare)(margins(heights, logLoss), y) : 0,
  });
  const quality = byAccuracy ? 'test accuracy' : 'test loss';
  const { drawn, left } = drawnOf(placed);
  return {
    ...worded(
      captionOf(input),
      runNotes(input),
      curvesNote(curves),
      lines.length > 0 ? 'dotted: equal description length, at the test loss for all data that are coded' : '',
      provisionalNote(goingOn),
      cross && baseline ? `cross: unpruned, ${baselineNote(baseline)}` : '',
      countedNote(input),
      leftNote(left),
    ),
    data: [
      ...lines.map((line, index) => isolineTrace(line, [index, lines.length], options.theme)),
      ...isolineNames(lines, inPlot, [...runs, ...waypoints, ...(cross ? [cross] : [])], options.theme),
      ...withClouds(curves, drawn, (one, extra) => cloud(one, options, extra)),
      ...goingOn.map((one) => provisionalTrace(one, options, quality)),
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
      y: qualityAxis(job ?? input.job, byAccuracy, heights, logLoss),
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
      () => [
        ...curves.flatMap(({ placed: one, bins }) => {
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
        ...goingOn.map((one) => [
          ...provisionalCells(one),
          null,
          one.points[one.points.length - 1].y,
          ...Array.from({ length: 6 }, () => null),
        ]),
      ],
    ),
    empty: runs.length + waypoints.length > 0 ? null : emptyRuns(input, `${quality} against size`),
  };
}

function qualityAxis(job: L0Job, byAccuracy: boolean, heights: Span | null, log: boolean): ReturnType<typeof logAxis> {
  const { id, axis } = byAccuracy ? { id: 'accuracy', axis: `accuracy (share of ${predictedOf(job)})` } : lossOf(job);
  const title = `test ${axis}`;
  return log && heights
    ? logAxis(`${title}, log scale`, margins(heights, true), { uirevision: id })
    : { title: axisTitle(title), uirevision: id };
}

const linearShare = ({ low, high }: Span, value: number): number => (value - low) / (high - low);

/** The heights with room above and below: 5 % of what they span. */
function margins(heights: Span, log: boolean): Span {
  if (log) return widened(heights, 0.05);
  const margin = 0.05 * (heights.high - heights.low || 1);
  return { low: heights.low - margin, high: heights.high + margin };
}

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
    legendgroup: 'baseline',
    name: 'Unpruned',
    mode: 'markers',
    x: [x],
    y: [y],
    marker: { symbol: 'x', size: 10, color: palettes[theme].text },
    text: [text],
    hovertemplate: '%{text}<extra></extra>',
  };
}
