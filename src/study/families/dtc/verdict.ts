/**
 * Says whether a reproduced result is the one that was shared. Training amplifies rounding: float32 against float64 moves the weight sums
 * by 9 % within the first 200 steps of the published loss, and from the second cycle on trajectories are unrelated in detail. So beyond
 * equality the question is a statistical one.
 */
import { testImageCount } from '../../../compression/dtc/job.ts';
import type { Digest, DigestEnvironment, DigestJob } from '../../digest.ts';
import { exceptSeed, canonicalJson, type Study } from '../../job.ts';
import { count, jobName, mean, otherPlace, percentagePoints, rms, samePlaceWords, whereWords, type Verdict } from '../../verdict-words.ts';
import { quantised } from './digest.ts';
import type { DtcPoint, DtcRun } from './run.ts';
import { typicalSpread } from './seed-spread.ts';
import { dtcDescribed } from './settings.ts';
import type { DtcJob } from './types.ts';

/** Within rounding: accuracies as near as this (a tenth of a percentage point is 10 of 10,000 images), or three images if that is more. */
const ROUNDING_ACCURACY = 0.001;
const ROUNDING_IMAGES = 3;
/** And entropies as near as this, in bits, or as what one of n measurements shifts by changing its bin, about 2/n. */
const ROUNDING_ENTROPY = 0.1;
/** Statistically consistent: no job's root mean square of z above this. Another seed gives 1 on average. */
const CONSISTENT_RMS = 2;
/**
 * Variances are pooled over neighbouring cycles, two to either side and more until they have 8 degrees of freedom: a few values alone say
 * little about their spread. With two to either side and two seeds, 5 of 60 true repeats of 6 jobs of 34 cycles (drawn with the spreads of
 * seed-spread.ts) passed for different; so, none or one.
 */
const POOLED_CYCLES = 2;
const POOLED_CYCLES_MOST = 6;
const DEGREES_OF_FREEDOM = 8;

interface Pair {
  readonly index: number;
  readonly job: DtcJob;
  /** As a reader would call it: “Magnitude, seed 1”. */
  readonly name: string;
  readonly there: readonly DtcPoint[];
  readonly here: readonly DtcPoint[];
  /** Every digit that was measured agrees; null where only the digits in the link can be compared. */
  readonly exact: boolean | null;
}

/**
 * Compares a reproduction with what was shared, job by job over the cycles that both have.
 * @param shared and reproduced: digests of the same study
 * @returns null where no cycle of any job is there on both sides
 */
export function dtcVerdict(shared: Digest<DtcRun>, reproduced: Digest<DtcRun>): Verdict | null {
  const pairs = shared.jobs
    .map((there, index) => pair(shared.study, index, there, reproduced.jobs[index]))
    .filter((candidate) => candidate.there.length > 0);
  if (pairs.length === 0) return null;
  const left = shared.jobs.filter(({ run }) => run.points.length > 0).length - pairs.length;
  const rest = left > 0 ? ` ${count(left, 'job')} of the shared result did not get far enough here to be compared.` : '';
  const verdict =
    structure(shared, reproduced, pairs) ??
    identical(pairs, shared.environment, reproduced.environment) ??
    rounding(pairs, shared.environment, reproduced.environment) ??
    statistical(shared, pairs);
  return { ...verdict, text: verdict.text + rest };
}

function pair(study: Study, index: number, there: DigestJob<DtcRun>, here: DigestJob<DtcRun> | undefined): Pair {
  const { job, points: all } = there.run;
  const points = here?.run.points ?? [];
  const length = Math.min(all.length, points.length);
  const whole = all.length === points.length;
  const known = whole && there.fingerprint !== null && here !== undefined && here.fingerprint !== null;
  return {
    index,
    job,
    name: jobName(dtcDescribed, study, job),
    there: all.slice(0, length).map(quantised),
    here: points.slice(0, length).map(quantised),
    exact: known ? there.fingerprint === here.fingerprint : null,
  };
}

