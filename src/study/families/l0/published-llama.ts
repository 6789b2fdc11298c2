/** Cards of LLaMA-65B in arXiv 2505.17469: figure 9 and appendix E. They are computed from what is printed; no run could tell. */
import { percent } from '../../../math/number-text.ts';
import { cardNumber, spreadOf, type Card, type ComparedNumber } from '../../card.ts';
import type { L0Published } from './published.ts';
import { main, TEXT_ALONG } from './published-runs.ts';
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

export const appendixE: Card<L0Published> = {
  ...run,
  id: 'l0-appendix-e',
  place: 'Appendix E',
  title: 'Is LLaMA-65B worth its bytes?',
  claim:
    'Sending the trained network and then the text takes 42 % less than sending the text by a network that is trained along: so a large network can be a short description.',
  figures: ['llama-example'],
  control: 'The same arithmetic with one slip mended after the other.',
  assess() {
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
          `With both mended the network first takes ${cardNumber(ours.fixedTotalGigabytes, 0)} GB and training along ${cardNumber(ours.onlineGigabytes, 0)} GB: training along is ${percent(1 - ours.onlineGigabytes / ours.fixedTotalGigabytes)} shorter. With the units alone mended the claim would hold (${cardNumber(units.fixedTotalGigabytes, 0)} against ${cardNumber(units.onlineGigabytes, 0)} GB).`,
      },
      numbers: [
        row('Integral of the loss', 0, '10⁹ nats', ({ integral }) => integral),
        row('Training along', 0, 'GB', ({ onlineGigabytes }) => onlineGigabytes),
        row('Text, given the network', 0, 'GB', ({ fixedDataGigabytes }) => fixedDataGigabytes),
        row('Network and text', 0, 'GB', ({ fixedTotalGigabytes }) => fixedTotalGigabytes),
      ],
    };
  },
};
