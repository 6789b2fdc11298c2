import { markup } from '../../math/foreign-text.ts';
import { histogram } from '../../math/histogram.ts';
import { publishedBinning, recordBins, type Binning } from '../../study/families/dtc/binning.ts';
import { chooseRun, chosenEmpty, chosenText } from './chosen.ts';
import { sourceName, traceGroup, type Trace } from '../draw.ts';
import type { Figure } from '../figure.ts';
import { axisTitle, baseAxis, figureLayout } from '../layout.ts';
import { binningOf, type Side } from '../../study/families/dtc/measured.ts';
import { worded } from '../notes.ts';
import { entropyTopic } from '../topics.ts';
import { seriesStyle, translucent, type Method, type Source } from '../style.ts';
import { sourceCell } from '../table.ts';
import type { DtcInput, DtcMaker } from './input.ts';
import { inPaper, publishedData, publishedNote, showsPublishedMeasurements } from './notes.ts';

/** Normalised histograms of both measurement vectors at one cycle, y₁ above y₂ (arXiv 2505.23869, supplement). */
export const measurementHistograms: DtcMaker = {
  name: 'measurement-histograms',
  title: 'Histograms of the measurements',
  topic: entropyTopic,
  about: {
    shows:
      'Where the random measurements of one cycle lie: above those of the incoming weights (y₁), below those of the outgoing (y₂). The Gibbs entropies are computed from these bars.',
    read: 'Many low bars beside each other make a high entropy, a few high ones a low entropy. With as few measurements as there are, most bars hold one. The slider above chooses the cycle.',
    source: `${inPaper('The supplement')} ${publishedData}`,
  },
  make,
};

interface Histogram {
  readonly source: Source;
  readonly label: string;
  readonly method: Method;
  readonly side: Side;
  /** Occupied bins, in order. */
  readonly bins: readonly { readonly index: number; readonly from: number; readonly to: number; readonly count: number }[];
  readonly inRange: number;
  readonly dropped: number;
}

const sides = ['previous', 'next'] as const;
const symbols: Readonly<Record<Side, string>> = { previous: 'y₁', next: 'y₂' };

function make(input: DtcInput): Figure {
  const { options, published } = input;
  const chosen = chooseRun(input);
  const { run, publishedIndex, cycle } = chosen;
  const index = publishedIndex !== null && showsPublishedMeasurements(input) ? publishedIndex : null;
  const histograms = sides.flatMap((side) => [
    ...(published && index !== null
      ? [histogramOf(published.measurements[side][index], publishedBinning, { source: 'published', label: 'DTC', method: 'dtc', side })]
      : []),
    ...(run ? [histogramOf(run.step.measurements[side], binningOf(run.trajectory.job), { ...run.group, side })] : []),
  ]);
  const drawn = histograms.filter((one) => one !== null);
  const tooFine = histograms.some((one) => one === null);
  const data = drawn.filter(({ bins }) => bins.length > 0).map((one) => outline(one, cycle, options.theme));
  const y = { tickformat: '.0%', rangemode: 'tozero', nticks: 5, uirevision: cycle } as const;
  const base = baseAxis(options.theme);
  return {
    ...(data.length === 0
      ? worded('')
      : worded(
          chosenText(chosen),
          ...drawn.filter(({ source }) => source !== 'published').map(droppedText),
          index === null ? '' : publishedNote('dashed'),
        )),
    data,
    layout: figureLayout({
      theme: options.theme,
      x: { anchor: 'y', uirevision: cycle },
      y: { ...y, domain: [0.57, 1], title: axisTitle('share of y₁') },
      extra: {
        xaxis2: { ...base, anchor: 'y2', title: axisTitle('measurement (units of the weights)'), uirevision: cycle },
        yaxis2: { ...base, ...y, domain: [0, 0.43], title: axisTitle('share of y₂') },
      },
    }),
    table: {
      columns: ['source', 'series', 'cycle', 'measurements', 'from', 'to', 'count', 'share in range'],
      rows: drawn.flatMap(({ source, label, side, bins, inRange }) =>
        bins.map(({ from, to, count }) => [sourceCell(source), label, cycle, symbols[side], from, to, count, count / inRange]),
      ),
    },
    empty: emptyReason(input, data.length > 0, tooFine),
  };
}

function emptyReason(input: DtcInput, drawn: boolean, tooFine: boolean): string | null {
  if (drawn) return null;
  if (tooFine) return 'There are more than 100,000 bins: make the bins wider, or their range smaller, to see histograms.';
  return chosenEmpty(input, 'the measurements of that cycle');
}

type Head = Pick<Histogram, 'source' | 'label' | 'method' | 'side'>;

function histogramOf(values: readonly number[], binning: Binning, { source, label, method, side }: Head): Histogram | null {
  const bins = recordBins(binning, values);
  if (!bins) return null;
  const { counts, inRange, dropped } = histogram(values, bins);
  const occupied = Array.from(counts, (count, index) => ({ index, count }))
    .filter(({ count }) => count > 0)
    .map(({ index, count }) => ({ index, count, from: tidy(bins.edges[index]), to: tidy(bins.edges[index + 1]) }));
  return { source, label, method, side, bins: occupied, inRange, dropped };
}

/** Edges are sums of rounded widths: 7e-13 is meant to be 0. */
const tidy = (edge: number): number => Number(edge.toFixed(9));

const droppedText = ({ side, inRange, dropped }: Histogram): string =>
  dropped === 0 ? `all ${inRange} of ${symbols[side]} in range` : `${dropped} of ${inRange + dropped} of ${symbols[side]} out of range`;

/** The outline of the occupied bins, neighbours joined. */
function outline({ source, label, method, side, bins, inRange }: Histogram, cycle: number, theme: DtcInput['options']['theme']): Trace {
  const { color, dash, opacity } = seriesStyle(method, source, theme);
  const x: (number | null)[] = [];
  const y: (number | null)[] = [];
  const text: string[] = [];
  const put = (at: number | null, height: number | null, says: string): void => {
    x.push(at);
    y.push(height);
    text.push(says);
  };
  bins.forEach(({ index, from, to, count }, i) => {
    const says = `${from.toFixed(2)} to ${to.toFixed(2)}: ${count} of ${inRange}`;
    const share = count / inRange;
    const follows = bins[i - 1]?.index === index - 1;
    if (!follows) {
      if (i > 0) put(null, null, '');
      put(from, 0, says);
    }
    put(from, share, says);
    put(to, share, says);
    if (bins[i + 1]?.index !== index + 1) put(to, 0, says);
  });
  const group = traceGroup(source, label, symbols[side]);
  return {
    type: 'scatter',
    uid: group,
    legendgroup: group,
    name: sourceName(source, label),
    mode: 'lines',
    x,
    y,
    ...(side === 'next' ? { xaxis: 'x2', yaxis: 'y2' } : {}),
    line: { color, width: source === 'published' ? 1 : 1.5, dash: dash === 'solid' ? 'solid' : 'dot' },
    ...(source === 'published' ? {} : { fill: 'tozeroy', fillcolor: translucent(color, 0.25) }),
    opacity,
    text,
    customdata: x.map(() => cycle),
    hovertemplate: markup`<b>${sourceName(source, label)}</b>, ${symbols[side]}<br>%{text}<extra></extra>`,
  };
}
