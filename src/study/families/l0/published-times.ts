/** Card of the times of arXiv 2505.17469: table 4. */
import { median } from '../../../math/quantile.ts';
import { cardNumber, notYet, spreadOf, type Card, type ComparedNumber } from '../../card.ts';
import { DIGITS, DIGITS_QUICK, endedOf, EPOCHS, main, printedAlone, type Ended } from './published-runs.ts';
import type { L0Published, PublishedEpochTime, WithError } from './published.ts';

/** Printed columns of table 4, and the methods of a recorded run. */
const columns = [
  ['unregularised', 'vanilla', 'no penalty'],
  ['rl1', 'rl1', 'R-L1'],
  ['drr', 'drr', 'DRR'],
  ['pmmp', 'pmmp', 'PMMP'],
] as const;

/** Seconds of the epochs of a job that only train and measure; the first also prepares. */
const epochSeconds = ({ record }: Ended): number[] =>
  record.steps.filter(({ phase, epoch }) => phase === 'regularised' && epoch > 1).map(({ seconds }) => seconds);

/** a/b with the errors of both. */
function ratioOf(a: WithError, b: WithError): WithError {
  const value = a.value / b.value;
  const [one, other] = [a.error / a.value, b.error / b.value];
  return { value, error: value * Math.sqrt(one * one + other * other) };
}

/** Times under load say nothing: beside other work the fastest epochs of R-L1 came out shorter than those without a penalty, by 18 %. */
const missing =
  'Not recorded yet: times want a computer that does nothing else, and the other recorded runs were made beside other work. On a quiet one, run the preset with the methods Unpruned, R-L1, DRR and PMMP and a few epochs.';

export const epochTable: Card<L0Published> = {
  id: 'l0-table-4',
  place: 'Table 4',
  title: 'What a penalty costs in time',
  claim:
    'An epoch with R-L1 or DRR takes about as long as one without a penalty; PMMP, which learns three numbers for each weight, takes up to twice as long.',
  recorded: [EPOCHS],
  preset: DIGITS,
  quick: DIGITS_QUICK,
  figures: [],
  control: 'The same training without a penalty: what is compared is the ratio, since the machines differ.',
  instead: 'LeNet-300-100 in WebAssembly on one core; the paper had a graphics card for data centres, and larger networks as well.',
  assess(recorded, published) {
    const ended = endedOf(recorded, EPOCHS);
    const row = published.secondsPerEpoch.find(({ data, model }) => data === 'mnist' && model === 'lenet-300-100')!;
    const secondsOf = (method: string): number[] => ended.filter(({ job }) => job.compression.method === method).flatMap(epochSeconds);
    const plain = secondsOf('vanilla');
    if (plain.length === 0) return notYet(missing, printedTimes(published, row));
    const ratios = columns.slice(1).flatMap(([column, method, title]) => {
      const seconds = secondsOf(method);
      if (seconds.length === 0) return [];
      const printed = ratioOf(row[column], row.unregularised);
      return [{ title, printed, ours: spreadOf(seconds.map((one) => one / median(plain)))! }];
    });
    const agreeing = ratios.filter(({ printed, ours }) => Math.abs(ours.median - printed.value) <= 2 * printed.error).length;
    const numbers = ratios.map(({ title, printed, ours }): ComparedNumber => ({
      name: `${title} over no penalty, LeNet-300-100`,
      digits: 2,
      unit: 'times',
      published: printed.value,
      error: printed.error,
      isRecomputed: true,
      ours,
      ...main,
    }));
    const absolute = columns.map(([column, method, title]): ComparedNumber => ({
      name: `An epoch of LeNet-300-100, ${title}`,
      digits: 2,
      unit: 's',
      published: row[column].value,
      error: row[column].error,
      ours: spreadOf(secondsOf(method)),
    }));
    const said = ratios.map(
      ({ title, printed, ours }) =>
        `${title} ${cardNumber(ours.median, 2)} here, ${cardNumber(printed.value, 2)} ± ${cardNumber(printed.error, 2)} printed`,
    );
    return {
      verdict: {
        kind: agreeing === ratios.length ? 'within-spread' : 'not-reproduced',
        text: `Times as long as without a penalty: ${said.join('; ')}. ${agreeing} of ${ratios.length} lie within twice the printed error. The seconds themselves cannot agree: another machine.`,
      },
      numbers: [...numbers, ...absolute, ...printedTimes(published, row).slice(columns.length)],
    };
  },
};

/** All that are printed, one network first, which is shown. */
const printedTimes = ({ secondsPerEpoch }: L0Published, first: PublishedEpochTime): ComparedNumber[] =>
  [first, ...secondsPerEpoch.filter((row) => row !== first)].flatMap((row) =>
    columns.map(([column, , title]) =>
      printedAlone(`An epoch of ${row.experiment}, ${title}`, row[column].value, {
        error: row[column].error,
        unit: 's',
        ...(row === first ? main : {}),
      }),
    ),
  );
