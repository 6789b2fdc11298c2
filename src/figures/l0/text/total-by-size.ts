/** Total length against the size of the network (arXiv 2505.17469, Fig. 7). */
import { codedPredictions } from '../../../study/families/l0/length.ts';
import { packedText } from '../../../study/families/l0/published.ts';
import { axisTitle, figureLayout } from '../../layout.ts';
import { logAxis, spanOf, tickText, widened } from '../../log-axis.ts';
import { worded } from '../../notes.ts';
import { palettes } from '../../style.ts';
import { sourceCell, tableOf } from '../../table.ts';
import { textTopic } from '../../topics.ts';
import type { L0Input, L0Maker } from '../input.ts';
import { dataNote, inPaper } from '../notes.ts';
import { shownTask } from '../runs.ts';
import { placedTexts, textCurves } from './curves.ts';
import { countedWords, emptyTexts, middleOf, textCaption, textGroups, weightControls, type TextGroup } from './runs.ts';
import { isOfText } from './task.ts';

/** 450k, 1.2M. */
const BYTES = '~s';

/** A level of compressors or of dense nets across the figure. */
interface Level {
  readonly bytes: number;
  readonly label: string;
  readonly dash: 'dash' | 'dot';
  readonly color: string;
}

/** The files that people would send in place of the network, of those that were measured. */
const files = [
  { id: 'whole-xz', label: 'xz, whole' },
  { id: 'whole-ppmd', label: 'PPMd, whole' },
  { id: 'whole-ppm', label: 'PPM, whole' },
];

export const totalBySize: L0Maker = {
  name: 'text-total-by-size',
  filledBy: 'job',
  title: 'Total length against network size',
  topic: textTopic,
  wide: true,
  about: {
    shows:
      'Bytes of network and text together against those of the network alone. A marker is a run; those of one method are joined in order of size.',
    read: 'The lowest point of a curve is the best trade: to its left the network is too small to know the text, to its right it costs more than it knows. Dashed lines are dense networks: a pruned one below all of them has gained by being pruned. The switch says how a weight is counted; losses are measured again with the rounded weights.',
    source: inPaper('Fig. 7; the grey lines and the switch are ours,'),
  },
  applies: isOfText,
  controls: () => weightControls,
  make(input) {
    const { options } = input;
    const groups = textGroups(input);
    const placed = placedTexts(groups, input, (_, { total }) => total);
    const sizes = spanOf(placed.map(({ model }) => model));
    const levels = sizes ? levelsOf(input, groups) : [];
    const totals = spanOf(placed.map(({ y }) => y));
    const shownLevels = levels.filter(({ bytes, dash }) => totals !== null && (dash === 'dot' || bytes < 1.1 * totals.high));
    const heights = spanOf([...placed.map(({ y }) => y), ...shownLevels.map(({ bytes }) => bytes)]);
    const margin = heights ? 0.06 * (heights.high - heights.low || heights.high) : 0;
    const revision = `${options.weightBits} ${options.weightLength}`;
    return {
      ...worded(
        textCaption(input),
        countedWords(options),
        'crosses and dashed lines: dense networks; grey, dotted: the whole text as one file',
        dataNote(input),
      ),
      data: textCurves(placed, input, ({ total }) => `${((8 * total) / textOf(input)).toFixed(3)} bits per byte in all`),
      layout: figureLayout({
        theme: options.theme,
        x: sizes
          ? logAxis('network size (bytes), log scale', widened(sizes, 0.06), { uirevision: revision })
          : { title: axisTitle('network size (bytes)') },
        y: {
          title: axisTitle('network and text (bytes)'),
          tickformat: BYTES,
          ...(heights ? { range: [heights.low - margin, heights.high + margin] } : {}),
          uirevision: revision,
        },
        extra: {
          shapes: shownLevels.map(({ bytes, dash, color }) => ({
            type: 'line',
            xref: 'paper',
            x0: 0,
            x1: 1,
            y0: bytes,
            y1: bytes,
            line: { color, width: 1.1, dash },
            layer: 'below',
          })),
          annotations: shownLevels.map(({ bytes, label, color, dash }) => ({
            xref: 'paper',
            // The line of one that is just above would go through it.
            ...(dash === 'dot' && shownLevels.some((other) => other.bytes > bytes && other.bytes < bytes + margin)
              ? { x: 0, xanchor: 'left' as const }
              : { x: 1, xanchor: 'right' as const }),
            y: bytes,
            yanchor: 'bottom',
            text: label,
            showarrow: false,
            font: { size: 10.5, color },
          })),
        },
      }),
      table: tableOf(['what', 'whose', 'seed', 'network (bytes)', 'text (bytes)', 'total (bytes)', 'bits per byte', 'non-zero'], () =>
        placed.map(({ run, group, model, data, total }) => [
          group.label,
          sourceCell(group.source),
          run.run.job.seed,
          model,
          data,
          total,
          (8 * total) / textOf(input),
          run.summary.nonzero,
        ]),
      ),
      empty: placed.length > 0 ? null : emptyTexts(input, 'total length against size'),
    };
  },
};

function textOf(input: L0Input): number {
  const task = shownTask(input);
  return task ? codedPredictions(task.job) : 1;
}

function levelsOf(input: L0Input, groups: readonly TextGroup[]): Level[] {
  const task = shownTask(input);
  const { muted, text } = palettes[input.options.theme];
  const packed = input.published && task ? packedText(input.published, task.job) : null;
  return [
    ...groups.flatMap((group): Level[] => {
      const middle = group.isDense && !group.isAlong ? middleOf(group, input.options) : null;
      return middle
        ? [{ bytes: middle.total, label: `dense, ${tickText(middle.run.summary.parameters)}`, dash: 'dash', color: muted }]
        : [];
    }),
    { bytes: textOf(input), label: 'the text as it is', dash: 'dash', color: text },
    ...files.flatMap(({ id, label }): Level[] => {
      const size = packed?.sizes[id];
      return size ? [{ bytes: size.bytes, label, dash: 'dot', color: muted }] : [];
    }),
  ];
}
