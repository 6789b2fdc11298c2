/** What an ℓ0 study came to: how small a network explains the data, and whether it is shorter than the data themselves. */
import { mean } from '../../../math/statistics.ts';
import { bytesShort, grouped, percent } from '../../../math/number-text.ts';
import { lossOf, taskOf } from '../../job-data.ts';
import { ofSeeds, isGoing, times, type Finding, type NameOf } from '../../finding.ts';
import { comparison, sizesOf, type Size } from './finding-sizes.ts';
import type { L0Published } from './published.ts';
import type { L0Run } from './run.ts';
import { textFinding } from './text-finding.ts';

/** @returns null before the first job has ended */
export function l0Finding(all: readonly L0Run[], nameOf: NameOf, published: L0Published | null = null): Finding | null {
  const ranked = sizesOf(all, nameOf);
  if (ranked.length === 0) return null;
  const [best] = ranked;
  const { job } = best.runs[0];
  if (taskOf(job).symbol !== null) return textFinding(ranked, { isLast: !isGoing(all), published });
  const what = taskOf(job).hasRealTargets ? 'targets' : 'labels';
  const kept = `${grouped(best.nonzero)} of ${grouped(best.parameters)} numbers`;
  const shortest =
    ranked.length > 1
      ? `${isGoing(all) ? 'So far, network' : 'Network'} and ${what} together are shortest with ${best.name}: it keeps ${kept}`
      : `${isGoing(all) ? 'So far: ' : ''}${best.name} keeps ${kept}`;
  return {
    text: `${shortest}, ${qualityWords(best)}${ofSeeds(best)}. ${lengthWords(best, what)}`,
    more: [...otherWords(ranked, what), ...comparison(ranked)].join(' '),
    numbers: [
      { value: qualityText(best), title: isRightOrWrong(best) ? 'of the test samples right' : `test loss (${lossUnit(best)})` },
      {
        value: best.nonzero === 0 ? '–' : times(best.parameters / best.nonzero),
        title: `fewer numbers: ${grouped(best.nonzero)} of ${grouped(best.parameters)}`,
      },
      { value: bytesShort(best.total), title: `network and ${what}; the ${what} alone ${bytesShort(best.plain)}` },
    ],
  };
}

/** The share of the test samples that are right, or minus the test loss: more is better. */
const qualityOf = ({ runs }: Size): number => mean(runs.map(({ summary }) => summary.testAccuracy ?? -summary.testLoss));

const isRightOrWrong = ({ runs }: Size): boolean => runs.every(({ summary }) => summary.testAccuracy !== null);

/** “MSE, target units²”. */
const lossUnit = ({ runs }: Size): string => lossOf(runs[0].job).axis.replace(/ \((.*)\)$/u, ', $1');

const qualityText = (size: Size): string =>
  isRightOrWrong(size) ? percent(qualityOf(size)) : String(Number((-qualityOf(size)).toPrecision(3))).replace('-', '−');

const qualityWords = (size: Size): string =>
  isRightOrWrong(size)
    ? `and ${qualityText(size)} of the test samples are right`
    : `with a test loss of ${qualityText(size)} (${lossUnit(size)})`;

/** What both take, beside the data written down as they are, and what is not counted in it. */
function lengthWords({ runs, total, plain }: Size, what: string): string {
  const { codec, targetBits } = runs[0].job.compression;
  const uncounted = codec === 'values' ? ', not counting where the numbers stand' : '';
  const together = `Together they take ${bytesShort(total)}${uncounted}.`;
  const plainly = what === 'targets' ? 'with 32 bits each' : 'as they are';
  const coded = what === 'targets' ? ` Here they are coded with ${targetBits} bits after the point.` : '';
  return total < plain
    ? `${together} That is ${percent(total / plain)} of the ${bytesShort(plain)} that the ${what} take written down ${plainly}.${coded}`
    : `${together} The ${what} written down ${plainly} take ${bytesShort(plain)}, so nothing is compressed.${coded}`;
}

/** The best network by what it gets right, and that of which most is left, where they are others. */
function otherWords(ranked: readonly Size[], what: string): string[] {
  const [shortest] = ranked;
  const alike = ranked.filter(({ plain }) => plain === shortest.plain);
  const first = alike.toSorted((a, b) => qualityOf(b) - qualityOf(a))[0];
  const largest = alike.toSorted((a, b) => b.nonzero - a.nonzero)[0];
  const facts = (size: Size): string => {
    const quality = isRightOrWrong(size) ? `${qualityText(size)} right` : `test loss ${qualityText(size)}`;
    return `${size.name} (${quality}, ${grouped(size.nonzero)} numbers)`;
  };
  const isBetter = qualityOf(first) > qualityOf(shortest);
  const most = isRightOrWrong(first) ? 'Most samples are right' : 'The test loss is least';
  const takes = `${what} take ${bytesShort(largest.total)}`;
  if (isBetter && first === largest) return [`${most} with the largest network, ${facts(first)}; it and the ${takes}.`];
  return [
    ...(isBetter ? [`${most} with ${facts(first)}.`] : []),
    ...(largest.total > shortest.total ? [`The largest network, ${facts(largest)}, and the ${takes}.`] : []),
  ];
}
