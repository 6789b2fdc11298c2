/** Cards of what is measured in arXiv 2505.23869: rays, Gibbs entropies, and their correlation with the accuracy. */
import { pearson } from '../../../math/correlation.ts';
import { rootMeanSquare } from '../../../math/statistics.ts';
import { cardNumber, isAnotherDraw, notYet, spreadOf, spreadText, type Card, type ComparedNumber } from '../../card.ts';
import { correlatedPublished, correlatedRun } from './correlation-series.ts';
import { binningOf, measuredOf, measuredPublished, type MeasuredCycle, type Side } from './measured.ts';
import { noiseEntropy } from './noise.ts';
import type { Binning } from './binning.ts';
import type { Published, PublishedMethod } from './published.ts';
import { laddersOf, LADDERS, missing, MOST_SCORE, scores, smoothedOf } from './published-ladders.ts';
import type { DtcRun } from './run.ts';
import { count } from '../../verdict-words.ts';

/** With four digits: near the end one neuron less is a hundredth of a point. */
const rungName = ({ measurements, sparsity }: Published['ladder'][number]): string =>
  `${count(measurements, 'measurement')}, sparsity ${sparsity.toFixed(4)}`;

const run = { recorded: [LADDERS], preset: 'dtc-as-published', quick: 'dtc-quick', instead: null } as const;

/** Of the first cycle, and of others down to the last one in which more than one number is measured. */
const SHOWN_CYCLES = [0, 8, 17, 26];

/** The ray's mean size over its length, as figure 3 draws it. */
const overLength = ({ rayMeanAbs, neuronsBefore }: MeasuredCycle): number => (rayMeanAbs ?? 0) / neuronsBefore;

export const rays: Card<Published> = {
  ...run,
  id: 'dtc-figure-3',
  place: 'Figure 3',
  title: 'Weight rays grow as the layer shrinks',
  claim:
    'The mean size of the ray, the sum of the two reconstructed weight vectors, over its length rises steeply towards the end of the ladder.',
  figures: ['weight-rays-over-length'],
  control: 'The length by which the size is divided: it shrinks from 512 to 11, whatever the rays do.',
  assess(recorded, published) {
    const ladders = laddersOf(recorded, published);
    if (!ladders) return notYet(missing);
    const printed = measuredPublished(published).map(overLength);
    const ours = ladders.dtc.map((own) => measuredOf(own, 0).map(overLength));
    const size = rootMeanSquare(scores(printed, ours, () => 1e-5));
    const rise = (series: readonly number[]): number => Math.max(...series) / series[0];
    const widths = published.ladder.map(({ neuronsBefore }) => neuronsBefore);
    const byLength = widths[0] / widths[widths.length - 1];
    const main = { isMain: true, isRecomputed: true } as const;
    const numbers: ComparedNumber[] = [
      { name: 'First cycle', digits: 5, published: printed[0], ours: spreadOf(ours.map(([first]) => first)), ...main },
      { name: 'Largest', digits: 3, published: Math.max(...printed), ours: spreadOf(ours.map((own) => Math.max(...own))), ...main },
      { name: 'Largest over first', digits: 0, unit: 'times', published: rise(printed), ours: spreadOf(ours.map(rise)), ...main },
      {
        name: 'Of that, by the length alone',
        digits: 0,
        unit: 'times',
        published: byLength,
        ours: spreadOf([byLength]),
        isControl: true,
        ...main,
      },
    ];
    const agrees = size <= MOST_SCORE;
    return {
      verdict: {
        kind: agrees ? 'within-spread' : 'not-reproduced',
        text:
          `The printed curve is ${size.toFixed(2)} standard deviations between seeds from our mean (root mean square over the cycles; another seed gives about 1). ` +
          `Its largest value is ${cardNumber(rise(printed), 0)} times the first; a factor of ${cardNumber(byLength, 0)} of that comes from dividing by the length, which falls from ${widths[0]} to ${widths[widths.length - 1]}.`,
      },
      numbers,
    };
  },
};

/** Whether an entropy lies where 95 % of pure noise of its size do; null where neither is defined. */
function isLikeNoise(
  { cycle, measurements, gibbsEntropy: observed, details }: MeasuredCycle,
  side: Side,
  binning: Binning,
): boolean | null {
  const noise = details && noiseEntropy({ cycle, n: measurements, sigma: details.rms[side] }, binning);
  const value = observed[side];
  if (!noise || value === null || noise.low === null || noise.high === null) return null;
  return value >= noise.low - 1e-9 && value <= noise.high + 1e-9;
}

const likeNoise = (cycles: readonly MeasuredCycle[], side: Side, binning: Binning): number =>
  cycles.filter((cycle) => isLikeNoise(cycle, side, binning)).length;

/** A count shifts by 2/n bits where one of n measurements changes its bin; less than a tenth of a bit says nothing. */
const leastBits =
  ({ ladder }: Published) =>
  (cycle: number): number =>
    Math.max(0.1, 2 / ladder[cycle].measurements);

