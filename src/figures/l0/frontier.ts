import { log10 } from '../../math/elementary.ts';
import { predictedOf, taskOf } from '../../study/job-data.ts';
import { alphaHull, ratioHull, triangulated, type Triangulation } from '../../math/alpha-hull.ts';
import type { Point } from '../../math/delaunay.ts';
import { hullFrontier, toUnitSquare } from '../../math/hull-frontier.ts';
import { teacherParameters, testMse } from '../../study/families/l0/length.ts';
import { markerOf, sourceName, type Trace } from '../draw.ts';
import type { Figure } from '../figure.ts';
import { axisTitle, figureLayout } from '../layout.ts';
import { worded } from '../notes.ts';
import { accuracyTopic } from '../topics.ts';
import { palettes, translucent } from '../style.ts';
import { tableOf } from '../table.ts';
import { logAxis, shareOf, spanOf, widened, type Span } from '../log-axis.ts';
import { captionOf, countedNote, emptyRuns, inPaper, runNotes } from './notes.ts';
import {
  cloud,
  describeRun,
  drawnOf,
  inverse,
  inverseMse,
  leftNote,
  placedSeries,
  runCells,
  runColumns,
  seriesGroup,
  seriesLook,
  type PlacedRun,
  type PlacedSeries,
} from './points.ts';
import { provisionalCells, provisionalNote, provisionalRuns, provisionalTrace, sizeAt } from './provisional.ts';
import { keptBy, shownTask, type Task } from './runs.ts';
import type { L0Input, L0Maker } from './input.ts';
import type { L0View } from '../../study/families/l0/view.ts';

/**
 * Accuracy, or the inverse of the squared error, against compression rate: a point a run, the hull of each method's runs, and its upper
 * side, the frontier (arXiv 2505.17469, Fig. 3).
 */
export const frontier: L0Maker = {
  name: 'frontier',
  filledBy: 'job',
  title: (input) => `${classifies(shownTask(input)) ? 'Accuracy' : 'Inverse error'} against compression, and the frontier`,
  topic: accuracyTopic,
  about: {
    shows:
      'How good the networks are against how many times fewer numbers they have (the compression rate CR). A marker is a run; the line of a method joins its best runs, its frontier.',
    read: 'A method is better where its line is higher. The line is the upper side of a hull around the runs of the method; the slider says how closely the hull follows them. Few runs make a rough line.',
    source: inPaper('Fig. 3'),
  },
  controls: ({ options }) => [
    {
      kind: 'choice',
      option: 'hull',
      label: 'Hull by',
      choices: [
        { value: 'ratio', title: 'edge ratio' },
        { value: 'radius', title: 'α radius' },
      ],
    },
    options.hull === 'ratio'
      ? { kind: 'slider', option: 'hullRatio', label: 'Ratio', min: 0, max: 1, step: 0.01 }
      : { kind: 'slider', option: 'hullRadius', label: 'Radius', min: 0.01, max: 1, step: 0.01 },
  ],
  make,
};

/** Of fewer runs an area says nothing: the line of the best is drawn alone. */
const LEAST_OF_HULL = 5;

interface Hull {
  readonly placed: PlacedSeries;
  /** Rings and frontiers as places in `placed.points`. */
  readonly rings: readonly (readonly number[])[];
  readonly frontiers: readonly (readonly number[])[];
}

/** A series in coordinates from 0 to 1, from which hulls of any radius are read. */
interface Meshed {
  readonly placed: PlacedSeries;
  readonly points: readonly Point[];
  readonly mesh: Triangulation;
}

/** Series in coordinates from 0 to 1 over all runs of the figure, log₁₀ of the rate and the quality as it is: a radius means the same for each. */
export function meshed(all: readonly PlacedSeries[]): Meshed[] {
  const unit = toUnitSquare(all.flatMap(({ points }) => points.map(({ x, y }): Point => [log10(x), y])));
  let start = 0;
  return all.map((placed) => {
    const points = unit.slice(start, (start += placed.points.length));
    return { placed, points, mesh: triangulated(points) };
  });
}

