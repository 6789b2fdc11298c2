import { markup } from '../../math/foreign-text.ts';
import { pow } from '../../math/elementary.ts';
import type { Trace } from '../draw.ts';
import { axisTitle, figureLayout } from '../layout.ts';
import { worded } from '../notes.ts';
import { networkTopic } from '../topics.ts';
import { palettes, translucent } from '../style.ts';
import { logAxis, spanOf } from '../log-axis.ts';
import { upright, uprightLabel } from './frontier.ts';
import { emptyRun, lookInto, titleOf } from './looked-into.ts';
import { dataNote } from './notes.ts';
import { seriesLook } from './points.ts';
import { short, whole, type NamedRun } from './runs.ts';
import type { L0Step, L0Summary } from '../../study/families/l0/types.ts';
import type { L0Maker } from './input.ts';

type Histogram = NonNullable<L0Summary['weights']>;

/** Magnitudes of a run's weights before its pruning and in the end, with the threshold between them. */
export const weightHistogram: L0Maker = {
  name: 'weight-histogram',
  filledBy: 'job',
  title: 'Weights before and after pruning',
  topic: networkTopic,
  about: {
    shows: 'How many weights of one run there are of each magnitude, before its last pruning (grey) and in the end (coloured).',
    read: 'Weights left of the dashed threshold were set to zero. Two hills with a valley between them mean that training had sorted the weights already, so that the threshold cuts little that matters.',
    source: 'Ours: the paper has no such figure.',
  },
  make(input) {
    const { options } = input;
    const into = lookInto(input, (run) => pruningOf(run) !== null);
    const step = into && pruningOf(into.run);
    const before = step?.weights?.before ?? null;
    const after = into?.run.run.summary?.weights ?? step?.weights?.after ?? null;
    const { muted } = palettes[options.theme];
    const color = into ? seriesLook(into.series, options).color : muted;
    const parts = [
      ...(before ? [{ name: 'before pruning', histogram: before, color: muted, fill: 0.18 }] : []),
      ...(after
        ? [{ name: into?.run.run.summary?.weights ? 'in the end' : 'right after pruning', histogram: after, color, fill: 0.35 }]
        : []),
    ];
    const places = spanOf(parts.flatMap(({ histogram }) => occupied(histogram).flatMap(({ from, to }) => [from, to])));
    const most = Math.max(1, ...parts.flatMap(({ histogram }) => histogram.counts));
    const threshold = step?.threshold ? step.threshold : null;
    return {
      ...worded(
        into ? titleOf(into) : dataNote(input),
        ...parts.map(
          ({ name, histogram }) =>
            `${name} ${whole(histogram.zeros)} zeros${histogram.below > 0 ? ` and ${whole(histogram.below)} below 10⁻⁸` : ''}`,
        ),
        'grey: before, coloured: after; biases among them',
        threshold === null ? '' : `dashed: threshold ${short(threshold)}`,
        dataNote(input),
      ),
      data: parts.map((part) => outline(part)),
      layout: figureLayout({
        theme: options.theme,
        x: places ? logAxis('magnitude |w|, log scale', places) : { title: axisTitle('magnitude |w|') },
        y: { ...logAxis('numbers per ⅒ decade, log scale', { low: 0.7, high: 2 * most }), uirevision: into?.run.id ?? 'none' },
        extra:
          threshold === null || !places
            ? {}
            : { shapes: [upright(threshold, muted)], annotations: [uprightLabel(threshold, 'threshold', muted, places)] },
      }),
      table: {
        columns: ['weights', 'from', 'to', 'numbers'],
        rows: parts.flatMap(({ name, histogram }) => [
          [name, 0, 0, histogram.zeros],
          ...occupied(histogram).map(({ from, to, count }) => [name, from, to, count]),
        ]),
      },
      empty: step
        ? null
        : emptyRun(input, 'its weights before and after pruning', 'it was not pruned, or by a version that recorded no weights'),
    };
  },
};

const pruningOf = ({ run }: NamedRun): L0Step | null =>
  run.steps.findLast(({ phase, weights }) => phase === 'pruning' && weights !== undefined) ?? null;

/** Bins that hold anything, with their edges as magnitudes. */
function occupied({
  from,
  width,
  counts,
}: Histogram): { readonly bin: number; readonly from: number; readonly to: number; readonly count: number }[] {
  const edge = (bin: number): number => pow(10, Number((from + bin * width).toFixed(9)));
  return counts.flatMap((count, bin) => (count > 0 ? [{ bin, from: edge(bin), to: edge(bin + 1), count }] : []));
}

interface Part {
  readonly name: string;
  readonly histogram: Histogram;
  readonly color: string;
  readonly fill: number;
}

/** Where bars begin on a logarithmic axis: below a single number. */
const FLOOR = 0.5;

/** The outline of the occupied bins, neighbours joined. */
function outline({ name, histogram, color, fill }: Part): Trace {
  const [x, y]: [(number | null)[], (number | null)[]] = [[], []];
  const text: string[] = [];
  const put = (at: number | null, height: number | null, says: string): void => {
    x.push(at);
    y.push(height);
    text.push(says);
  };
  const bins = occupied(histogram);
  bins.forEach(({ bin, from, to, count }, index) => {
    const says = `${whole(count)} of magnitude ${short(from)} to ${short(to)}`;
    if (bins[index - 1]?.bin !== bin - 1) {
      if (index > 0) put(null, null, '');
      put(from, FLOOR, says);
    }
    put(from, count, says);
    put(to, count, says);
    if (bins[index + 1]?.bin !== bin + 1) put(to, FLOOR, says);
  });
  return {
    type: 'scatter',
    uid: `weights/${name}`,
    legendgroup: `weights/${name}`,
    name,
    mode: 'lines',
    x,
    y,
    line: { color, width: 1.5 },
    fill: 'toself',
    fillcolor: translucent(color, fill),
    text,
    hoveron: 'points',
    hovertemplate: markup`<b>${name}</b><br>%{text}<extra></extra>`,
  };
}
