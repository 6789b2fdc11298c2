/** Cards of LLaMA-65B in arXiv 2505.17469: figure 9 and appendix E. They are computed from what is printed; no run could tell. */
import { bytesShort, percent } from '../../../math/number-text.ts';
import { cardNumber, spreadOf, type Card, type ComparedNumber, type Recorded } from '../../card.ts';
import type { L0Published } from './published.ts';
import { l0MethodOf } from './methods.ts';
import { endedOf, main, TEXT, TEXT_ALONG, totalOf } from './published-runs.ts';
import { LLAMA, llamaExample, llamaLoss } from './text-lengths.ts';

const run = {
  recorded: [],
  preset: TEXT_ALONG,
  quick: 'text-quick',
  instead: 'Moby-Dick, learned along by a transformer of width 64: what is paid for a text that no network was trained on before.',
} as const;

export const lossOfLlama: Card<L0Published> = {
  ...run,
  id: 'l0-figure-9',
  place: 'Figure 9',
  title: 'How the loss of LLaMA-65B fell',
  claim: 'While it read 1.4 trillion tokens its loss fell along a power law, which the paper fits to the published curve.',
  figures: [],
  control: null,
  assess() {
    const end = llamaLoss(LLAMA.gigatokens);
    return {
      verdict: {
        kind: 'cannot-run-here',
        text: `No browser trains 65 billion numbers. Of the fit this much can be checked: at its end it gives ${cardNumber(end, 3)} nats a token, where the paper has ${LLAMA.finalLoss}. Of the first billion tokens it says nothing.`,
      },
      numbers: [
        {
          name: 'Loss at the end, of the fit',
          digits: 3,
          unit: 'nats a token',
          published: LLAMA.finalLoss,
          ours: spreadOf([end]),
          isRecomputed: true,
          ...main,
        },
      ],
    };
  },
};

/** What the text of the recorded runs took, learned along in each way: the shortest first. */
const learnedAlong = (recorded: Recorded): { readonly way: string; readonly bytes: number }[] =>
  endedOf(recorded, TEXT_ALONG)
    .flatMap(({ job, summary }) => {
      const bytes = summary.text?.online?.bytes;
      return bytes === undefined ? [] : [{ way: l0MethodOf(job).variant?.(job) ?? '', bytes }];
    })
    .toSorted((a, b) => a.bytes - b.bytes);

/** Bytes of network and text, of the shortest with 8 bits a weight; null where that was not measured. */
function leastAtFewBits(ended: ReturnType<typeof endedOf>): number | null {
  const totals = ended.flatMap(({ summary }) =>
    (summary.text?.rounded ?? []).flatMap(({ bits, valuesBytes, dataBytes }) => (bits === 8 ? [valuesBytes + dataBytes] : [])),
  );
  return totals.length === 0 ? null : Math.min(...totals);
}

/** The same question on a text that a browser can learn; empty where nothing was recorded. */
function onOurText(recorded: Recorded): { readonly text: string; readonly numbers: readonly ComparedNumber[] } {
  const along = learnedAlong(recorded);
  const first = endedOf(recorded, TEXT).toSorted((a, b) => totalOf(a) - totalOf(b))[0];
  if (along.length === 0 || !first) return { text: '', numbers: [] };
  const [best] = along;
  const kilobytes = (name: string, bytes: number): ComparedNumber => ({
    name,
    digits: 0,
    unit: 'kB',
    published: null,
    ours: spreadOf([bytes / 1000]),
  });
  const packed = leastAtFewBits(endedOf(recorded, TEXT));
  const few = packed === null ? '' : ` and ${bytesShort(packed)} at 8`;
  const isShorter = best.bytes < Math.min(totalOf(first), packed ?? Number.POSITIVE_INFINITY);
  const outcome = isShorter
    ? 'learning along is shorter than any network first'
    : best.bytes < totalOf(first)
      ? 'it depends on the bits of a weight'
      : 'a network first is shorter than learning along';
  return {
    text: ` On Moby-Dick, which a browser can learn, ${outcome}: ${bytesShort(best.bytes)} along (${best.way}); with the shortest of all recorded networks first ${bytesShort(totalOf(first))} at 32 bits a weight${few}.`,
    numbers: [
      ...along.map(({ way, bytes }) => kilobytes(`Moby-Dick learned along, ${way}`, bytes)),
      kilobytes('Moby-Dick, the shortest network first, 32 bits a weight', totalOf(first)),
      ...(packed === null ? [] : [kilobytes('Moby-Dick, the shortest network first, 8 bits a weight', packed)]),
    ],
  };
}

export const appendixE: Card<L0Published> = {
  ...run,
  recorded: [TEXT_ALONG, TEXT],
  id: 'l0-appendix-e',
  place: 'Appendix E',
  title: 'Is LLaMA-65B worth its bytes?',
  claim:
    'Sending the trained network and then the text takes 42 % less than sending the text by a network that is trained along: so a large network can be a short description.',
  figures: ['llama-example'],
  control: 'The same arithmetic with one slip mended after the other.',
  assess(recorded) {
    const own = onOurText(recorded);
    const printed = llamaExample({ integral: 'printed', conversion: 'multiply' });
    const units = llamaExample({ integral: 'printed', conversion: 'divide' });
    const ours = llamaExample();
    const row = (name: string, digits: number, unit: string, read: (example: typeof ours) => number): ComparedNumber => ({
      name,
      digits,
      unit,
      published: read(printed),
      ours: spreadOf([read(ours)]),
      ...main,
    });
    return {
      verdict: {
        kind: ours.fixedSaving > 0 ? 'reproduced' : 'not-reproduced',
        text:
          `The arithmetic has two slips. The integral of the loss curve is ${cardNumber(ours.integral, 0)}·10⁹ nats where ${cardNumber(printed.integral, 0)}·10⁹ are printed, and nats were multiplied by ln 2 where one divides. ` +
          `With both mended the network first takes ${cardNumber(ours.fixedTotalGigabytes, 0)} GB and training along ${cardNumber(ours.onlineGigabytes, 0)} GB: training along is ${percent(1 - ours.onlineGigabytes / ours.fixedTotalGigabytes)} shorter. With the units alone mended the claim would hold (${cardNumber(units.fixedTotalGigabytes, 0)} against ${cardNumber(units.onlineGigabytes, 0)} GB).${own.text}`,
      },
      numbers: [
        row('Integral of the loss', 0, '10⁹ nats', ({ integral }) => integral),
        row('Training along', 0, 'GB', ({ onlineGigabytes }) => onlineGigabytes),
        row('Text, given the network', 0, 'GB', ({ fixedDataGigabytes }) => fixedDataGigabytes),
        row('Network and text', 0, 'GB', ({ fixedTotalGigabytes }) => fixedTotalGigabytes),
        ...own.numbers,
      ],
    };
  },
};