export function hullsOf(
  all: readonly Meshed[],
  { hull, hullRatio, hullRadius }: Pick<L0View, 'hull' | 'hullRatio' | 'hullRadius'>,
): Hull[] {
  return all.map(({ placed, points, mesh }) => {
    const rings = hull === 'ratio' ? ratioHull(mesh, hullRatio) : alphaHull(mesh, hullRadius);
    return { placed, rings, frontiers: hullFrontier(points, rings) };
  });
}

const classifies = (task: Task | null): boolean => task !== null && taskOf(task.job).isRightOrWrong;

/** What stays as it is while somebody moves the hull's slider. */
const groundOf = keptBy((input) => {
  const task = shownTask(input);
  const isClassifier = classifies(task);
  const placed = placedSeries(input, (run) => ({
    x: run.summary.compressionRate,
    y: isClassifier ? run.summary.testAccuracy : inverseMse(run),
  }));
  const runs = placed.flatMap(({ points }) => points);
  const teacher = task && runs.length > 0 ? teacherRate(task.job, runs) : null;
  return {
    isClassifier,
    meshes: meshed(placed),
    teacher,
    rates: spanOf([...runs.map(({ x }) => x), ...(teacher === null ? [] : [teacher])]),
    heights: spanOf(runs.map(({ y }) => y)),
    ...drawnOf(placed),
  };
});

function make(input: L0Input): Figure {
  const { options } = input;
  const { isClassifier, meshes, teacher, heights, drawn, left, ...ended } = groundOf(input);
  const goingOn = provisionalRuns(input, (run, step) => ({
    x: sizeAt(run, step, true),
    y: isClassifier ? step.testAccuracy : inverse(testMse(run.run.job, step)),
  }));
  const waypoints = goingOn.flatMap(({ points }) => points.map(({ x }) => x));
  const rates = waypoints.length === 0 ? ended.rates : spanOf([...waypoints, ...(ended.rates ? [ended.rates.low, ended.rates.high] : [])]);
  const quality = isClassifier ? 'test accuracy' : 'inverse test error, 1/MSE';
  const hulls = hullsOf(meshes, options);
  const few = hulls.some(({ rings }) => rings.length === 0);
  return {
    ...worded(
      captionOf(input),
      runNotes(input),
      provisionalNote(goingOn),
      options.hull === 'ratio'
        ? `line: upper side of each method’s hull, edges up to ${options.hullRatio} of their range`
        : `line: upper side of each method’s α-hull, circumradius up to ${options.hullRadius} in the unit square`,
      few ? 'a hull needs three runs that are near enough' : '',
      teacher === null ? '' : 'dashed: as many numbers as the teacher has',
      countedNote(input),
      leftNote(left),
    ),
    data: [
      ...hulls.flatMap((hull) => hullTrace(hull, options)),
      ...drawn.map((one) => cloud(one, options, { opacity: 0.55 })),
      ...hulls.flatMap((hull) => frontierTraces(hull, options)),
      ...goingOn.map((one) => provisionalTrace(one, options, quality)),
    ],
    layout: figureLayout({
      theme: options.theme,
      x: rates ? logAxis('compression rate CR, log scale', widened(rates, 0.05)) : { title: axisTitle('compression rate CR') },
      y: {
        title: axisTitle(
          isClassifier
            ? `test accuracy (share of ${predictedOf(shownTask(input)?.job ?? input.job)})`
            : 'inverse test error 1/MSE (target units⁻²)',
        ),
        uirevision: quality,
        ...(heights ? rangeAround(heights) : {}),
      },
      extra:
        teacher === null || !rates
          ? {}
          : {
              shapes: [upright(teacher, palettes[options.theme].muted)],
              annotations: [uprightLabel(teacher, 'teacher', palettes[options.theme].muted, rates)],
            },
    }),
    table: tableOf([...runColumns, quality, 'defines the frontier'], () => [
      ...hulls.flatMap(({ placed: one, frontiers }) => {
        const defining = new Set(frontiers.flat());
        return one.points.map((run, index) => [...runCells(one, run), run.y, defining.has(index) ? 'yes' : 'no']);
      }),
      ...goingOn.map((one) => [...provisionalCells(one), one.points[one.points.length - 1].y, 'no']),
    ]),
    empty: meshes.length + goingOn.length > 0 ? null : emptyRuns(input, `its ${isClassifier ? 'accuracy' : 'error'} against compression`),
  };
}

