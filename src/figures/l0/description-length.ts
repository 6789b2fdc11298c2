import { markup } from '../../math/foreign-text.ts';
import { log10, pow } from '../../math/elementary.ts';
import { median as medianOf } from '../../math/quantile.ts';
import { taskOf } from '../../study/job-data.ts';
import { exactAlpha, verbatimBytes } from '../../study/families/l0/length.ts';
import { L0_PUBLISHED_SOURCE } from '../../study/families/l0/published.ts';

import { markerOf, sourceName, type Trace } from '../draw.ts';
import type { Figure } from '../figure.ts';
import { axisTitle, figureLayout } from '../layout.ts';
import { worded } from '../notes.ts';
import { lengthTopic } from '../topics.ts';
import { doFor } from '../pieces.ts';
import { gathered } from '../series.ts';
import { palettes } from '../style.ts';
import { logAxis, spanOf, tickText, widened, type Span } from '../log-axis.ts';
import { estimateOf, isEstimated, type MedianEstimate } from './bootstrap.ts';
import { upright, uprightLabel } from './frontier.ts';
import { captionOf, countedNote, emptyRuns, inPaper, runNotes } from './notes.ts';
import { endedRuns, seriesGroup, seriesLook, type EndedRun } from './points.ts';
import { lengthOf, levelOf, levelTrace } from './levels.ts';
import { printedLevels, printedTrace } from './printed-levels.ts';
import { alphaOf, seriesOf, short, shownTask, whole, type Series } from './runs.ts';
import type { L0Input, L0Maker } from './input.ts';

/** Description length of network and data against α, median and quartiles by the bootstrap (arXiv 2505.17469, Fig. 5). */
export const descriptionLength: L0Maker = {
  name: 'description-length',
  filledBy: 'job',
  title: 'Description length against α',
  wide: true,
  topic: lengthTopic,
  about: {
    shows:
      'How many bytes it takes to write down the network and, with its help, the labels or targets of the data, for each strength α of the penalty. The shortest of each method has a ring.',
    read: 'Left of the ring the network is larger than its data repay, right of it too small to predict them. Only below the horizontal line, the data written down as they are, is anything compressed. Dash-dotted lines are methods that have no α.',
    source: `${inPaper('Eq. 5 (the two-part code) and Fig. 5')} Hollow markers are its Table 5.`,
  },
  make,
  prepare,
};

interface Estimate extends MedianEstimate {
  readonly alpha: number;
  readonly runs: readonly EndedRun[];
}

interface Curve {
  readonly series: Series;
  /** By increasing α. */
  readonly estimates: readonly Estimate[];
}

function curveOf(series: Series): Curve {
  const byAlpha = gathered(endedRuns(series), ({ run }) => alphaOf(run.job));
  const estimates = [...byAlpha].flatMap(([alpha, runs]) => (alpha === null ? [] : [{ alpha, runs, ...estimateOf(runs.map(lengthOf)) }]));
  return { series, estimates: estimates.sort((a, b) => a.alpha - b.alpha) };
}

