import { markup } from '../../math/foreign-text.ts';
import { MIN_CYCLES, type Predictor } from '../../study/families/dtc/correlation-series.ts';
import { correlationWork, groupCorrelations, predictors, publishedCorrelations, type CorrelationRow } from './correlations.ts';
import { markerOf, sourceName, traceGroup, type Trace } from '../draw.ts';
import type { Figure } from '../figure.ts';
import { groupsOf } from './groups.ts';
import { axisTitle, figureLayout } from '../layout.ts';
import { worded } from '../notes.ts';
import { entropyTopic } from '../topics.ts';
import { doFor } from '../pieces.ts';
import { palettes, seriesStyle } from '../style.ts';
import { sourceCell } from '../table.ts';
import type { DtcInput, DtcMaker } from './input.ts';
import { captionOf, endedWithout, publishedData, showsPublishedMeasurements, sourceNotes } from './notes.ts';

/**
 * Pearson's r of the accuracies with the Gibbs entropies, and with what has no knowledge of the network: the number of measurements, the
 * number of the cycle, and noise of the same size. Its table is the main thing; the drawing lays observed and controls side by side.
 */
export const entropyAccuracyCorrelation: DtcMaker = {
  name: 'entropy-accuracy-correlation',
  title: 'Entropy and accuracy, correlated',
  topic: entropyTopic,
  about: {
    shows:
      'How closely the accuracy follows the Gibbs entropies over the cycles, as Pearson’s r, and how closely it follows things that know nothing of the network: the number of measurements, the number of the cycle, and entropies of pure noise.',
    read: 'At r = 1 both go up together along a straight line, at 0 they have nothing to do with each other. If the rows of noise reach as far to the right as the observed entropy, the correlation comes from the shrinking number of measurements and not from what was learned.',
    source: `The observed G₂ is the correlation that arXiv 2505.23869 (Süzen 2025) states, 0.92 and 0.94; the controls are ours. ${publishedData}`,
  },
  wide: true,
  prepare: (input, milliseconds) =>
    doFor(correlationWork(groupsOf(input), input.options.layer, showsPublishedMeasurements(input) ? input.published : null), milliseconds),
  make,
};

const order = Object.keys(predictors) as Predictor[];

function make(input: DtcInput): Figure {
  const { options, published } = input;
  const groups = groupsOf(input);
  const behind = published !== null && showsPublishedMeasurements(input);
  const rows = [...(published && behind ? publishedCorrelations(published) : []), ...groupCorrelations(groups, options.layer)];
  const series = [...new Set(rows.map(seriesKey))];
  const data = series.map((key, index) =>
    seriesTrace(
      rows.filter((row) => seriesKey(row) === key),
      dodge(index, series.length),
      options.theme,
    ),
  );
  const shown = order.filter((predictor) => rows.some((row) => row.predictor === predictor));
  return {
    ...worded(
      captionOf(input, 'Pearson’s r over the cycles'),
      'with the LOWESS-smoothed accuracy',
      'noise: mean and 95 % of 500 draws beside each method’s first run; other whiskers: lowest to highest seed',
      ...sourceNotes(input, { band: 'means', published: behind ? 'hollow, with the entropies of its DTC run' : null }),
    ),
    data,
    layout: figureLayout({
      theme: options.theme,
      x: { title: axisTitle('correlation r'), zeroline: true, zerolinecolor: palettes[options.theme].muted },
      y: {
        tickvals: shown.map((predictor) => order.indexOf(predictor)),
        ticktext: shown.map((predictor) => predictors[predictor]),
        range: [order.length - 0.4, -0.6],
        ticks: '',
      },
    }),
    table: {
      columns: [
        'predictor',
        'source',
        'series',
        'r (smoothed accuracy)',
        'from',
        'to',
        'from and to',
        'r (raw accuracy)',
        'cycles used',
        'cycles left out',
      ],
      // Series after series: those of one run are read together.
      rows: rows.map((row) => [
        predictors[row.predictor],
        sourceCell(row.source),
        row.label,
        row.smoothed,
        row.low,
        row.high,
        row.interval === null ? null : intervals[row.interval],
        row.raw,
        row.used,
        row.skipped,
      ]),
    },
    empty: rows.length > 0 ? null : emptyReason(input),
  };
}

const intervals = { draws: '2.5 to 97.5 % of draws', seeds: 'lowest to highest seed' } as const;

const emptyReason = ({ own }: DtcInput): string =>
  (own.every(({ points }) => points.length < MIN_CYCLES) ? endedWithout(own, `the ${MIN_CYCLES} prunes that correlations need`) : null) ??
  `${own.length === 0 ? 'Press Run' : 'Wait'}: correlations appear once a run has been pruned ${MIN_CYCLES} times.`;

const seriesKey = ({ source, label }: CorrelationRow): string => traceGroup(source, label);

/** Series of one predictor lie beside each other, nearer to each other than to those of the next row. */
const dodge = (index: number, count: number): number => (count === 1 ? 0 : 0.2 * ((2 * index) / (count - 1) - 1));

function seriesTrace(rows: readonly CorrelationRow[], offset: number, theme: DtcInput['options']['theme']): Trace {
  const [{ source, label, method, variant }] = rows;
  const style = seriesStyle(method, source, theme, variant);
  const name = sourceName(source, label);
  const reach = (end: (row: CorrelationRow) => number | null, sign: number): number[] =>
    rows.map((row) => Math.max(0, sign * ((end(row) ?? row.smoothed ?? 0) - (row.smoothed ?? 0))));
  return {
    type: 'scatter',
    uid: traceGroup(source, label),
    legendgroup: traceGroup(source, label),
    name,
    mode: 'markers',
    x: rows.map(({ smoothed }) => smoothed),
    y: rows.map(({ predictor }) => order.indexOf(predictor) + offset),
    error_x: {
      type: 'data',
      symmetric: false,
      array: reach(({ high }) => high, 1),
      arrayminus: reach(({ low }) => low, -1),
      color: style.color,
      thickness: 1.2,
      width: 3,
    },
    marker: markerOf(style, style.markerSize + 1),
    opacity: style.opacity,
    text: rows.map(({ predictor, raw }) => predictors[predictor] + (raw === null ? '' : `<br>with the raw accuracy ${raw.toFixed(3)}`)),
    hovertemplate: markup`<b>${name}</b>, %{text}<br>r %{x:.4f}<extra></extra>`,
  };
}
