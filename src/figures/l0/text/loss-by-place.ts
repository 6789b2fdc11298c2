/** What a byte costs by its place in a chunk: how much a network knows when it has seen nothing yet. */
import { BITS_PER_NAT } from '../../../study/families/l0/text-lengths.ts';
import { markup } from '../../../math/foreign-text.ts';
import { symbolsAtOnce } from '../../../study/job-data.ts';
import { markerOf, traceGroup, type Trace } from '../../draw.ts';
import { axisTitle, figureLayout } from '../../layout.ts';
import { worded } from '../../notes.ts';
import { mix, palettes } from '../../style.ts';
import { sourceCell, tableOf } from '../../table.ts';
import { textTopic } from '../../topics.ts';
import type { L0Input, L0Maker } from '../input.ts';
import { dataNote } from '../notes.ts';
import { emptyTexts, groupStyle, middleOf, textCaption, textGroups, type TextGroup, type TextRun } from './runs.ts';
import { isOfText } from './task.ts';

/** Lines that can be told apart. */
const MOST_LINES = 12;

export const lossByPlace: L0Maker = {
  name: 'text-loss-by-place',
  filledBy: 'job',
  title: 'Cost of a byte by its place in the chunk',
  topic: textTopic,
  about: {
    shows: 'How many bits per byte of the test text costs on average at each place of a chunk, for the run in the middle of each setting.',
    read: 'At the first place the network has seen nothing and guesses by how often bytes occur; each line falls until what came before helps no more. So short chunks handicap a network as well: with chunks of 64 bytes the first byte cost 4.45 bits in our reference run, the others 2.46.',
    source: 'Ours: the paper has no such figure.',
  },
  applies: isOfText,
  make(input) {
    const shown = shownRuns(input);
    const left = textGroups(input).length - shown.length;
    return {
      ...worded(textCaption(input), left > 0 ? `the ${MOST_LINES} shortest in total` : '', dataNote(input)),
      data: shown.map((one, index) => lineOf(one, index / Math.max(1, shown.length - 1), input)),
      layout: figureLayout({
        theme: input.options.theme,
        x: { title: axisTitle('place in the chunk'), rangemode: 'tozero' },
        y: { title: axisTitle('test loss (bits per byte)') },
      }),
      table: tableOf(['what', 'whose', 'seed', 'from place', 'to place', 'bits per byte'], () =>
        shown.flatMap(({ group, run }) =>
          placesOf(run).map(({ from, to, bits }) => [group.label, sourceCell(group.source), run.run.job.seed, from, to, bits]),
        ),
      ),
      empty: shown.length > 0 ? null : emptyTexts(input, 'the cost of a byte by its place'),
    };
  },
};

interface ShownRun {
  readonly group: TextGroup;
  readonly run: TextRun;
}

function shownRuns(input: L0Input): ShownRun[] {
  const all = textGroups(input).flatMap((group) => {
    const middle = middleOf(group, input.options);
    return middle && placesOf(middle.run).length > 0 ? [{ group, run: middle.run, total: middle.total }] : [];
  });
  if (all.length <= MOST_LINES) return all;
  const kept = new Set(all.toSorted((a, b) => a.total - b.total).slice(0, MOST_LINES));
  return all.filter((one) => kept.has(one));
}

/** Places of a chunk, the first of which is 1, of each bin of equally many. */
function placesOf({ run, text }: TextRun): { readonly from: number; readonly to: number; readonly bits: number }[] {
  const byPlace = text?.byPlace ?? [];
  const length = symbolsAtOnce(run.job) ?? byPlace.length;
  const width = Math.ceil(length / byPlace.length);
  return byPlace.map((nats, bin) => ({ from: bin * width + 1, to: Math.min(length, (bin + 1) * width), bits: nats * BITS_PER_NAT }));
}

function lineOf({ group, run }: ShownRun, share: number, input: L0Input): Trace {
  const style = groupStyle(group, input);
  const color = mix(style.color, palettes[input.options.theme].text, 0.6 * share);
  const places = placesOf(run);
  const isOne = places.every(({ from, to }) => from === to);
  return {
    type: 'scatter',
    uid: `${group.key}/places`,
    legendgroup: traceGroup(group.source, group.method, group.label),
    name: group.label,
    mode: 'lines+markers',
    x: places.map(({ from, to }) => (from + to) / 2),
    y: places.map(({ bits }) => bits),
    line: { color, width: 1.5, dash: style.dash },
    marker: { ...markerOf(style, 4), color },
    text: places.map(({ from, to }) => (isOne ? `place ${from}` : `places ${from} to ${to}`)),
    hovertemplate: markup`<b>${group.label}</b><br>%{text}: %{y:.3f} bits per byte<extra></extra>`,
  };
}
