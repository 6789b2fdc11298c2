/** The two figures of Gibbs entropies of the measurements, with what a number of draws alone makes of them (arXiv 2505.23869, Fig. 4, 5). */
import { markup } from '../../math/foreign-text.ts';
import { log2 } from '../../math/elementary.ts';
import { mean } from '../../math/statistics.ts';
import { publishedBinning, type Binning } from '../../study/families/dtc/binning.ts';
import { chooseRun } from './chosen.ts';
import { curvesOf, publishedCurve, type Curve } from './curve.ts';
import { bandTrace, sourceName, traceGroup, type Trace } from '../draw.ts';
import type { Figure } from '../figure.ts';
import { groupsOf, type Group } from './groups.ts';
import { axisTitle, figureLayout } from '../layout.ts';
import {
  binningOf,
  measuredAt,
  measuredOf,
  measuredPublished,
  populationEntropyOf,
  populationWork,
  type MeasuredCycle,
  type Side,
} from '../../study/families/dtc/measured.ts';
import { isDrawn, noiseEntropy, type NoiseCycle, type NoiseEntropy } from '../../study/families/dtc/noise.ts';
import { worded } from '../notes.ts';
import { palettes, seriesStyle, translucent } from '../style.ts';
import { drawCurve } from './draw-curve.ts';
import type { DtcInput } from './input.ts';
import { sparsityAxis, sparsityPosition } from './sparsity-axis.ts';
import { captionOf, emptyText, showsPublishedMeasurements, sourceNotes } from './notes.ts';
import { pointCells, pointColumns } from './curve-table.ts';

/** One cycle that controls are drawn for. */
interface Control {
  readonly measured: MeasuredCycle;
  /** log2 of the number of measurements that the entropy is over. */
  readonly bound: number | null;
  readonly noise: NoiseEntropy | null;
}

/** Cycles whose noise the figure of this side shows, with the bins of each. */
function controlCycles(
  input: DtcInput,
  side: Side,
): { readonly measured: MeasuredCycle; readonly noise: NoiseCycle; readonly binning: Binning }[] {
  const { options, published } = input;
  const reference = chooseRun({ ...input, options: { ...options, cycle: null } }).run?.trajectory;
  const withBins = (binning: Binning) => (measured: MeasuredCycle) =>
    measured.details
      ? [{ measured, noise: { cycle: measured.cycle, n: measured.measurements, sigma: measured.details.rms[side] }, binning }]
      : [];
  const own = reference ? measuredOf(reference, options.layer).flatMap(withBins(binningOf(reference.job))) : [];
  if (!published || !showsPublishedMeasurements(input)) return own;
  // Cycles that the run has not come to yet take the published measurements, so that the band is there from the start.
  const known = new Set(own.map(({ measured }) => measured.cycle));
  return [
    ...own,
    ...measuredPublished(published)
      .filter(({ cycle }) => !known.has(cycle))
      .flatMap(withBins(publishedBinning)),
  ];
}

/** What takes long in the figure ahead, cycle by cycle. */
export function* entropyWork(input: DtcInput, side: Side): Generator<void> {
  for (const { noise, binning } of controlCycles(input, side)) {
    if (isDrawn(noise, binning)) continue;
    noiseEntropy(noise, binning);
    yield;
  }
  const { own, shared, published, options } = input;
  const measured = [...own, ...shared].flatMap((trajectory) => measuredOf(trajectory, options.layer));
  yield* populationWork([...measured, ...(published ? measuredPublished(published) : [])], side);
}

export function entropyFigure(input: DtcInput, side: Side, symbol: 'G₁' | 'G₂'): Figure {
  const { options, published } = input;
  const groups = groupsOf(input);
  const behind = published !== null && showsPublishedMeasurements(input);
  const curves = [
    ...(published && behind ? [publishedCurve(published, 'dtc', published.gibbsEntropy[side])] : []),
    ...curvesOf(groups, (trajectory, index) => measuredAt(trajectory, index, options.layer)?.gibbsEntropy[side] ?? null),
  ].filter(({ points }) => points.length > 0);
  const controls = controlCycles(input, side).map(({ measured, noise, binning }): Control => {
    const used = side === 'next' ? measured.measurements : (measured.details?.inRange[side] ?? 0);
    return { measured, bound: used > 0 ? log2(used) : null, noise: noiseEntropy(noise, binning) };
  });
  const populations = populationCurves(input, groups, side, behind);
  const boundName = side === 'next' ? 'log₂ n' : 'log₂ of n in range';
  const points = curves.flatMap((curve) => drawCurve(curve, { options, quantity: symbol, format: '.3f', line: 'none' }));
  const data = [
    ...controlTraces(input, controls, boundName),
    ...populations.flatMap((curve, index) => populationTrace(input, curve, index === 0)),
    ...points,
  ];
  const skipped = curves.some(({ source, points: drawn }) => source === 'published' && drawn.length < (published?.ladder.length ?? 0));
  return {
    ...worded(
      captionOf(input, 'of the measurements at each prune'),
      controls.length > 0 ? 'band: 95 % of 500 draws of pure noise with the same n and size' : '',
      ...sourceNotes(input, { published: behind ? 'hollow' : null }),
      skipped ? 'a gap is a cycle without a measurement in range' : '',
    ),
    data,
    layout: figureLayout({
      theme: options.theme,
      x: sparsityAxis(
        options,
        curves.flatMap((curve) => curve.points.map(({ sparsity }) => sparsity)),
      ),
      y: { title: axisTitle(`Gibbs entropy ${symbol} (bits)`), rangemode: 'tozero' },
    }),
    table: entropyTable(curves, controls, populations, symbol, boundName),
    empty: curves.length > 0 ? null : emptyText(input, `the entropy ${symbol}`),
  };
}

