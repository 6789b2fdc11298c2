/** Runs that go on, where they stand: measured points, but not what the run comes to. */
import { markup } from '../../math/foreign-text.ts';
import { bytesFollowCount, denseBytes } from '../../study/families/l0/length.ts';
import type { L0Step } from '../../study/families/l0/types.ts';
import { l0Unit } from '../../study/families/l0/unit.ts';
import type { Trace } from '../draw.ts';
import type { L0Options } from './input.ts';
import { runCells, seriesGroup, seriesLook } from './points.ts';
import { runTitle, seriesOf, whole, type L0Shown, type NamedRun, type Series } from './runs.ts';

/** A run that goes on, its way so far. */
export interface ProvisionalRun {
  readonly run: NamedRun;
  readonly series: Series;
  readonly points: readonly { readonly x: number; readonly y: number; readonly step: L0Step }[];
}

const parametersOf = ({ nonzero, sparsity }: L0Step): number => (sparsity < 1 ? Math.round(nonzero / (1 - sparsity)) : nonzero);

/** The size of a network at a step: its compression rate, or its bytes where the codec's follow from what is left. */
export function sizeAt({ run: { job } }: NamedRun, step: L0Step, byRate: boolean): number | null {
  const { nonzero } = step;
  if (nonzero === 0) return null;
  if (byRate) return parametersOf(step) / nonzero;
  if (bytesFollowCount(job)) return 4 * nonzero;
  return step.sparsity === 0 ? denseBytes(job, nonzero) : null;
}

/** @param place of a step; null where it has none */
export function provisionalRuns(
  input: L0Shown,
  place: (run: NamedRun, step: L0Step) => { readonly x: number | null; readonly y: number | null },
): ProvisionalRun[] {
  return seriesOf(input).flatMap((series) =>
    series.runs.flatMap((run): ProvisionalRun[] => {
      const { status, summary, steps } = run.run;
      if (summary !== null || (status !== 'running' && status !== 'paused')) return [];
      const points = steps.flatMap((step) => {
        const { x, y } = place(run, step);
        return x !== null && y !== null && Number.isFinite(y) ? [{ x, y, step }] : [];
      });
      return points.length > 0 ? [{ run, series, points }] : [];
    }),
  );
}

export const provisionalNote = (runs: readonly ProvisionalRun[]): string =>
  runs.length > 0 ? 'open circle: a run that goes on, where it stands, with its way so far' : '';

/** The way of a run so far, and an open circle where it stands. `customdata` is the epoch. */
export function provisionalTrace({ run, series, points }: ProvisionalRun, options: L0Options, quality: string): Trace {
  const { color, opacity } = seriesLook(series, options);
  const last = points.length - 1;
  return {
    type: 'scatter',
    uid: seriesGroup(series, `${run.id} so far`),
    legendgroup: seriesGroup(series),
    name: runTitle(run, series.label),
    mode: 'lines+markers',
    x: points.map(({ x }) => x),
    y: points.map(({ y }) => y),
    line: { color, width: 1, dash: 'dot' },
    marker: { symbol: 'circle-open', color, size: points.map((_, index) => (index === last ? 11 : 3)), line: { width: 1.6, color } },
    opacity,
    customdata: points.map(({ step }) => step.epoch),
    text: points.map(({ step }) => `${l0Unit(run.run.job).one} ${whole(step.epoch)}, ${step.phase}, ${whole(step.nonzero)} numbers left`),
    hovertemplate: markup`<b>${runTitle(run, series.label)}</b>, not at its end<br>%{text}<br>${quality} %{y:.4g}<extra></extra>`,
  };
}

/** The cells of `runColumns` for a run that goes on, as it stands. */
export function provisionalCells({ run, series, points }: ProvisionalRun): (string | number | null)[] {
  const { step } = points[points.length - 1];
  const [parameters, { nonzero }] = [parametersOf(step), step];
  const summary = { parameters, nonzero, compressionRate: nonzero === 0 ? null : parameters / nonzero };
  return runCells({ series: { label: `${series.label}, not at its end` } }, { ...run, summary });
}
