/** Cards of the accuracies of arXiv 2505.23869: table 1, figures 1 and 2. */
import { meanInterval, rootMeanSquare } from '../../../math/statistics.ts';
import { cardNumber, notYet, spreadOf, type Card, type CardVerdict, type ComparedNumber, type Recorded, type Spread } from '../../card.ts';
import type { Band } from './bands.ts';
import { dtcMethodTitle } from './methods.ts';
import { publishedMethods, type Published, type PublishedMethod } from './published.ts';
import {
  accuraciesOf,
  bandNumbers,
  insideByChance,
  isInside,
  laddersOf,
  LADDERS,
  LEAST_ACCURACY,
  missing,
  MOST_SCORE,
  overBand,
  scores,
  smoothedOf,
  type Ladders,
} from './published-ladders.ts';
import type { DtcRun } from './run.ts';
import type { DtcRecord } from './types.ts';

const run = { recorded: [LADDERS], preset: 'dtc-as-published', quick: 'dtc-quick', instead: null } as const;

/** Cycles of table 1 that are shown at once: 86 and 95 % of the neurons are gone. */
const SHOWN_CYCLES = [17, 26];

export const accuracyTable: Card<Published> = {
  ...run,
  id: 'dtc-table-1',
  place: 'Table 1',
  title: 'Accuracy as a layer of 512 neurons is cut down to 9',
  claim:
    'A network for handwritten digits still reads most of them when nine tenths of its hidden neurons are gone, whichever of three methods chooses which. The printed accuracies are smoothed.',
  figures: ['accuracy'],
  control: 'Random pruning is one of the three: it looks at nothing, and shows what chance does.',
  assess(recorded, published) {
    const ladders = laddersOf(recorded, published);
    if (!ladders) return notYet(missing);
    const z = publishedMethods.flatMap((method) =>
      scores(published.accuracySmoothed[method], ladders[method].map(smoothedOf), () => LEAST_ACCURACY),
    );
    const cells = cellNumbers(ladders, published);
    const first = firstStep(recorded, published);
    const verdict = standing(z, cells, ladders, 'printed accuracies');
    return {
      verdict: first.ours ? { ...verdict, text: `${verdict.text} ${firstWords(first)}` } : verdict,
      numbers: [...(first.ours ? [first] : []), ...cells],
    };
  },
};

/** From the published initial weights, before anything is pruned; the paper calls it the accuracy of the full model. */
function firstStep(recorded: Recorded, { seed, accuracyAfterFirstStep }: Published): ComparedNumber {
  const own = (recorded(LADDERS) ?? []).filter(({ job }) => job.seed === seed).map((record) => record as DtcRecord);
  return {
    name: 'After one training step (“full model”)',
    digits: 4,
    published: accuracyAfterFirstStep,
    ours: spreadOf(own.flatMap(({ summary }) => (summary ? [summary.accuracyAfterFirstStep] : []))),
    isMain: true,
  };
}

const firstWords = ({ published, ours }: ComparedNumber): string =>
  `What the paper calls the full model is the network after one training step: ${cardNumber(published!, 4)} printed, ${cardNumber(ours!.median, 4)} here from the same initial weights.`;

const cellNumbers = (ladders: Ladders, { table1 }: Published): ComparedNumber[] =>
  table1.flatMap((row) =>
    publishedMethods.map((method): ComparedNumber => ({
      name: `${dtcMethodTitle(method)}, sparsity ${row.sparsity.toFixed(4)}`,
      digits: 4,
      published: row[method],
      ours: spreadOf(ladders[method].map((own) => smoothedOf(own)[row.cycle])),
      ...(SHOWN_CYCLES.includes(row.cycle) ? { isMain: true } : {}),
    })),
  );

/** By the root mean square of z over a printed series, and by how many of the compared numbers lie between ours. */
function standing(z: readonly number[], numbers: readonly ComparedNumber[], { dtc }: Ladders, what: string): CardVerdict {
  const size = rootMeanSquare(z);
  const inside = numbers.filter(({ published, ours }) => published !== null && isInside(published, ours)).length;
  const byChance = Math.round(insideByChance(numbers.length, dtc.length));
  return {
    kind: size <= MOST_SCORE ? 'within-spread' : 'not-reproduced',
    text:
      `Of ${numbers.length} ${what}, ${inside} lie between the lowest and the highest of ${dtc.length} seeds here; by chance about ${byChance} would. ` +
      `Over all cycles the root mean square distance from our mean is ${size.toFixed(2)} standard deviations between seeds; another seed gives about 1, and more than ${MOST_SCORE} would be another result.`,
  };
}

