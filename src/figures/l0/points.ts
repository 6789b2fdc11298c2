/** Runs that have ended, as points: what they came to, and how a cloud of them is drawn. */
import { markup } from '../../math/foreign-text.ts';
import { log10 } from '../../math/elementary.ts';
import { l0MeasuredNothing } from '../../study/families/l0/hollow.ts';
import { lengthAt, testMse } from '../../study/families/l0/length.ts';
import { l0MethodOf } from '../../study/families/l0/methods.ts';
import { valueAt } from '../../study/job.ts';
import { markerOf, sourceName, traceGroup, type Trace } from '../draw.ts';
import { seriesStyle, type Source } from '../style.ts';
import { alphaOf, runTitle, seriesOf, short, whole, type NamedRun, type Series, type L0Shown } from './runs.ts';
import type { L0Job, L0Summary } from '../../study/families/l0/types.ts';
import type { L0Options } from './input.ts';

/** A run that has ended. */
export interface EndedRun extends NamedRun {
  readonly summary: L0Summary;
}

/** A run at its place in a figure. */
export interface PlacedRun extends EndedRun {
  readonly x: number;
  readonly y: number;
}

export interface PlacedSeries {
  readonly series: Series;
  readonly points: readonly PlacedRun[];
}

const hasEnded = (run: NamedRun & { readonly summary: L0Summary | null }): run is EndedRun => run.summary !== null;

/** The runs of a series that have ended. */
export const endedRuns = ({ runs }: Series): EndedRun[] => runs.map((run) => ({ ...run, summary: run.run.summary })).filter(hasEnded);

/**
 * The ended runs of every series of the shown task at their places; series without any are left out.
 * @param place null for a run that has no place, such as one of which nothing is left, on an axis of compression rates
 */
export function placedSeries(
  input: L0Shown,
  place: (run: EndedRun) => { readonly x: number | null; readonly y: number | null },
): PlacedSeries[] {
  return seriesOf(input)
    .map((series) => ({
      series,
      points: endedRuns(series).flatMap((run) => {
        const { x, y } = place(run);
        return x !== null && y !== null && Number.isFinite(x) && Number.isFinite(y) ? [{ ...run, x, y }] : [];
      }),
    }))
    .filter(({ points }) => points.length > 0);
}

/** The lines of a hover text about an ended run. */
export function describeRun({ summary, ...run }: EndedRun, label: string): string {
  const nothing = l0MeasuredNothing(run.run);
  const { parameters, nonzero, compressionRate, testAccuracy, testLoss, modelBytes, dataBytes, descriptionBytes } = summary;
  return [
    markup`<b>${runTitle(run, label)}</b>${run.source === 'shared' ? ' (shared)' : ''}`,
    `${whole(nonzero)} of ${whole(parameters)} numbers left${compressionRate === null ? '' : `, CR ${short(compressionRate)}`}`,
    ...(testAccuracy === null ? [] : [`test accuracy ${testAccuracy.toFixed(4)}`]),
    `test loss ${short(testLoss)}`,
    ...(nothing === null ? [] : [markup`measured nothing: ${nothing}`]),
    `network ${whole(modelBytes)} B + data ${whole(dataBytes)} B = ${whole(descriptionBytes)} B`,
  ].join('<br>');
}

/** Most markers of a figure: Plotly draws markers as SVG, and its time grows with their number. */
const MOST_MARKERS = 1500;

/** The series of a figure along a log x with few enough markers to draw. */
export function drawnOf(all: readonly PlacedSeries[]): { readonly drawn: readonly PlacedSeries[]; readonly left: number } {
  const most = Math.floor(MOST_MARKERS / Math.max(1, all.length));
  const drawn = all.map((one) => ({ ...one, points: thinned(one.points, [({ x }) => log10(x), ({ y }) => y], most) }));
  const count = (some: readonly PlacedSeries[]): number => some.reduce((sum, { points }) => sum + points.length, 0);
  return { drawn, left: count(all) - count(drawn) };
}

/** What is said where markers are left out. */
export const leftNote = (left: number): string => (left > 0 ? `${whole(left)} markers that others cover are not drawn` : '');