/** Widths, measurements and the number of cycles follow from the settings alone: where they differ, something else was run. */
function structure(shared: Digest<DtcRun>, reproduced: Digest<DtcRun>, pairs: readonly Pair[]): Verdict | null {
  for (const { index, name, there, here } of pairs) {
    const [all, own] = [shared.jobs[index].run, reproduced.jobs[index].run];
    if (all.status === 'finished' && own.status === 'finished' && all.points.length !== own.points.length) {
      return {
        kind: 'different',
        text: `Different: ${name} has ${count(all.points.length, 'cycle')} in the shared result and ${own.points.length} here.`,
      };
    }
    for (const [at, point] of there.entries()) {
      for (const [key, what] of [
        ['neurons', 'neurons left'],
        ['neuronsBefore', 'neurons before the prune'],
        ['measurements', 'measurements'],
      ] as const) {
        if (point[key] !== here[at][key]) {
          return {
            kind: 'different',
            text: `Different: ${name} has ${point[key]} ${what} at cycle ${point.cycle} in the shared result and ${here[at][key]} here.`,
          };
        }
      }
    }
  }
  return null;
}

function identical(pairs: readonly Pair[], there: DigestEnvironment | null, here: DigestEnvironment | null): Verdict | null {
  const same = pairs.every(({ exact, there: points, here: own }) => exact ?? canonicalJson(points) === canonicalJson(own));
  if (!same) return null;
  const what = pairs.every(({ exact }) => exact)
    ? 'agree in every digit, the measurements and rays behind them included'
    : 'agree in every digit that the shared result holds';
  return { kind: 'identical', text: `Identical: ${extent(pairs)} ${what}.${samePlaceWords(there, here)}` };
}

function rounding(pairs: readonly Pair[], there: DigestEnvironment | null, here: DigestEnvironment | null): Verdict | null {
  if (pairs.some(({ there: points, here: own, job }) => points.some((point, at) => !withinRounding(point, own[at], job)))) return null;
  const largest = Math.max(...pairs.map(largestDifference));
  return {
    kind: 'rounding',
    text:
      `Within rounding of ${otherPlace(there, here)}: over ${extent(pairs)}, every accuracy agrees to 0.1 percentage points or ${ROUNDING_IMAGES} images ` +
      `(largest difference ${percentagePoints(largest)}), and every entropy to ${ROUNDING_ENTROPY} bits or what one measurement shifts.${whereWords(there, here)}`,
  };
}

function withinRounding(there: DtcPoint, here: DtcPoint, job: DtcJob): boolean {
  const accuracy = Math.max(ROUNDING_ACCURACY, ROUNDING_IMAGES / testImageCount(job)) + 1e-9;
  const bits = Math.max(ROUNDING_ENTROPY, 2 / Math.max(1, there.measurements)) + 1e-9;
  const near = (a: number | null, b: number | null): boolean => (a === null || b === null ? a === b : Math.abs(a - b) <= bits);
  return (
    Math.abs(there.testAccuracy - here.testAccuracy) <= accuracy &&
    Math.abs(there.testAccuracyBeforePrune - here.testAccuracyBeforePrune) <= accuracy &&
    near(there.gibbsEntropy.previous, here.gibbsEntropy.previous) &&
    near(there.gibbsEntropy.next, here.gibbsEntropy.next)
  );
}

type Accuracy = 'testAccuracy' | 'testAccuracyBeforePrune';
const accuracies: readonly Accuracy[] = ['testAccuracy', 'testAccuracyBeforePrune'];

/** What a reproduced value is expected to be, and the standard deviation of its difference from that. */
interface Expectation {
  readonly mean: number;
  readonly sd: number;
}
type Expect = (cycle: number, which: Accuracy) => Expectation | null;

function statistical(shared: Digest<DtcRun>, pairs: readonly Pair[]): Verdict {
  const largest = `They differ by up to ${percentagePoints(Math.max(...pairs.map(largestDifference)))}`;
  const first = firstBeyondRounding(pairs);
  let seeds = Infinity;
  let typical = false;
  const groups = seedGroups(shared);
  const scores: { readonly name: string; readonly z: readonly number[] }[] = [];
  for (const own of pairs) {
    const group = groups.get(exceptSeed(own.job)) ?? [];
    const expect = group.length > 1 ? fromSeeds(group, own.job) : fromTable(own);
    if (!expect) {
      return {
        kind: 'different',
        text:
          `Different: ${largest.toLowerCase()}${first}. Whether chance explains that cannot be said: the shared result has one seed only, ` +
          'and it is not a set-up whose spread over seeds is known. Share a study with several seeds to compare by.',
      };
    }
    if (group.length > 1) seeds = Math.min(seeds, group.length);
    else typical = true;
    scores.push({ name: own.name, z: zScores(own, expect) });
  }
  const all = scores.flatMap(({ z }) => z);
  const worst = scores.reduce((a, b) => (rms(b.z) > rms(a.z) ? b : a));
  const spread = typical
    ? 'The shared result has one seed, so the spread is that of 8 seeds measured elsewhere with these settings.'
    : `The spread is that between the ${seeds} seeds of the shared result.`;
  const measure = `The root mean square of z is ${rms(all).toFixed(2)} over ${all.length} accuracies, and ${rms(worst.z).toFixed(2)} in ${worst.name}, the farthest job; another seed gives about 1, and up to ${CONSISTENT_RMS} passes. ${spread}`;
  return rms(worst.z) <= CONSISTENT_RMS
    ? {
        kind: 'consistent',
        text: `Statistically consistent: rounding grows while a network trains, so runs on different machines part ways. ${largest}${first}, but they scatter as runs with different seeds do. ${measure}`,
      }
    : { kind: 'different', text: `Different: ${largest.toLowerCase()}${first}, more than different seeds would explain. ${measure}` };
}

