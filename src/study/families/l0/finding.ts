/** What an ℓ0 study came to: how small a network explains the data, and whether it is shorter than the data themselves. */
import { mean } from '../../../math/statistics.ts';
import { bytesShort, grouped, percent } from '../../../math/number-text.ts';
import { taskOf } from '../../job-data.ts';
import { byName, difference, isNoise, ofSeeds, isGoing, times, type Finding, type NameOf, type Repeats } from '../../finding.ts';
import { l0MeasuredNothing } from './hollow.ts';
import { verbatimBytes } from './length.ts';
import type { L0Run } from './run.ts';
import type { L0Summary } from './types.ts';

type Ended = L0Run & { readonly summary: L0Summary };

interface Size extends Repeats<Ended> {
  /** Bytes of network and data. */
  readonly total: number;
  readonly nonzero: number;
  readonly parameters: number;
  /** Bytes of the data without any network. */
  readonly plain: number;
}

const hasEnded = (run: L0Run): run is Ended => run.summary !== null && l0MeasuredNothing(run) === null;

const totalOf = ({ summary }: Ended): number => summary.descriptionBytes;

function sizeOf(repeats: Repeats<Ended>): Size {
  const { runs } = repeats;
  const meanOf = (numberOf: (run: Ended) => number): number => mean(runs.map(numberOf));
  return {
    ...repeats,
    total: meanOf(totalOf),
    nonzero: meanOf(({ summary }) => summary.nonzero),
    parameters: runs[0].summary.parameters,
    plain: verbatimBytes(runs[0].job),
  };
}

/** @returns null before the first job has ended */
export function l0Finding(all: readonly L0Run[], nameOf: NameOf): Finding | null {
  const sizes = byName(all.filter(hasEnded), nameOf).map(sizeOf);
  if (sizes.length === 0) return null;
  // Where the data differ in length, what counts is how much shorter they become.
  const ranked = sizes.toSorted((a, b) => a.total / a.plain - b.total / b.plain);
  const [best] = ranked;
  const quality = qualityOf(best);
  const what = taskOf(best.runs[0].job).hasRealTargets ? 'targets' : 'labels';
  const kept = `${grouped(best.nonzero)} of ${grouped(best.parameters)} numbers`;
  const shortest =
    sizes.length > 1
      ? `${isGoing(all) ? 'So far, network' : 'Network'} and data together are shortest with ${best.name}: it keeps ${kept}`
      : `${isGoing(all) ? 'So far: ' : ''}${best.name} keeps ${kept}`;
  const isShorter = best.total < best.plain;
  return {
    text: [
      `${shortest}, ${quality.text}${ofSeeds(best)}.`,
      isShorter
        ? `That takes ${bytesShort(best.total)}, ${percent(best.total / best.plain)} of the ${bytesShort(best.plain)} that the ${what} take written down as they are.`
        : `That takes ${bytesShort(best.total)}; the ${what} written down as they are take ${bytesShort(best.plain)}, so nothing is compressed.`,
      ...largestWords(ranked, what),
      ...comparison(ranked),
    ].join(' '),
    numbers: [
      quality.number,
      {
        value: best.nonzero === 0 ? '–' : times(best.parameters / best.nonzero),
        title: `fewer numbers: ${grouped(best.nonzero)} of ${grouped(best.parameters)}`,
      },
      { value: bytesShort(best.total), title: `network and data; the ${what} alone ${bytesShort(best.plain)}` },
    ],
  };
}

function qualityOf({ runs }: Size): { readonly text: string; readonly number: Finding['numbers'][number] } {
  const accuracies = runs.map(({ summary }) => summary.testAccuracy).filter((accuracy) => accuracy !== null);
  if (accuracies.length === runs.length) {
    const accuracy = percent(mean(accuracies));
    return { text: `and ${accuracy} of the test samples are right`, number: { value: accuracy, title: 'of the test samples right' } };
  }
  const loss = String(Number(mean(runs.map(({ summary }) => summary.testLoss)).toPrecision(3)));
  return { text: `with a test loss of ${loss}`, number: { value: loss, title: 'test loss' } };
}

/** What the network takes of which most is left. */
function largestWords(ranked: readonly Size[], what: string): string[] {
  const largest = ranked.toSorted((a, b) => b.nonzero / b.parameters - a.nonzero / a.parameters)[0];
  if (largest === ranked[0] || largest.plain !== ranked[0].plain || largest.total <= ranked[0].total) return [];
  const share = largest.nonzero / largest.parameters;
  return [
    `The largest network of the study, ${largest.name} with ${share > 0.995 ? 'all' : percent(share)} of its numbers, and the ${what} take ${bytesShort(largest.total)}.`,
  ];
}

/** The shortest of another method, and whether chance between seeds reaches as far. */
function comparison(ranked: readonly Size[]): string[] {
  const [best] = ranked;
  const methodOf = ({ runs }: Size): string => runs[0].job.compression.method;
  const other = ranked.find((size) => methodOf(size) !== methodOf(best) && size.plain === best.plain);
  const apart = other && difference(other, best, totalOf);
  if (!apart) return [];
  const more = bytesShort(Math.abs(apart.mean));
  const noise = isNoise(apart);
  const shortest = `The shortest with another method, ${other.name},`;
  if (noise === null) return [`${shortest} is ${more} longer; one seed cannot tell that from chance: add seeds.`];
  const interval = `${more} (± ${bytesShort(apart.halfWidth!)})`;
  return noise
    ? [`${shortest} differs by ${interval}: no difference beyond the noise between seeds.`]
    : [`${shortest} is ${interval} longer.`];
}