/** Population entropies: means over the seeds of a group, as the run's ‖a‖ gives them. */
function populationCurves(input: DtcInput, groups: readonly Group[], side: Side, behind: boolean): Curve[] {
  const { options, published } = input;
  const populationAt = ({ details }: MeasuredCycle): number | null => details && populationEntropyOf(details, side);
  const own = curvesOf(groups, (trajectory, index) => {
    const measured = measuredAt(trajectory, index, options.layer);
    return measured && populationAt(measured);
  });
  return [
    ...(published && behind ? [publishedCurve(published, 'dtc', measuredPublished(published).map(populationAt))] : []),
    ...own,
  ].filter(({ points }) => points.length > 0);
}

function populationTrace({ options }: DtcInput, curve: Curve, named: boolean): Trace[] {
  const { color, opacity } = seriesStyle(curve.method, curve.source, options.theme, curve.variant);
  const group = traceGroup(curve.source, curve.label, 'population');
  return [
    {
      type: 'scatter',
      uid: group,
      legendgroup: group,
      name: 'population entropy',
      showlegend: named,
      mode: 'lines',
      x: curve.points.map(({ sparsity }) => sparsityPosition(sparsity, options.sparsityAxis)),
      y: curve.points.map(({ value }) => value),
      line: { color, width: 1 },
      opacity: 0.6 * opacity,
      customdata: curve.points.map(({ cycle }) => cycle),
      hovertemplate: markup`<b>${sourceName(curve.source, curve.label)}</b>, cycle %{customdata}<br>population entropy %{y:.3f} bits<extra></extra>`,
    },
  ];
}

function controlTraces({ options }: DtcInput, controls: readonly Control[], boundName: string): Trace[] {
  if (controls.length === 0) return [];
  const { noise: fill, muted } = palettes[options.theme];
  const x = controls.map(({ measured }) => sparsityPosition(measured.sparsity, options.sparsityAxis));
  const band = bandTrace(
    x,
    controls.map(({ noise }) => noise?.low ?? null),
    controls.map(({ noise }) => noise?.high ?? null),
  );
  return [
    ...(band
      ? [{ ...band, type: 'scatter' as const, uid: 'noise', name: 'noise, 95 %', showlegend: true, fillcolor: translucent(fill, 0.55) }]
      : []),
    {
      type: 'scatter',
      uid: 'bound',
      name: boundName,
      showlegend: true,
      mode: 'lines',
      x,
      y: controls.map(({ bound }) => bound),
      line: { color: muted, width: 1.2, dash: 'dot' },
      customdata: controls.map(({ measured }) => measured.cycle),
      hovertemplate: `${boundName}, cycle %{customdata}<br>%{y:.3f} bits<extra></extra>`,
    },
  ];
}

/** The controls stand beside the points of the run that they were drawn for, or of the published one. */
function entropyTable(
  curves: readonly Curve[],
  controls: readonly Control[],
  populations: readonly Curve[],
  symbol: string,
  boundName: string,
): Figure['table'] {
  const controlAt = new Map(controls.map((control) => [control.measured.cycle, control]));
  const populationOf = (curve: Curve, cycle: number): number | null => {
    const values = populations
      .filter(({ source, label }) => source === curve.source && label === curve.label)
      .flatMap(({ points }) => points.filter((point) => point.cycle === cycle).map(({ value }) => value));
    return values.length > 0 ? mean(values) : null;
  };
  return {
    columns: [
      ...pointColumns,
      `${symbol} (bits)`,
      'lowest',
      'highest',
      'seeds',
      `${boundName} (bits)`,
      'noise mean',
      'noise 2.5 %',
      'noise 97.5 %',
      'population entropy (bits)',
    ],
    rows: curves.flatMap((curve) =>
      curve.points.map((point) => {
        const control = controlAt.get(point.cycle);
        const { value, low, high, count, cycle } = point;
        return [
          ...pointCells(curve, point),
          value,
          low,
          high,
          count,
          control?.bound ?? null,
          control?.noise?.mean ?? null,
          control?.noise?.low ?? null,
          control?.noise?.high ?? null,
          populationOf(curve, cycle),
        ];
      }),
    ),
  };
}
