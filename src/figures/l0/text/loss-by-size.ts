/** Test loss on a text against the size of the network (arXiv 2505.17469, Figs. 1c and 6). */
import { BITS_PER_NAT } from '../../../study/families/l0/text-lengths.ts';
import { axisTitle, figureLayout } from '../../layout.ts';
import { logAxis, shareOf, spanOf, widened } from '../../log-axis.ts';
import { worded } from '../../notes.ts';
import { sourceCell, tableOf } from '../../table.ts';
import { textTopic } from '../../topics.ts';
import { isolineNames, isolines, isolineTrace } from '../isolines.ts';
import type { L0Maker } from '../input.ts';
import { dataNote, inPaper } from '../notes.ts';
import { shownTask } from '../runs.ts';
import { placedTexts, textCurves } from './curves.ts';
import { countedWords, emptyTexts, textCaption, textGroups, weightControls, type TextRun } from './runs.ts';
import { isOfText } from './task.ts';

export const lossBySize: L0Maker = {
  name: 'text-loss-by-size',
  filledBy: 'job',
  title: 'Test loss against network size',
  topic: textTopic,
  wide: true,
  about: {
    shows:
      'How many nats a byte of text that it has not seen costs a network, against its size. A marker is a run; those of one method are joined in order of size, crosses are dense networks.',
    read: 'Good runs are small and cheap: to the left and low. Dotted lines join places of equal description length, if the training text cost as much a byte as the test text. A pruned network on the curve through the crosses is worth no more than a dense one that was small from the beginning.',
    source: inPaper('Figs. 1c and 6'),
  },
  applies: isOfText,
  controls: () => weightControls,
  make(input) {
    const { options } = input;
    const task = shownTask(input);
    const lossOf = (run: TextRun): number =>
      run.text?.rounded.find(({ bits }) => String(bits) === options.weightBits)?.testLoss ?? run.summary.testLoss;
    const placed = placedTexts(textGroups(input), input, lossOf);
    const sizes = spanOf(placed.map(({ model }) => model));
    const heights = spanOf(placed.map(({ y }) => y));
    const inPlot = (x: number, y: number) => ({
      x: sizes ? shareOf(widened(sizes, 0.06), x) : 0,
      y: heights ? shareOf(widened(heights, 0.05), y) : 0,
    });
    const lines =
      task && sizes && heights
        ? isolines(
            task.job,
            placed.map(({ model, y, run }) => ({ ...run, summary: { ...run.summary, modelBytes: model, testLoss: y } })),
            widened(sizes, 0.06),
            widened(heights, 0.05),
            false,
          )
        : [];
    const revision = `${options.weightBits} ${options.weightLength}`;
    return {
      ...worded(
        textCaption(input),
        countedWords(options),
        lines.length > 0 ? 'dotted: equal description length, if all of the text that counts cost what the test text does' : '',
        dataNote(input),
      ),
      data: [
        ...lines.map((line, index) => isolineTrace(line, [index, lines.length], options.theme)),
        ...isolineNames(
          lines,
          inPlot,
          placed.map(({ model, y }) => ({ x: model, y })),
          options.theme,
        ),
        ...textCurves(placed, input, ({ y }) => `test loss ${y.toFixed(4)} nats, ${(y * BITS_PER_NAT).toFixed(3)} bits per byte`),
      ],
      layout: figureLayout({
        theme: options.theme,
        x: sizes
          ? logAxis('network size (bytes), log scale', widened(sizes, 0.06), { uirevision: revision })
          : { title: axisTitle('network size (bytes)') },
        y: heights
          ? logAxis('test loss (nats a byte), log scale', widened(heights, 0.05), { uirevision: revision })
          : { title: axisTitle('test loss (nats a byte)') },
      }),
      table: tableOf(['what', 'whose', 'seed', 'network (bytes)', 'test loss (nats)', 'test loss (bits)', 'non-zero'], () =>
        placed.map(({ run, group, model, y }) => [
          group.label,
          sourceCell(group.source),
          run.run.job.seed,
          model,
          y,
          y * BITS_PER_NAT,
          run.summary.nonzero,
        ]),
      ),
      empty: placed.length > 0 ? null : emptyTexts(input, 'test loss against size'),
    };
  },
};