/** Runs of the same quality have no span to draw: Plotly would take one unit to each side, twice of all accuracies that there are. */
const rangeAround = ({ low, high }: Span): { readonly range?: [number, number] } =>
  high > low || low === 0 ? {} : { range: [0.95 * low, 1.05 * high] };

function teacherRate(job: PlacedRun['run']['job'], [first]: readonly PlacedRun[]): number | null {
  const teacher = teacherParameters(job);
  return teacher === null ? null : first.summary.parameters / teacher;
}

/** A dashed line at a place of a logarithmic x axis. */
export const upright = (x: number, color: string) =>
  ({ type: 'line', x0: x, x1: x, y0: 0, y1: 1, yref: 'paper', line: { color, width: 1.2, dash: 'dash' }, layer: 'below' }) as const;

/**
 * The name of such a line, at its upper end, on its right side, or left of it where the axis ends soon. Plotly places annotations on log axes
 * by log₁₀.
 */
export function uprightLabel(x: number, text: string, color: string, axis: Span) {
  const isLate = shareOf(axis, x) > 0.6;
  return {
    x: log10(x),
    y: 1,
    yref: 'paper',
    text,
    showarrow: false,
    xanchor: isLate ? 'right' : 'left',
    yanchor: 'top',
    xshift: isLate ? -4 : 4,
    font: { size: 11, color },
  } as const;
}

function hullTrace({ placed: { series, points }, rings }: Hull, options: L0Input['options']): Trace[] {
  if (rings.length === 0 || points.length < LEAST_OF_HULL) return [];
  const { color } = seriesLook(series, options);
  const outline = rings.flatMap((ring, index) => [...(index > 0 ? [null] : []), ...ring.map((at) => points[at]), points[ring[0]]]);
  return [
    {
      type: 'scatter',
      uid: seriesGroup(series, 'hull'),
      legendgroup: seriesGroup(series),
      name: sourceName(series.source, series.label),
      mode: 'lines',
      x: outline.map((point) => point?.x ?? null),
      y: outline.map((point) => point?.y ?? null),
      fill: 'toself',
      fillcolor: translucent(color, 0.08),
      line: { width: 0 },
      hoverinfo: 'skip',
      showlegend: false,
    },
  ];
}

function frontierTraces({ placed: { series, points }, frontiers }: Hull, options: L0Input['options']): Trace[] {
  if (frontiers.length === 0) return [];
  const style = seriesLook(series, options);
  const chain = frontiers.flatMap((frontierOf, index) => [...(index > 0 ? [null] : []), ...frontierOf.map((at) => points[at])]);
  return [
    {
      type: 'scatter',
      uid: seriesGroup(series, 'frontier'),
      legendgroup: seriesGroup(series),
      name: sourceName(series.source, series.label),
      mode: 'lines+markers',
      x: chain.map((point) => point?.x ?? null),
      y: chain.map((point) => point?.y ?? null),
      line: { color: style.color, width: 2.2, dash: style.dash },
      marker: { ...markerOf(style, 9), line: { width: 1.5, color: palettes[options.theme].surface } },
      opacity: style.opacity,
      customdata: chain.map((point) => point?.id ?? ''),
      text: chain.map((point) => (point ? `${describeRun(point, series.label)}<br>defines the frontier` : '')),
      hovertemplate: '%{text}<extra></extra>',
      showlegend: false,
    },
  ];
}
