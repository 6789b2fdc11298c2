import { markup } from '../../math/foreign-text.ts';
import type { Data } from 'plotly.js';
import { percent } from '../../math/number-text.ts';
import { idleWords } from '../../study/families/l0/idle.ts';
import { axisTitle, figureLayout } from '../layout.ts';
import { notCarried, worded } from '../notes.ts';
import { networkTopic } from '../topics.ts';
import { lookInto, titleOf, type LookedInto } from './looked-into.ts';
import { dataNote, emptyRuns } from './notes.ts';
import { endedRuns, seriesGroup, seriesLook } from './points.ts';
import { runTitle, seriesOf, whole } from './runs.ts';
import type { L0Maker } from './input.ts';

/** Bars that have their numbers over them, layers whose names stand upright, and letters of a name. */
const MOST_NUMBERS = 24;
const MOST_UPRIGHT = 8;
const MOST_LETTERS = 18;

const shortened = (name: string): string => (name.length > MOST_LETTERS ? `${name.slice(0, MOST_LETTERS - 1)}…` : name);

/** What each layer has lost: bars for the run of shortest description of each series, in place of which the chosen run stands in its own. */
export const layerSparsity: L0Maker = {
  name: 'layer-sparsity',
  filledBy: 'job',
  title: 'Sparsity by layer',
  topic: networkTopic,
  about: {
    shows:
      'Which share of the numbers of each layer is zero, for one run of each method: that of shortest description, or the one that is chosen above.',
    read: 'A high bar is a layer of which little is left. The first layers often lose most, as pixels at the edge of an image say nothing.',
    source: 'Ours: the paper has no such figure.',
  },
  make(input) {
    const { options } = input;
    const chosen = lookInto(input, ({ run }) => run.summary !== null);
    const shown = seriesOf(input)
      .filter(({ source }) => source === (chosen?.series.source ?? 'own'))
      .flatMap((series): LookedInto[] => {
        const runs = endedRuns(series).toSorted((a, b) => a.summary.descriptionBytes - b.summary.descriptionBytes);
        const run = runs.find(({ id }) => id === chosen?.run.id) ?? runs[0];
        return run && run.summary.layers.length > 0 ? [{ run, series }] : [];
      });
    const most = Math.max(0, ...shown.map(({ run }) => run.run.summary?.layers.length ?? 0));
    const names = [...new Set(shown.flatMap(({ run }) => (run.run.summary?.layers ?? []).map(({ name }) => name)))];
    // Of more bars the numbers would run into each other; they are in the hover texts and the table.
    const isRoomy = shown.length * most <= MOST_NUMBERS;
    const bars = shown.map(({ run, series }): Partial<Data> => {
      const layers = run.run.summary?.layers ?? [];
      const style = seriesLook(series, options);
      return {
        type: 'bar',
        uid: seriesGroup(series, 'layers'),
        legendgroup: seriesGroup(series),
        name: runTitle(run, series.label),
        x: layers.map(({ name }) => name),
        y: layers.map(({ size, nonzero }) => 1 - nonzero / size),
        marker: { color: style.color },
        opacity: style.opacity,
        ...(isRoomy ? { text: layers.map(({ nonzero }) => whole(nonzero)), textposition: 'outside', textfont: { size: 10.5 } } : {}),
        cliponaxis: false,
        hovertext: layers.map(
          ({ name, size, nonzero }) =>
            markup`<b>${runTitle(run, series.label)}</b><br>${name}: ${whole(nonzero)} of ${whole(size)} left, ${percent(1 - nonzero / size)} zero`,
        ),
        hovertemplate: '%{hovertext}<extra></extra>',
      };
    });
    return {
      ...worded(
        shown.length === 1 ? titleOf(shown[0]) : shown.length > 1 ? 'of each method the run of shortest description' : dataNote(input),
        shown.length > 1 ? shown.map(titleOf).join(' · ') : '',
        isRoomy ? 'numbers: weights and biases left' : '',
        idleWords(shown.map(({ run }) => run.run.job)),
        dataNote(input),
      ),
      data: bars,
      layout: figureLayout({
        theme: options.theme,
        x: {
          title: axisTitle('layer'),
          type: 'category',
          tickvals: names,
          ticktext: names.map(shortened),
          ...(most > MOST_UPRIGHT ? { tickangle: -60, tickfont: { size: 10.5 } } : {}),
        },
        y: { title: axisTitle('sparsity (share of zeros)'), range: [0, 1.1], tickformat: '.0%', tickvals: [0, 0.2, 0.4, 0.6, 0.8, 1] },
        extra: { barmode: 'group', bargap: 0.25, bargroupgap: 0.06 },
      }),
      table: {
        columns: ['run', 'layer', 'numbers', 'non-zero', 'sparsity'],
        rows: shown.flatMap((one) =>
          (one.run.run.summary?.layers ?? []).map(({ name, size, nonzero }) => [titleOf(one), name, size, nonzero, 1 - nonzero / size]),
        ),
      },
      empty:
        shown.length > 0
          ? null
          : chosen?.run.run.isDigest
            ? notCarried('what each layer has lost')
            : emptyRuns(input, 'what each layer has lost'),
    };
  },
};
