/**
 * What the ladder of a study is compared with: the network that nothing is taken from, trained as long where the study has such a run, or
 * else as it was before the first prune.
 */
import { markup } from '../../math/foreign-text.ts';
import { percent } from '../../math/number-text.ts';
import { mean } from '../../math/statistics.ts';
import { besideLadder } from '../../study/families/dtc/control.ts';
import { sourceName, traceGroup, type Trace } from '../draw.ts';
import { palettes, seriesStyle, type Theme } from '../style.ts';
import { curvesOf, type Curve, type CurvePoint } from './curve.ts';
import { controlsOf, type Group } from './groups.ts';
import type { DtcInput } from './input.ts';
import { sparsityPosition } from './sparsity-axis.ts';

export interface Unpruned {
  readonly traces: readonly Trace[];
  /** For the line under the title; empty if there is nothing to say. */
  readonly caption: string;
  readonly note: string;
  /** For the table: with the width that the network has. */
  readonly curves: readonly Curve[];
}

interface Where {
  /** Sparsities that are shown; null for all. */
  readonly within?: readonly [number, number | null];
  /** Where a point of a run is drawn; right after the prune that it goes without if not given. */
  readonly place?: typeof besideLadder;
}

const NOTHING: Unpruned = { traces: [], caption: '', note: '', curves: [] };

/** The networks that trained as long as the ladder without a prune; nothing where the study has none. */
export function controlLines(input: DtcInput, { within: [from, to] = [0, null], place = besideLadder }: Where = {}): Unpruned {
  const controls = controlsOf(input);
  const read = ({ points }: Group['trajectories'][number], index: number): number => points[index].testAccuracy;
  const curves = curvesOf(controls, read).filter(({ points }) => points.length > 0);
  if (curves.length === 0) return NOTHING;
  const drawn = curvesOf(controls, read, place).map((curve) => ({
    ...curve,
    points: curve.points.filter(({ sparsity }) => sparsity >= from && (to === null || sparsity <= to)),
  }));
  const { points } = curves[curves.length - 1];
  const [first, last] = [points[0].value, points[points.length - 1].value];
  return {
    traces: drawn.flatMap((curve) => (curve.points.length > 0 ? [controlTrace(curve, input)] : [])),
    caption: last > first ? `dashed: unpruned, up to ${percent(last)} as training goes on` : 'dashed: unpruned, trained as long',
    note: `dashed: the same network trained as long without a prune, ${percent(first)} after the first cycle and ${percent(last)} after the last. Training goes on along the ladder, so that a rise is no gain of pruning`,
    curves,
  };
}

/** The same; where the study has no such network, a line at the accuracy before the first prune. @param range of the axis of sparsity */
export function unprunedLines(input: DtcInput, groups: readonly Group[], range: readonly number[], where: Where): Unpruned {
  const control = controlLines(input, where);
  if (control.curves.length > 0) return control;
  const accuracy = unprunedAccuracy(groups);
  return accuracy === null ? NOTHING : { ...NOTHING, traces: [firstTrace(accuracy, range, input.options.theme)], note: FIRST_NOTE };
}

function controlTrace(curve: Curve, { options: { theme, sparsityAxis } }: DtcInput): Trace {
  const style = seriesStyle(curve.method, curve.source, theme, curve.variant);
  const name = sourceName(curve.source, curve.label);
  const uid = traceGroup(curve.source, curve.label);
  return {
    type: 'scatter',
    name,
    legendgroup: uid,
    uid: `${uid}/points`,
    mode: 'lines',
    opacity: style.opacity,
    x: curve.points.map(({ sparsity }) => sparsityPosition(sparsity, sparsityAxis)),
    y: curve.points.map(({ value }) => value),
    line: { color: style.color, width: 1.6, dash: 'dash' },
    customdata: curve.points.map(({ cycle }) => cycle),
    text: curve.points.map(trainedFor),
    hovertemplate: markup`<b>${name}</b>, cycle %{customdata}<br>%{text}<br>accuracy %{y:.4f}<extra></extra>`,
  };
}

const trainedFor = ({ cycle, count }: CurvePoint): string =>
  `all neurons there, trained for ${cycle + 1} ${cycle === 0 ? 'cycle' : 'cycles'}${count > 1 ? `, mean of ${count} seeds` : ''}`;

/**
 * Its test accuracy at the end of the first cycle's training, the mean over runs of this machine, or else shared ones: all methods train
 * alike until their first prune. Null where no run has come so far, or runs differ in more than method and seed.
 */
function unprunedAccuracy(groups: readonly Group[]): number | null {
  if (groups.some(({ variant }) => variant > 0)) return null;
  for (const source of ['own', 'shared'] as const) {
    const firsts = groups
      .filter((group) => group.source === source)
      .flatMap(({ trajectories }) =>
        trajectories.flatMap(({ points: [first] }) => (first?.cycle === 0 ? [first.testAccuracyBeforePrune] : [])),
      );
    if (firsts.length > 0) return mean(firsts);
  }
  return null;
}

const FIRST_NOTE =
  'dashed line: before any prune, after one cycle of training; as training goes on between prunes, accuracy can rise along the ladder. Compare with “No pruning” to see how much of it training alone does';

/** A dashed line at that accuracy, from one end of the axis to the other. */
const firstTrace = (accuracy: number, range: readonly number[], theme: Theme): Trace => ({
  type: 'scatter',
  uid: 'unpruned',
  name: 'before any prune',
  showlegend: true,
  mode: 'lines',
  x: [...range],
  y: range.map(() => accuracy),
  line: { color: palettes[theme].muted, width: 1.2, dash: 'dash' },
  hovertemplate: `Before any prune, after one cycle<br>accuracy ${accuracy.toFixed(4)}<extra></extra>`,
});
