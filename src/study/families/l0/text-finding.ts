/** What a study of texts came to: how short network and text are together, beside what people really use, and where a network has no merit. */
import { BITS_PER_NAT } from '../../../coding/data-length.ts';
import { bytesShort, grouped, percent } from '../../../math/number-text.ts';
import { mean } from '../../../math/statistics.ts';
import { ofSeeds, times, type Finding } from '../../finding.ts';
import { comparison, isAlong, type Ended, type Size } from './finding-sizes.ts';
import { codedPredictions } from './length.ts';
import { l0MethodOf } from './methods.ts';
import { packedText, type L0Published } from './published.ts';
import { packerNames } from './text-lengths.ts';

interface About {
  /** Whether all jobs have ended. */
  readonly isLast: boolean;
  /** Null until it is there: then nothing is said of compressors. */
  readonly published: L0Published | null;
}

/** @param ranked at least one, the shortest first */
export function textFinding(ranked: readonly Size[], { isLast, published }: About): Finding {
  const [best] = ranked;
  const { total, plain, nonzero, parameters } = best;
  const programs = packedBy(best, published, false);
  const together = isAlong(best)
    ? `the text takes ${bytesShort(total)}, ${rateOf(best, total)} bits per byte, and no network is sent: whoever reads it trains along`
    : `network and text take ${bytesShort(total)} together, ${rateOf(best, total)} bits per byte${uncounted(best)}`;
  const shortest =
    ranked.length > 1 ? `${isLast ? 'Shortest' : 'So far shortest'} is ${best.name}: ` : `${isLast ? '' : 'So far: '}With ${best.name} `;
  const alike = ranked.filter((size) => size.plain === plain);
  const predicted = alike.toSorted((a, b) => testRate(a) - testRate(b))[0];
  return {
    text: [
      `${shortest}${together}${ofSeeds(best)}.`,
      total < plain
        ? `As it is, the text takes ${bytesShort(plain)}.`
        : `As it is, the text takes ${bytesShort(plain)}, so nothing is compressed.`,
      ...programWords(best, programs),
    ].join(' '),
    more: [
      ...(predicted === best ? [] : [`New text is predicted best by ${predicted.name}: ${testRate(predicted).toFixed(2)} bits per byte.`]),
      ...roundedWords(alike, programs),
      ...onlineWords(alike),
      ...comparison(ranked),
      ...packedBy(best, published, true)
        .slice(0, 1)
        .map(({ title, bytes }) => {
          const program = title.replace(/, chunks$/u, '');
          return `In chunks of 512 bytes, each a file of its own, as the paper packs texts, no program comes below ${bytesShort(bytes)} (${program}).`;
        }),
    ].join(' '),
    numbers: [
      { value: testRate(best).toFixed(2), title: 'bits per byte of new text (the test set), 8 as it is' },
      {
        value: nonzero === 0 ? '–' : times(parameters / nonzero),
        title: `fewer numbers: ${grouped(nonzero)} of ${grouped(parameters)}`,
      },
      {
        value: bytesShort(total),
        title: `${isAlong(best) ? 'the text, learned along' : 'network and text'}; the text as it is ${bytesShort(plain)}`,
      },
    ],
  };
}

const meanOf = ({ runs }: Size, read: (run: Ended) => number): number => mean(runs.map(read));
const rateOf = ({ plain }: Size, bytes: number): string => ((8 * bytes) / plain).toFixed(2);
const testRate = (size: Size): number => meanOf(size, ({ summary }) => summary.testLoss) * BITS_PER_NAT;
const uncounted = ({ runs }: Size): string =>
  runs[0].job.compression.codec === 'values' ? ', at 4 bytes a weight and without their places' : '';
const isDense = ({ runs }: Size): boolean => l0MethodOf(runs[0].job).traits.unpruned === true;

