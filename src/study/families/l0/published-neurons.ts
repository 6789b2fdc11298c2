/** Card of a control that neither paper has: neurons chosen by tomography, as the first paper does, beside eight other choices. */
import { cardNumber, notYet, spreadOf, type Card, type ComparedNumber } from '../../card.ts';
import { differencesBetween, isTold, RATES, ratesOf, type RateDifference, type RateRow } from './at-rates.ts';
import { l0MethodOf } from './methods.ts';
import { endedOf, main } from './published-runs.ts';
import type { L0Published } from './published.ts';

/** Name of the recorded run and of its preset. */
const BASELINES = 'dtc-against-baselines';
/** What the others are held against, and what says whether choosing is worth anything. */
const TOMOGRAPHY = 'neurons-dtc';
const LOT = 'neurons-random';

const percents = (share: number): string => `${cardNumber(100 * share, 1)} %`;
const titleOf = ({ job }: RateRow): string => l0MethodOf(job).title;

/** “+0.3 ± 1.2 points”. */
const pointsText = ({ mean, halfWidth }: RateDifference): string =>
  `${mean < 0 ? '' : '+'}${cardNumber(100 * mean, 1)} ± ${cardNumber(100 * halfWidth, 1)} points`;

/** Rates at which all methods have networks on both sides. */
const commonPlaces = (rows: readonly RateRow[]): number[] =>
  [...RATES.keys()].filter((place) => rows.every(({ accuracies }) => accuracies[place] !== null));

/** “no difference (+0.6 ± 3.1 points)”. */
function differenceWords(difference: RateDifference | null): string {
  if (!difference) return 'one seed alone';
  const word = !isTold(difference) ? 'no difference' : difference.mean > 0 ? 'more' : 'fewer';
  return `${word} (${pointsText(difference)})`;
}

export const neuronsBesideOthers: Card<L0Published> = {
  id: 'l0-neurons-control',
  place: 'Control',
  title: 'Neurons by tomography, beside eight other choices',
  claim:
    'The first paper finds that its tomography chooses neurons better than magnitude or lot does. Neither paper holds a choice of neurons against a choice of weights; here both are held to the same numbers of weights left.',
  recorded: [BASELINES],
  preset: BASELINES,
  quick: null,
  figures: ['frontier'],
  control: 'Neurons and weights by lot, and the unpruned network trained as long, all of the same seeds.',
  instead:
    'LeNet-300-100 on 10,000 digits, for 28 epochs, pruned while it trains; the first paper has one hidden layer and prunes every 200 steps. The smallest scores go, as its text has it.',
  assess(recorded) {
    const rows = ratesOf(endedOf(recorded, BASELINES));
    const tomography = rows.find(({ job }) => job.compression.method === TOMOGRAPHY);
    const lot = rows.find(({ job }) => job.compression.method === LOT);
    const places = commonPlaces(rows);
    if (!tomography || !lot || places.length === 0) return notYet('Not recorded yet: the preset runs 138 jobs, half an hour on two cores.');
    const others = rows.filter((row) => row !== tomography && row !== lot);
    const against = differencesBetween(tomography, lot);
    const better = places.every((place) => {
      const difference = against[place];
      return difference !== null && isTold(difference) && difference.mean > 0;
    });
    const last = places[places.length - 1];
    const left = `1 number of ${RATES[last]} is left`;
    const byLot = places.map((place) => `${differenceWords(against[place])} at 1 number of ${RATES[place]}`);
    const byOthers = others.map((row) => `${titleOf(row)}: ${differenceWords(differencesBetween(tomography, row)[last])}`);
    const ranked = rows.toSorted((a, b) => (b.accuracies[last] ?? 0) - (a.accuracies[last] ?? 0));
    const ranking = ranked.map((row) => `${titleOf(row)} ${percents(row.accuracies[last] ?? 0)}`);
    return {
      verdict: {
        kind: better ? 'reproduced' : 'not-reproduced',
        text: [
          `Test images right with neurons by tomography, against neurons by lot: ${byLot.join(', ')}.`,
          `Where ${left}, against the others: ${byOthers.join('; ')}.`,
          `There the order is ${ranking.join(', ')}; the unpruned network has ${percents(tomography.unpruned ?? 0)}.`,
          `Intervals are of the mean over ${tomography.seeds} seeds, 95 %.`,
        ].join(' '),
      },
      numbers: rows.flatMap((row) =>
        places.map((place): ComparedNumber => ({
          name: `${titleOf(row)}, 1 number of ${RATES[place]} left`,
          digits: 1,
          unit: '% right',
          published: null,
          ours: spreadOf([...row.bySeed[place].values()].map((accuracy) => 100 * accuracy)),
          ...(row === lot ? { isControl: true as const } : {}),
          ...(place === last ? main : {}),
        })),
      ),
    };
  },
};