function entropies(side: Side, about: Pick<Card, 'id' | 'place' | 'title' | 'claim' | 'figures'>): Card<Published> {
  return {
    ...run,
    ...about,
    control: 'Pure noise: as many numbers drawn from a normal distribution of the same size, put into the same bins.',
    assess(recorded, published) {
      const ladders = laddersOf(recorded, published);
      if (!ladders) return notYet(missing);
      const printed = measuredPublished(published);
      const ours = ladders.dtc.map((own) => ({ cycles: measuredOf(own, 0), binning: binningOf(own.job) }));
      const valueOf = ({ gibbsEntropy: value }: MeasuredCycle): number | null => value[side];
      const size = rootMeanSquare(
        scores(
          printed.map(valueOf),
          ours.map(({ cycles }) => cycles.map(valueOf)),
          leastBits(published),
        ),
      );
      const noisy = likeNoise(printed, side, ours[0].binning);
      const ourNoisy = spreadOf(ours.map(({ cycles, binning }) => likeNoise(cycles, side, binning)))!;
      const at = (cycle: number): ComparedNumber => ({
        name: rungName(published.ladder[cycle]),
        digits: 2,
        unit: 'bits',
        published: valueOf(printed[cycle]),
        ours: spreadOf(ours.map(({ cycles }) => valueOf(cycles[cycle])).filter((value) => value !== null)),
        ...(SHOWN_CYCLES.includes(cycle) ? { isMain: true } : {}),
      });
      const [first] = published.ladder;
      const last = published.ladder[published.ladder.length - 1];
      return {
        verdict: {
          kind: size <= MOST_SCORE ? 'within-spread' : 'not-reproduced',
          text:
            `The printed entropies are ${size.toFixed(2)} standard deviations between seeds from our mean (root mean square over the cycles; another seed gives about 1). ` +
            `Noise does the same: ${noisy} of ${printed.length} printed entropies and ${spreadText(ourNoisy, 0)} of ours lie in the band that holds 95 % of pure noise. What falls is how much is measured, from ${first.measurements} numbers to ${last.measurements}.`,
        },
        numbers: [
          ...published.ladder.map(({ cycle }) => at(cycle)),
          {
            name: `Of ${printed.length} cycles, like pure noise`,
            digits: 0,
            published: noisy,
            isRecomputed: true,
            ours: ourNoisy,
            isControl: true,
            isMain: true,
          },
        ],
      };
    },
  };
}

export const previousEntropies = entropies('previous', {
  id: 'dtc-figure-4',
  place: 'Figure 4',
  title: 'Gibbs entropy of the incoming weights',
  claim: 'The entropy of what is measured of a layer’s incoming weights, G₁, falls as the layer is compressed.',
  figures: ['gibbs-entropy-previous'],
});

export const nextEntropies = entropies('next', {
  id: 'dtc-figure-5',
  place: 'Figure 5',
  title: 'Gibbs entropy of the outgoing weights',
  claim:
    'The entropy of what is measured of the outgoing weights, G₂, falls too: order is said to grow together with compression. (The axis says bits; the values are nats, and bits here.)',
  figures: ['gibbs-entropy-next'],
});

/** r of the entropies of the DTC run with the smoothed accuracies of a run of the same seed, as the paper takes it. */
function correlations(runs: readonly DtcRun[], others: readonly DtcRun[]): number[] {
  const bySeed = new Map(others.map((other) => [other.job.seed, other]));
  return runs.flatMap((own) => {
    const other = bySeed.get(own.job.seed);
    const r =
      other &&
      pearson(
        own.points.map(({ gibbsEntropy: { next } }) => next),
        smoothedOf(other),
      ).r;
    return typeof r === 'number' ? [r] : [];
  });
}

function correlation(method: PublishedMethod, about: Pick<Card, 'id' | 'place' | 'title' | 'claim'>): Card<Published> {
  return {
    ...run,
    ...about,
    figures: ['entropy-accuracy-correlation'],
    control: 'The same coefficient for pure noise of the same size, and for log₂ n, the bare number of measurements.',
    assess(recorded, published) {
      const ladders = laddersOf(recorded, published);
      if (!ladders) return notYet(missing);
      const printed = published.correlation[method as keyof Published['correlation']];
      const ours = correlations(ladders.dtc, ladders[method]);
      const spread = spreadOf(ours)!;
      const series = correlatedPublished(published)[method];
      const runs = ladders[method].map((own) => correlatedRun(own, 0));
      const control = (name: string, predictor: 'noisePerCycle' | 'logMeasurements'): ComparedNumber => ({
        name,
        digits: 3,
        published: series.get(predictor)?.smoothed ?? null,
        isRecomputed: true,
        ours: spreadOf(runs.map((own) => own.get(predictor)?.smoothed ?? null).filter((value) => value !== null)),
        isControl: true,
        isMain: true,
      });
      const noise = control('r of pure noise', 'noisePerCycle');
      const counts = control('r of log₂ n', 'logMeasurements');
      const isDraw = isAnotherDraw(printed, ours) === true;
      return {
        verdict: {
          kind: isDraw ? 'within-spread' : 'not-reproduced',
          text:
            `Printed is ${cardNumber(printed, 4)}; ${ours.length} seeds here have ${spreadText(spread, 4)}. ` +
            `It says little: pure noise has ${spreadText(noise.ours!, 3)}, and log₂ n, which no network is asked for, ${spreadText(counts.ours!, 3)}.`,
        },
        numbers: [{ name: 'r of G₂ and smoothed accuracy', digits: 4, published: printed, ours: spread, isMain: true }, noise, counts],
      };
    },
  };
}

export const correlationOfDtc = correlation('dtc', {
  id: 'dtc-correlation-dtc',
  place: 'Correlation, DTC',
  title: 'Entropy and accuracy go together: DTC',
  claim:
    'The entropy G₂ and the accuracy of the network that DTC prunes are strongly correlated over the ladder: the Gibbs randomness-compression proposition.',
});

export const correlationOfRandom = correlation('random', {
  id: 'dtc-correlation-random',
  place: 'Correlation, random',
  title: 'Entropy and accuracy go together: random pruning',
  claim: 'The same entropies of the DTC run are as strongly correlated with the accuracy of the network that is pruned at random.',
});
