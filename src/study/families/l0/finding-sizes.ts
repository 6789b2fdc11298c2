/** The networks of an ℓ0 study in the order in which they make their data short, repeats over seeds as one. */
import { bytesShort } from '../../../math/number-text.ts';
import { mean } from '../../../math/statistics.ts';
import { byName, difference, isNoise, type NameOf, type Repeats } from '../../finding.ts';
import { l0MeasuredNothing } from './hollow.ts';
import { verbatimBytes } from './length.ts';
import { l0MethodOf } from './methods.ts';
import type { L0Run } from './run.ts';
import type { L0Summary } from './types.ts';

export type Ended = L0Run & { readonly summary: L0Summary };

export interface Size extends Repeats<Ended> {
  /** Bytes of network and data, or of what is sent. */
  readonly total: number;
  readonly nonzero: number;
  readonly parameters: number;
  /** Bytes of the data without any network. */
  readonly plain: number;
}

const hasEnded = (run: L0Run): run is Ended => run.summary !== null && l0MeasuredNothing(run) === null;

/** Of a method that codes while it learns what is sent, which has no network in it. */
const totalOf = ({ summary, job }: Ended): number =>
  (l0MethodOf(job).along ? summary.text?.online?.bytes : undefined) ?? summary.descriptionBytes;

/** Whether no network is sent. */
export const isAlong = ({ runs }: Pick<Size, 'runs'>): boolean => l0MethodOf(runs[0].job).along !== undefined;

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

/** Those of which a job has ended and measured anything; first that with which network and data are shortest. */
export function sizesOf(all: readonly L0Run[], nameOf: NameOf): Size[] {
  const sizes = byName(all.filter(hasEnded), nameOf).map(sizeOf);
  // Where the data differ in length, what counts is how much shorter they become.
  return sizes.toSorted((a, b) => a.total / a.plain - b.total / b.plain);
}

/** The shortest of another method, and whether chance between seeds reaches as far. */
export function comparison(ranked: readonly Size[]): string[] {
  const [best] = ranked;
  const methodOf = ({ runs }: Size): string => runs[0].job.compression.method;
  const other = ranked.find((size) => methodOf(size) !== methodOf(best) && size.plain === best.plain);
  const apart = other && difference(other, best, totalOf);
  if (!apart) return [];
  const more = bytesShort(Math.abs(apart.mean));
  const noise = isNoise(apart);
  const shortest = `The shortest with another method, ${other.name},`;
  const longer = apart.mean < 0 ? 'shorter' : 'longer';
  if (noise === null) return [`${shortest} is ${more} ${longer}; one seed cannot tell that from chance: add seeds.`];
  const interval = `${more} (± ${bytesShort(apart.halfWidth!)})`;
  return noise
    ? [`${shortest} differs by ${interval}: no difference beyond the noise between seeds.`]
    : [`${shortest} is ${interval} ${longer}.`];
}