/** Points of which none covers another, where there are many: one of each cell of the finest grid that leaves few enough. */
export function thinned<Point extends { readonly x: number; readonly y: number }>(
  points: readonly Point[],
  [place, height]: readonly [(point: Point) => number, (point: Point) => number],
  most = MOST_MARKERS,
): readonly Point[] {
  if (points.length <= most) return points;
  const spread = (read: (point: Point) => number): readonly [number, number] => {
    let [low, high] = [Infinity, -Infinity];
    for (const point of points) {
      low = Math.min(low, read(point));
      high = Math.max(high, read(point));
    }
    return [low, high - low || 1];
  };
  const [[left, width], [bottom, extent]] = [spread(place), spread(height)];
  let kept: readonly Point[] = points;
  for (let columns = 256; kept.length > most; columns = Math.floor(columns * 0.8)) {
    const taken = new Set<number>();
    kept = points.filter((point) => {
      const cell = Math.floor(((place(point) - left) / width) * columns) * 4096 + Math.floor(((height(point) - bottom) / extent) * columns);
      if (taken.has(cell)) return false;
      taken.add(cell);
      return true;
    });
  }
  return kept;
}

/** The group of the traces of a series: its second part is the id of the method, by which the page's chips hide them. */
export const seriesGroup = ({ source, method, label }: Pick<Series, 'method' | 'label'> & { readonly source: Source }, role = ''): string =>
  `${traceGroup(source, method, label)}/${role}`;

export const seriesLook = ({ method, source, variant }: Series, { theme }: Pick<L0Options, 'theme'>): ReturnType<typeof seriesStyle> =>
  seriesStyle(method, source, theme, variant);

/** What a cloud is whatever it looks like; the same lists for the same series, so that Plotly sees that nothing has moved. */
function marks({ series, points }: PlacedSeries): Pick<Trace, 'x' | 'y' | 'customdata' | 'text'> {
  return {
    x: points.map(({ x }) => x),
    y: points.map(({ y }) => y),
    customdata: points.map(({ id }) => id),
    text: points.map((point) => describeRun(point, series.label)),
  };
}

const marksOf = new WeakMap<PlacedSeries, ReturnType<typeof marks>>();

/** One marker a run. `customdata` is the run's id, so that a click chooses it. */
export function cloud(placed: PlacedSeries, options: L0Options, extra: Trace = {}): Trace {
  const { series, points } = placed;
  const known = marksOf.get(placed) ?? marks(placed);
  marksOf.set(placed, known);
  const style = seriesLook(series, options);
  const chosen = options.run;
  return {
    type: 'scatter',
    uid: seriesGroup(series, 'points'),
    legendgroup: seriesGroup(series),
    name: sourceName(series.source, series.label),
    mode: 'markers',
    ...known,
    // Without a width Plotly would outline markers of several sizes.
    marker: {
      line: { width: 0 },
      ...markerOf(style),
      ...(points.some(({ id }) => id === chosen) ? { size: points.map(({ id }) => (id === chosen ? 12 : 7)) } : { size: 7 }),
    },
    opacity: style.opacity,
    hovertemplate: '%{text}<extra></extra>',
    ...extra,
  };
}

/** The sparsity that a run is pruned to; null where its method has no such target. */
function targetSparsityOf(job: L0Job): number | null {
  const path = 'compression.targetSparsity';
  return `compression.${l0MethodOf(job).strength?.setting}` === path ? (valueAt(job, path) as number) : null;
}

/** Columns that every table row about a run begins with. */
export const runColumns = [
  'source',
  'method',
  'series',
  'alpha',
  'target sparsity',
  'seed',
  'numbers',
  'non-zero',
  'compression rate',
] as const;

/** What a row says of the size of a run's network. */
type Size = Pick<L0Summary, 'parameters' | 'nonzero' | 'compressionRate'>;

export function runCells(
  { series }: { readonly series: Pick<Series, 'label'> },
  { run, summary, source }: NamedRun & { readonly summary: Size },
): (string | number | null)[] {
  const { compression, seed } = run.job;
  return [
    source === 'own' ? 'this lab' : 'shared',
    compression.method,
    series.label,
    alphaOf(run.job),
    targetSparsityOf(run.job),
    seed,
    summary.parameters,
    summary.nonzero,
    summary.compressionRate,
  ];
}

/** The description length that a run has by its place in the plane of size and test loss. */
export const lengthByTestLoss = ({ run, summary }: EndedRun): number => lengthAt(run.job, summary);

/** 1/MSE on the test set; null for classifiers, and where there is no error. */
export const inverseMse = ({ run, summary }: EndedRun): number | null => inverse(testMse(run.job, summary));

/** Null of nothing, and of no error. */
export const inverse = (mse: number | null): number | null => (mse === null || mse === 0 ? null : 1 / mse);