function make(input: L0Input): Figure {
  const { options, published } = input;
  const task = shownTask(input);
  const all = seriesOf(input);
  const curves = all.map(curveOf).filter(({ estimates }) => estimates.length > 0);
  const levels = all.flatMap((series) => levelOf(series));
  const empty = curves.length + levels.length === 0;
  const exact = task && !empty ? exactAlpha(task.job) : null;
  const verbatim = task && !empty ? verbatimBytes(task.job) : null;
  const printed = task && published && !empty ? printedLevels(published, task.job) : [];
  const positive = spanOf([
    ...curves.flatMap(({ estimates }) => estimates.map(({ alpha }) => alpha)).filter((alpha) => alpha > 0),
    ...(exact === null ? [] : [exact]),
  ]);
  const zero = curves.some(({ estimates }) => estimates[0].alpha === 0);
  const span = positive && widened(positive, 0.05);
  const atZero = span ? span.low / 3 : 1;
  const heights = spanOf([
    ...curves.flatMap(({ estimates }) => estimates.flatMap(({ median, low, high }) => [median, low ?? median, high ?? median])),
    ...levels.map(({ bytes }) => bytes),
    ...printed.map(({ bytes }) => bytes),
    ...(verbatim === null ? [] : [verbatim]),
  ]);
  const { muted, text } = palettes[options.theme];
  const repeated = curves.some(({ estimates }) => estimates.some(({ low }) => low !== null));
  return {
    ...worded(
      captionOf(input),
      runNotes(input),
      task ? `network (codec “${task.job.compression.codec}”) + data given it` : '',
      repeated ? 'bars: quartiles of the median, 1,000 bootstrap samples' : '',
      'ring: the shortest',
      (task && taskOf(task.job).caveat) ?? '',
      countedNote(input),
      printed.length > 0 ? `hollow, at the right: published, best setting each (${L0_PUBLISHED_SOURCE}, Table 5)` : '',
    ),
    data: [
      ...levels.map((level) => levelTrace(level, span, options)),
      ...curves.flatMap((curve) => curveTraces(curve, atZero, options)),
      ...printed.map((level) => printedTrace(level, span ? beside(span, 0.06) : 1, options.theme)),
    ],
    layout: figureLayout({
      theme: options.theme,
      x: span ? alphaAxis(span, zero ? atZero : null, printed.length > 0) : { title: axisTitle('regularisation α') },
      y: heights
        ? logAxis('description length (bytes), log scale', widened(heights, 0.06))
        : { title: axisTitle('description length (bytes)') },
      extra: {
        shapes: [
          ...(exact === null ? [] : [upright(exact, muted)]),
          ...(verbatim === null
            ? []
            : [
                {
                  type: 'line',
                  x0: 0,
                  x1: 1,
                  xref: 'paper',
                  y0: verbatim,
                  y1: verbatim,
                  line: { color: text, width: 1.4 },
                  layer: 'below',
                } as const,
              ]),
        ],
        annotations: [
          ...(exact === null || !span ? [] : [uprightLabel(exact, 'α of MDL', muted, span)]),
          ...(verbatim === null
            ? []
            : [
                {
                  x: 0,
                  xref: 'paper',
                  y: log10(verbatim),
                  text: `data written down as they are, ${whole(verbatim)} B`,
                  showarrow: false,
                  xanchor: 'left',
                  yanchor: 'bottom',
                  xshift: 4,
                  font: { size: 11, color: text },
                } as const,
              ]),
        ],
      },
    }),
    table: {
      columns: [
        'source',
        'series',
        'alpha',
        'runs',
        'description length (bytes)',
        'lower quartile',
        'upper quartile',
        'of it network (bytes, median)',
        'shortest',
      ],
      rows: [
        ...curves.flatMap(({ series, estimates }) => {
          const shortest = shortestOf(estimates);
          return estimates.map(({ alpha, runs, median, low, high }) => [
            series.source === 'own' ? 'this lab' : 'shared',
            series.label,
            alpha,
            runs.length,
            median,
            low,
            high,
            medianOf(runs.map(networkBytes)),
            alpha === shortest.alpha ? 'yes' : 'no',
          ]);
        }),
        ...levels.map(({ series, runs, bytes }) => [
          series.source === 'own' ? 'this lab' : 'shared',
          series.label,
          null,
          runs,
          bytes,
          null,
          null,
          null,
          null,
        ]),
        ...printed.map(({ title, bytes, error }) => ['published', title, null, null, bytes, bytes - error, bytes + error, null, null]),
      ],
    },
    empty: empty ? emptyRuns(input, 'how long its description is') : null,
  };
}

/** Bootstraps ahead, one a piece: that of 640 runs takes 17 ms. */
function prepare(input: L0Input, milliseconds: number): boolean {
  return doFor(bootstraps(input), milliseconds);
}

