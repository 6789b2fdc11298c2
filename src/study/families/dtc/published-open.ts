/** Card of what arXiv 2505.23869 leaves open. */
import { pearson } from '../../../math/correlation.ts';
import { gibbsEntropy } from '../../../math/entropy.ts';
import { cardNumber, notYet, spreadOf, spreadText, type Card, type ComparedNumber, type Recorded } from '../../card.ts';
import { recordBins } from './binning.ts';
import { binningOf, layerOf } from './measured.ts';
import { laddersOf, LADDERS, missing, smoothedOf } from './published-ladders.ts';
import type { Published } from './published.ts';
import { dtcRunOf, type DtcRun } from './run.ts';
import type { DtcRecord } from './types.ts';

/** Name of the recorded run of a small network, over the weight λ of the LASSO and the steps between two prunes. */
const SWEEP = 'dtc-open-questions';

/** Widths of bins that the correlation is taken with; 0.2 is the paper’s. */
const BINS = [0.1, 0.2, 0.5, 1, 2];

/** r of G₂ and smoothed accuracy with the recorded measurements put into bins of a width. */
function correlated(own: DtcRun, bin: number): number | null {
  const binning = { ...binningOf(own.job), bin };
  const values = own.points.map((_, index) => {
    const next = layerOf(own, index, 0)?.measurements.next ?? [];
    const bins = recordBins(binning, next);
    return bins && gibbsEntropy(next, bins);
  });
  return pearson(values, smoothedOf(own)).r;
}

const known = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null);

const row = (name: string, values: readonly (number | null)[], published: number | null = null): ComparedNumber => ({
  name,
  digits: 3,
  published,
  ours: spreadOf(known(values)),
  isMain: true,
});

/** One setting of the sweep over its values, the other as it is by default. */
interface Swept {
  readonly words: string;
  readonly rows: readonly ComparedNumber[];
}

type Setting = 'lambda' | 'batchesPerCycle';

/** The middle one of three is that of the preset. */
function swept(runs: readonly DtcRun[], setting: Setting, other: Setting, nameOf: (value: number) => string): Swept | null {
  const valuesOf = (path: Setting): number[] => [...new Set(runs.map(({ job }) => job.compression[path]))].toSorted((a, b) => a - b);
  const values = valuesOf(setting);
  const others = valuesOf(other);
  const usual = others[Math.floor(others.length / 2)];
  if (values.length < 2) return null;
  const rows = values.map((value) =>
    row(
      `r on a small network, ${nameOf(value)}`,
      runs
        .filter(({ job }) => job.compression[setting] === value && job.compression[other] === usual)
        .map((own) => correlated(own, binningOf(own.job).bin)),
    ),
  );
  const told = rows.map(({ ours }) => (ours ? cardNumber(ours.median, 3) : '–'));
  return { words: rows.map((_, index) => `${told[index]} with ${nameOf(values[index])}`).join(', '), rows };
}

export const futureWork: Card<Published> = {
  id: 'dtc-future-work',
  place: 'Future work',
  title: 'What one run leaves open',
  claim:
    'The paper names what it leaves open: how far results scatter over initial weights, how often to compress, the weight λ of the LASSO, and the bins of the histogram.',
  recorded: [LADDERS, SWEEP],
  preset: 'dtc-as-published',
  quick: 'dtc-quick',
  instead: 'λ and the steps between two prunes were varied on a small network: 64 neurons and a tenth of the digits.',
  figures: [],
  control: 'Several seeds, and the same measurements in other bins.',
  assess(recorded: Recorded, published) {
    const ladders = laddersOf(recorded, published);
    if (!ladders) return notYet(missing);
    const ends = spreadOf(ladders.dtc.map(({ points }) => points[points.length - 1].testAccuracy))!;
    const usual = binningOf(ladders.dtc[0].job).bin;
    const byBin = BINS.map((bin) =>
      row(
        `r of G₂ and smoothed accuracy, bins of ${bin}`,
        ladders.dtc.map((own) => correlated(own, bin)),
        bin === usual ? published.correlation.dtc : null,
      ),
    );
    const medians = byBin.flatMap(({ ours }) => (ours ? [cardNumber(ours.median, 3)] : []));
    const small = (recorded(SWEEP) ?? []).map((record) => dtcRunOf(record as DtcRecord));
    const sweeps = [
      swept(small, 'lambda', 'batchesPerCycle', (value) => `λ = ${value}`),
      swept(small, 'batchesPerCycle', 'lambda', (value) => `${value} steps`),
    ].filter((sweep) => sweep !== null);
    const onSmall =
      sweeps.length > 0 ? ` On a small network r is ${sweeps.map(({ words }) => words).join('; ')} between two prunes (medians).` : '';
    return notYet(
      `Initial weights: the accuracy with 9 neurons is ${spreadText(ends, 4)} over ${ends.count} seeds. Bins of ${BINS[0]} to ${BINS[BINS.length - 1]}: the correlation r is ${medians.join(', ')} (medians).${onSmall} ` +
        'Missing are sweeps of λ and of the steps between two prunes on the paper’s network: type several values into LASSO penalty λ or into Batches per cycle, and the lab runs them.',
      [
        {
          name: 'Accuracy with 9 neurons, DTC',
          digits: 4,
          published: published.accuracy.dtc[published.accuracy.dtc.length - 1],
          ours: ends,
          isMain: true,
        },
        ...byBin,
        ...sweeps.flatMap(({ rows }) => rows),
      ],
    );
  },
};
