import { markup } from '../../math/foreign-text.ts';
import { reconstructs } from '../../study/families/dtc/methods.ts';
import { applyDct } from '../../math/dct.ts';
import { chosenEmpty, chosenText, chooseRun } from './chosen.ts';
import { markerOf, sourceName, traceGroup, type Trace } from '../draw.ts';
import type { Figure } from '../figure.ts';
import { axisTitle, figureLayout } from '../layout.ts';
import { worded } from '../notes.ts';
import { raysTopic } from '../topics.ts';
import { palettes, seriesStyle, type Source } from '../style.ts';
import { sourceCell } from '../table.ts';
import { emptyRays } from './weight-rays.ts';
import type { DtcInput, DtcMaker } from './input.ts';
import { publishedData, publishedNote } from './notes.ts';

/** The ray of one cycle, entry by entry: cosine coefficients, or carried back to neurons where the run scores neurons. */
export const ray: DtcMaker = {
  name: 'ray',
  title: 'The ray of one cycle',
  topic: raysTopic,
  about: {
    shows: 'The ray of one cycle, entry by entry. DTC prunes by the size of these entries: entry k decides over neuron k.',
    read: 'Most entries are exactly 0, as LASSO leaves at most as many as there are measurements. Which of the zeros go is drawn by lot. Entries are cosine coefficients, unless the setting “Ray domain” carries them back to neurons. The slider above chooses the cycle.',
    source: `Ours, of the ray that the method of arXiv 2505.23869 (Süzen 2025) prunes by. ${publishedData}`,
  },
  make,
};

/** Entries below this share of the largest one are the published solver's noise: it leaves 5e-8 to 1e-3 where the solution is 0. */
const PUBLISHED_NOISE = 1e-3;

interface Stems {
  readonly source: Source;
  readonly label: string;
  readonly variant: number;
  readonly length: number;
  readonly entries: readonly { readonly index: number; readonly value: number }[];
}

function make(input: DtcInput): Figure {
  const { options, published } = input;
  const chosen = chooseRun(input, (step) => step.ray !== null);
  const { run, publishedIndex, cycle } = chosen;
  const domain = run?.trajectory.job.compression.rayDomain ?? 'coefficient';
  const stems: Stems[] = [];
  if (published && publishedIndex !== null) {
    const values = inDomain(published.rays[publishedIndex], domain);
    stems.push({ source: 'published', label: 'DTC', variant: 0, length: values.length, entries: entriesAbove(values, PUBLISHED_NOISE) });
  }
  if (run?.step.ray) {
    const values = inDomain(run.step.ray, domain);
    const { source, label, variant } = run.group;
    stems.push({ source, label, variant, length: values.length, entries: entriesAbove(values, 0) });
  }
  const data = stems.flatMap((one) => drawStems(one, cycle, domain, options.theme));
  const { muted } = palettes[options.theme];
  const length = Math.max(1, ...stems.map((one) => one.length));
  return {
    ...worded(
      data.length > 0 ? chosenText(chosen) : '',
      run?.step.ray ? `${stems.at(-1)?.entries.length} of ${run.step.ray.length} entries are not zero` : '',
      domain === 'neuron' ? 'carried back to neurons' : 'entry k is cosine coefficient k, which scores neuron k',
      publishedIndex === null ? '' : `${publishedNote('hollow and dashed')}, without its solver’s noise`,
    ),
    data,
    layout: figureLayout({
      theme: options.theme,
      x: {
        title: axisTitle(domain === 'neuron' ? 'neuron' : 'coefficient'),
        range: [-0.02 * length - 0.5, 1.02 * length - 0.5],
        uirevision: `${cycle} ${length}`,
      },
      y: { title: axisTitle('ray r (units of the weights)'), zeroline: true, zerolinecolor: muted, uirevision: cycle },
    }),
    table: {
      columns: ['source', 'series', 'cycle', domain, 'ray'],
      rows: stems.flatMap(({ source, label, entries }) =>
        entries.map(({ index, value }) => [sourceCell(source), label, cycle, index, value]),
      ),
    },
    empty: emptyReason(input, data.length > 0),
  };
}

function emptyReason(input: DtcInput, drawn: boolean): string | null {
  if (drawn) return null;
  const dtcPruned = input.own.some(({ job, points }) => reconstructs(job.compression.method) && points.length > 0);
  return dtcPruned ? chosenEmpty(input, 'the ray of that cycle') : emptyRays(input);
}

const carriedBack = new WeakMap<readonly number[], readonly number[]>();

/** The ray itself, or Ψ·ray, kept since it takes m² steps. */
function inDomain(values: readonly number[], domain: 'coefficient' | 'neuron'): readonly number[] {
  if (domain === 'coefficient' || values.length < 2) return values;
  let neurons = carriedBack.get(values);
  if (!neurons) {
    neurons = Array.from(applyDct(values));
    carriedBack.set(values, neurons);
  }
  return neurons;
}

function entriesAbove(values: readonly number[], share: number): Stems['entries'] {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return values.map((value, index) => ({ index, value })).filter(({ value }) => Math.abs(value) > share * largest);
}

function drawStems(
  { source, label, variant, entries }: Stems,
  cycle: number,
  domain: string,
  theme: DtcInput['options']['theme'],
): Trace[] {
  if (entries.length === 0) return [];
  const style = seriesStyle('dtc', source, theme, variant);
  const group = traceGroup(source, label);
  const name = sourceName(source, label);
  return [
    {
      type: 'scatter',
      uid: `${group}stems`,
      legendgroup: group,
      name,
      mode: 'lines',
      x: entries.flatMap(({ index }) => [index, index, null]),
      y: entries.flatMap(({ value }) => [0, value, null]),
      line: { color: style.color, width: 1, dash: style.dash },
      opacity: style.opacity,
      hoverinfo: 'skip',
    },
    {
      type: 'scatter',
      uid: `${group}entries`,
      legendgroup: group,
      name,
      mode: 'markers',
      x: entries.map(({ index }) => index),
      y: entries.map(({ value }) => value),
      marker: markerOf(style, style.markerSize - 1.5),
      opacity: style.opacity,
      customdata: entries.map(() => cycle),
      hovertemplate: markup`<b>${name}</b>, ${domain} %{x}<br>ray %{y:.4f}<extra></extra>`,
    },
  ];
}
