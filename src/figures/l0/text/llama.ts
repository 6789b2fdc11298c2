/** The worked example of arXiv 2505.17469, appendix E, with its two slips as switches. */
import { LLAMA, llamaExample, type LlamaExample, type LlamaVariant } from '../../../study/families/l0/text-lengths.ts';
import { percent } from '../../../math/number-text.ts';
import { worded } from '../../notes.ts';
import { palettes, translucent, type Theme } from '../../style.ts';
import { tableOf } from '../../table.ts';
import { onlineTopic } from '../../topics.ts';
import type { L0Maker } from '../input.ts';
import { inPaper } from '../notes.ts';
import { whole } from '../runs.ts';
import { barFigure, type Bar } from './bars.ts';
import { isOfText } from './task.ts';

/** As they are compared: what is printed, then one slip mended after the other. */
const columns: readonly { readonly title: string; readonly variant: LlamaVariant }[] = [
  { title: 'as printed', variant: { integral: 'printed', conversion: 'multiply' } },
  { title: 'units mended', variant: { integral: 'printed', conversion: 'divide' } },
  { title: 'both mended', variant: { integral: 'recomputed', conversion: 'divide' } },
];

export const llama: L0Maker = {
  name: 'llama-example',
  title: 'The paper’s example: LLaMA-65B',
  topic: onlineTopic,
  wide: true,
  about: {
    shows:
      'Two ways to send the 1.4 trillion tokens that LLaMA-65B was trained on: with the trained network before them, or with none, by training it along as the reader does.',
    read: 'The shorter bar wins. As printed, the network is worth its 131 GB; with both slips mended, it is not. Nats become bits by dividing by ln 2, where the paper multiplies, which makes all that is not network 2.1 times too short. The integral of its loss curve is 2,357·10⁹ nats, where 6,349·10⁹ are printed, which makes the online code 2.7 times too long.',
    source: inPaper('Appendix E, recomputed,'),
  },
  applies: isOfText,
  controls: () => [
    {
      kind: 'choice',
      option: 'conversion',
      label: 'Nats to bits',
      choices: [
        { value: 'divide', title: 'by ln 2' },
        { value: 'multiply', title: 'as printed' },
      ],
    },
    {
      kind: 'choice',
      option: 'integral',
      label: 'Integral',
      choices: [
        { value: 'recomputed', title: 'of the curve' },
        { value: 'printed', title: 'as printed' },
      ],
    },
  ],
  make({ options }) {
    const { theme, integral, conversion } = options;
    const example = llamaExample({ integral, conversion });
    const column = columns.find(({ variant }) => variant.integral === integral && variant.conversion === conversion);
    return {
      ...worded(
        `${column?.title ?? 'integral mended alone'}: ${verdict(example)}`,
        ...columns.map(({ title, variant }) => `${title}: ${verdict(llamaExample(variant))}`),
        `network first wins if the mean loss over the run is above ${llamaExample().breakEven.toFixed(3)} nats a token; it is ${llamaExample().meanLoss.toFixed(3)}`,
        `the first 10⁹ tokens, of which the curve says nothing, would add ${llamaExample().firstGigabytes.toFixed(1)} GB to the online code with each of ${whole(LLAMA.vocabulary)} tokens equally likely`,
      ),
      ...barFigure({ theme, axis: 'gigabytes', of: 'what is sent', bars: barsOf(example, theme) }),
      table: tableOf(
        [
          'reading',
          'integral (10⁹ nats)',
          'trained along (GB)',
          'text given the network (GB)',
          'network and text (GB)',
          'saved by network first',
        ],
        () =>
          columns.map(({ title, variant }) => {
            const { integral: giganats, onlineGigabytes, fixedDataGigabytes, fixedTotalGigabytes, fixedSaving } = llamaExample(variant);
            return [title, giganats, onlineGigabytes, fixedDataGigabytes, fixedTotalGigabytes, fixedSaving];
          }),
      ),
      empty: null,
    };
  },
};

function barsOf({ onlineGigabytes, meanLoss, fixedDataGigabytes, fixedTotalGigabytes }: LlamaExample, theme: Theme): Bar[] {
  const { green, blue } = palettes[theme].hues;
  const along = `${whole(onlineGigabytes)} GB, ${meanLoss.toFixed(2)} nats a token on average`;
  const network = `${whole(LLAMA.modelGigabytes)} GB`;
  const given = `${whole(fixedDataGigabytes)} GB, ${LLAMA.finalLoss} nats a token`;
  return [
    {
      label: 'Trained along',
      end: `${whole(onlineGigabytes)} GB`,
      parts: [{ name: 'text, trained along', value: onlineGigabytes, color: green, says: along }],
    },
    {
      label: 'Network first',
      end: `${whole(fixedTotalGigabytes)} GB`,
      parts: [
        { name: 'network', value: LLAMA.modelGigabytes, color: blue, says: network },
        { name: 'text, given the network', value: fixedDataGigabytes, color: translucent(blue, 0.45), says: given },
      ],
    },
  ];
}

/** Who wins, by how much of the other. */
function verdict({ fixedSaving, onlineGigabytes, fixedTotalGigabytes }: LlamaExample): string {
  if (fixedSaving > 0) return `network first is ${percent(fixedSaving)} shorter`;
  return `training along is ${percent(1 - onlineGigabytes / fixedTotalGigabytes)} shorter, by ${whole(fixedTotalGigabytes - onlineGigabytes)} GB`;
}