function* bootstraps(input: L0Input): Generator<void> {
  for (const series of seriesOf(input)) {
    for (const [alpha, runs] of gathered(endedRuns(series), ({ run }) => alphaOf(run.job))) {
      if (alpha === null) continue;
      const lengths = runs.map(lengthOf);
      if (isEstimated(lengths)) continue;
      estimateOf(lengths);
      yield;
    }
  }
}

const networkBytes = ({ summary }: EndedRun): number => summary.modelBytes;

const shortestOf = (estimates: readonly Estimate[]): Estimate => estimates.reduce((best, one) => (one.median < best.median ? one : best));

/** A place to the right of the αs, by a share of what they span in log₁₀. */
const beside = ({ low, high }: Span, share: number): number => high * pow(high / low, share);

/** The axis of α; zero stands apart at its left end, published numbers at its right, where α says nothing. */
function alphaAxis(span: Span, atZero: number | null, withPublished: boolean): ReturnType<typeof logAxis> {
  const axis = logAxis('regularisation α, log scale', span);
  const ticks = (axis.tickvals as number[]).filter(
    (value) => (atZero === null || value >= span.low) && (!withPublished || value <= span.high),
  );
  const from = atZero === null ? log10(span.low) : log10(atZero) - 0.15;
  const to = log10(withPublished ? beside(span, 0.12) : span.high);
  return {
    ...axis,
    range: [from, to],
    tickvals: [...(atZero === null ? [] : [atZero]), ...ticks],
    ticktext: [...(atZero === null ? [] : ['0']), ...ticks.map(tickText)],
  };
}

function curveTraces({ series, estimates }: Curve, atZero: number, options: L0Input['options']): Trace[] {
  const style = seriesLook(series, options);
  const shortest = shortestOf(estimates);
  const place = ({ alpha }: Estimate): number => (alpha === 0 ? atZero : alpha);
  const shared: Trace = {
    type: 'scatter',
    legendgroup: seriesGroup(series),
    name: sourceName(series.source, series.label),
    opacity: style.opacity,
  };
  const joined = estimates.filter(({ alpha }) => alpha > 0);
  return [
    {
      ...shared,
      uid: seriesGroup(series, 'line'),
      mode: 'lines',
      x: joined.map(place),
      y: joined.map(({ median }) => median),
      line: { color: style.color, width: style.lineWidth, dash: style.dash },
      hoverinfo: 'skip',
      showlegend: false,
    },
    {
      ...shared,
      uid: seriesGroup(series, 'points'),
      mode: 'markers',
      x: estimates.map(place),
      y: estimates.map(({ median }) => median),
      error_y: {
        type: 'data',
        symmetric: false,
        array: estimates.map(({ median, high }) => (high ?? median) - median),
        arrayminus: estimates.map(({ median, low }) => median - (low ?? median)),
        color: style.color,
        thickness: 1.3,
        width: 3,
        visible: estimates.some(({ low }) => low !== null),
      },
      marker: markerOf(style, 8),
      customdata: estimates.map(({ runs }) => runs[0].id),
      text: estimates.map(({ alpha, runs, median, low, high }) =>
        [
          markup`<b>${series.label}</b>, α = ${short(alpha)}`,
          `${whole(median)} B${low === null || high === null ? '' : `, ${whole(low)} to ${whole(high)}`}, ${runs.length === 1 ? '1 run' : `${runs.length} runs`}`,
          ...(alpha === shortest.alpha ? ['the shortest of its series'] : []),
        ].join('<br>'),
      ),
      hovertemplate: '%{text}<extra></extra>',
    },
    {
      ...shared,
      uid: seriesGroup(series, 'shortest'),
      mode: 'markers',
      x: [place(shortest)],
      y: [shortest.median],
      marker: { symbol: 'circle-open', size: 17, color: style.color, line: { width: 1.6, color: style.color } },
      hoverinfo: 'skip',
      showlegend: false,
    },
  ];
}