export const accuracyCurves: Card<Published> = {
  ...run,
  id: 'dtc-figure-1',
  place: 'Figure 1',
  title: 'Accuracy against sparsity',
  claim:
    'The accuracy stays nearly flat until four fifths of the neurons are gone and then falls, faster and faster. The three methods run close together.',
  figures: ['accuracy'],
  control: 'Random pruning is one of the three curves.',
  assess(recorded, published) {
    const ladders = laddersOf(recorded, published);
    if (!ladders) return notYet(missing);
    const z = publishedMethods.flatMap((method) =>
      scores(published.accuracy[method], ladders[method].map(accuraciesOf), () => LEAST_ACCURACY),
    );
    const numbers = bandNumbers(ladders, published);
    return { verdict: standing(z, numbers, ladders, 'mean accuracies by band of sparsity'), numbers };
  },
};

/** Where the paper sees the lead of DTC. */
const CLOSE_UP: Band = { title: '0.85–0.95', from: 0.85, below: 0.95 };
const [magnitude, random, dtc] = publishedMethods;

const pointsApart = (published: Published, series: readonly number[], other: readonly number[]): number =>
  100 * (overBand(CLOSE_UP, published, series) - overBand(CLOSE_UP, published, other));

/** Percentage points by which a method leads another, seed by seed. */
function leads(ladders: Ladders, published: Published, one: PublishedMethod, other: PublishedMethod): number[] {
  const bySeed = new Map<number, DtcRun>(ladders[other].map((own) => [own.job.seed, own]));
  return ladders[one].flatMap((own) => {
    const beside = bySeed.get(own.job.seed);
    return beside ? [pointsApart(published, smoothedOf(own), smoothedOf(beside))] : [];
  });
}

/** How far two runs of random pruning with different seeds lie apart. */
const apartByChance = ({ random: runs }: Ladders, published: Published): number[] =>
  runs.flatMap((own, index) => runs.slice(index + 1).map((other) => Math.abs(pointsApart(published, smoothedOf(own), smoothedOf(other)))));

export const accuracyCloseUp: Card<Published> = {
  ...run,
  id: 'dtc-figure-2',
  place: 'Figure 2',
  title: 'Close-up: does DTC keep more accuracy?',
  claim:
    'Where most neurons are gone, at a sparsity of 0.85 to 0.95, the curve of DTC lies above those of magnitude and of random pruning: choosing by the measured ray is said to pay.',
  figures: ['accuracy-close-up', 'difference-to-random'],
  control: 'How far two runs of random pruning lie apart that differ in nothing but their seed.',
  assess(recorded, published) {
    const ladders = laddersOf(recorded, published);
    if (!ladders) return notYet(missing);
    const overRandom = leads(ladders, published, dtc, random);
    const chance = spreadOf(apartByChance(ladders, published))!;
    const lead = (one: PublishedMethod, other: PublishedMethod, values: readonly number[]): ComparedNumber => ({
      name: `${dtcMethodTitle(one)} above ${dtcMethodTitle(other).toLowerCase()}, sparsity ${CLOSE_UP.title}`,
      digits: 2,
      unit: 'points',
      published: pointsApart(published, published.accuracySmoothed[one], published.accuracySmoothed[other]),
      isRecomputed: true,
      ours: spreadOf(values),
      isMain: true,
    });
    const numbers: ComparedNumber[] = [
      lead(dtc, random, overRandom),
      lead(dtc, magnitude, leads(ladders, published, dtc, magnitude)),
      lead(random, magnitude, leads(ladders, published, random, magnitude)),
      {
        name: 'Random above random, another seed',
        digits: 2,
        unit: 'points',
        published: null,
        ours: chance,
        isControl: true,
        isMain: true,
      },
    ];
    return { verdict: leadVerdict(numbers[0], overRandom, chance), numbers };
  },
};

function leadVerdict({ published }: ComparedNumber, overRandom: readonly number[], chance: Spread): CardVerdict {
  const { mean, halfWidth } = meanInterval(overRandom);
  const ahead = mean! - halfWidth! > 0;
  const told = `DTC is ${cardNumber(mean!, 2)} ± ${cardNumber(halfWidth!, 2)} points above random pruning here (mean and 95 % interval of ${overRandom.length} seeds); printed, of one seed, are ${cardNumber(published!, 2)}.`;
  return ahead
    ? { kind: 'reproduced', text: `${told} The interval does not hold 0.` }
    : {
        kind: 'not-reproduced',
        text: `${told} The interval holds 0, so there is no lead beyond chance. Two runs of random pruning lie ${cardNumber(chance.median, 2)} points apart by their seeds alone (median of ${chance.count} pairs).`,
      };
}