/** “gzip (441 kB)”, “xz (364 kB) and PPM (294 kB)”. */
function listed(parts: readonly string[]): string {
  return parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${parts[parts.length - 1]}` : (parts[0] ?? '');
}

interface Packed {
  readonly title: string;
  readonly bytes: number;
}

/** What programs make of the text of a run, whole or in chunks, the shortest first; none where that is not known. */
function packedBy({ runs }: Size, published: L0Published | null, inChunks: boolean): Packed[] {
  const packed = published && packedText(published, runs[0].job);
  if (!packed) return [];
  return packerNames
    .flatMap(({ id, title }) => {
      const size = packed.sizes[id];
      return size && Boolean(size.chunks) === inChunks ? [{ title, bytes: size.bytes }] : [];
    })
    .sort((a, b) => a.bytes - b.bytes);
}

const saidOf = (some: readonly Packed[]): string => listed(some.map(({ title, bytes }) => `${title} (${bytesShort(bytes)})`));

/** What programs make of the whole text, which need no network. */
function programWords(size: Size, programs: readonly Packed[]): string[] {
  if (programs.length === 0) return [];
  const [shorter, longer] = [programs.filter(({ bytes }) => bytes < size.total), programs.filter(({ bytes }) => bytes >= size.total)];
  if (shorter.length === 0) return [`Programs that pack the whole file make it longer than that: ${saidOf(longer)}.`];
  const beaten = longer.length === 0 ? '' : `; longer ${longer.length === 1 ? 'is' : 'are'} ${saidOf(longer)}`;
  return [`Programs that pack the whole file need no network and make it shorter: ${saidOf(shorter)}${beaten}.`];
}

/** Bytes of network and text at 8 bits a weight, where each stands counted; null where that is not known. */
function totalAt8(size: Size): number | null {
  const totals = size.runs.map(({ summary: { text } }) => {
    const found = text?.rounded.find(({ bits }) => bits === 8);
    return found ? found.readableBytes + found.dataBytes : null;
  });
  return totals.includes(null) ? null : mean(totals.map((total) => total ?? 0));
}

/** A dense network this much longer, at the most, is as good. */
const AS_GOOD = 0.03;

/** Weights of 8 bits make dense networks cheap: whether a pruned one is still worth it. */
function roundedWords(sizes: readonly Size[], programs: readonly Packed[]): string[] {
  const all = sizes
    .flatMap((size) => {
      const total = totalAt8(size);
      return total === null ? [] : [{ size, total }];
    })
    .sort((a, b) => a.total - b.total);
  const [first] = all;
  if (!first) return [];
  // Those that are shorter than all networks at 32 bits a weight.
  const passed = programs.filter(({ bytes }) => bytes >= first.total && bytes < sizes[0].total);
  const beaten = passed.length > 0 ? `, now shorter than ${listed(passed.map(({ title }) => title))}` : '';
  const told = `At 8 bits a weight, their places counted, the shortest is ${first.size.name} with ${bytesShort(first.total)}${beaten}`;
  const other = all.find(({ size }) => isDense(size) !== isDense(first.size));
  if (!other) return [`${told}.`];
  const beyond = percent(other.total / first.total - 1);
  const name = `${other.size.name} (${bytesShort(other.total)})`;
  if (isDense(first.size)) return [`${told}; the best that was pruned, ${name}, is ${beyond} longer.`];
  return [
    other.total <= (1 + AS_GOOD) * first.total
      ? `${told}; ${name}, of which nothing was pruned, is as good to within ${beyond}.`
      : `${told}; the best of which nothing was pruned, ${name}, is ${beyond} longer.`,
  ];
}

/** Sending no network at all, and letting the reader train along: where a job has gone through all of the text. */
function onlineWords(sizes: readonly Size[]): string[] {
  // Said already.
  if (isAlong(sizes[0])) return [];
  const [best] = sizes;
  const bytesOf = ({ summary: { text }, job }: Ended): number =>
    text?.online && text.online.coded >= codedPredictions(job) ? text.online.bytes : Infinity;
  const [first] = sizes
    .map((size) => ({ size, bytes: meanOf(size, bytesOf) }))
    .filter(({ bytes }) => Number.isFinite(bytes))
    .sort((a, b) => a.bytes - b.bytes);
  if (!first) return [];
  // Others have gone through the text more often, and what their first way took is told.
  const isOnWay = l0MethodOf(first.size.runs[0].job).along === undefined;
  const reader = `by a reader who trains along${isOnWay ? ' in one way through the text' : ''}`;
  const told = `Without sending any network, ${reader}, ${first.size.name} takes ${bytesShort(first.bytes)}`;
  return [`${told}: ${first.bytes < best.total ? 'shorter than that with any network' : 'longer than that with the network'}.`];
}