/** Jobs with points that differ by their seed at most, by what they have in common. */
function seedGroups(shared: Digest<DtcRun>): ReadonlyMap<string, readonly DtcRun[]> {
  const groups = new Map<string, DtcRun[]>();
  for (const { run } of shared.jobs) {
    if (run.points.length === 0) continue;
    const key = exceptSeed(run.job);
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  return groups;
}

/** Mean over the k seeds of the shared result; a further draw differs from it by the spread times √(1 + 1/k). */
function fromSeeds(group: readonly DtcRun[], job: DtcJob): Expect {
  const values = (cycle: number, which: Accuracy): number[] =>
    group.filter(({ points }) => cycle < points.length).map(({ points }) => points[cycle][which]);
  /** Sum of squares about the mean of its cycle, and degrees of freedom. */
  const scatter = (cycle: number, which: Accuracy): readonly [number, number] => {
    const drawn = values(cycle, which);
    const about = mean(drawn);
    return drawn.length < 2 ? [0, 0] : [drawn.reduce((sum, value) => sum + (value - about) * (value - about), 0), drawn.length - 1];
  };
  return (cycle, which) => {
    const own = values(cycle, which);
    let [squares, freedom] = scatter(cycle, which);
    for (let reach = 1; reach <= POOLED_CYCLES || (freedom < DEGREES_OF_FREEDOM && reach <= POOLED_CYCLES_MOST); reach++) {
      for (const near of [cycle - reach, cycle + reach].filter((at) => at >= 0)) {
        const [moreSquares, moreFreedom] = scatter(near, which);
        squares += moreSquares;
        freedom += moreFreedom;
      }
    }
    if (own.length === 0 || freedom === 0) return null;
    const sd = Math.max(Math.sqrt(squares / freedom), 1 / testImageCount(job));
    return { mean: mean(own), sd: sd * Math.sqrt(1 + 1 / own.length) };
  };
}

/** One draw against one draw: the spread times √2. */
function fromTable({ job, there }: Pair): Expect | null {
  const spread = typicalSpread(job);
  return (
    spread &&
    ((cycle, which) => {
      const { after, before } = spread(there[cycle].sparsity);
      return { mean: there[cycle][which], sd: (which === 'testAccuracy' ? after : before) * Math.SQRT2 };
    })
  );
}

function zScores({ here }: Pair, expect: Expect): number[] {
  return here.flatMap((point, cycle) =>
    accuracies.flatMap((which) => {
      const expected = expect(cycle, which);
      return expected ? [(point[which] - expected.mean) / expected.sd] : [];
    }),
  );
}

function extent(pairs: readonly Pair[]): string {
  return `${count(
    pairs.reduce((sum, { there }) => sum + there.length, 0),
    'cycle',
  )} of ${count(pairs.length, 'job')}`;
}

const largestDifference = ({ there, here }: Pair): number =>
  Math.max(...there.flatMap((point, at) => accuracies.map((which) => Math.abs(point[which] - here[at][which]))));

function firstBeyondRounding(pairs: readonly Pair[]): string {
  const found = pairs
    .map(({ name, job, there, here }) => ({ name, at: there.findIndex((point, at) => !withinRounding(point, here[at], job)) }))
    .filter(({ at }) => at !== -1)
    .sort((a, b) => a.at - b.at)[0];
  return found ? `, first beyond rounding at cycle ${found.at} of ${found.name}` : '';
}
