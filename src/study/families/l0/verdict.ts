/**
 * Whether a reproduced ℓ0 study is the one that was shared. What its jobs came to is compared: how many numbers are left, and how well
 * the network does. On another backend training parts ways and convergence ends phases elsewhere, so beyond rounding the question is
 * whether the differences are those between seeds.
 */
import { setSizes } from '../../../data/sources/index.ts';
import { log } from '../../../math/elementary.ts';
import { studentTQuantile } from '../../../math/student-t.ts';
import { quantisedSummary } from './digest.ts';
import type { Digest, DigestEnvironment, DigestJob } from '../../digest.ts';
import { exceptSeed, canonicalJson } from '../../job.ts';
import { count, jobName, mean, otherPlace, percentagePoints, rms, samePlaceWords, whereWords, type Verdict } from '../../verdict-words.ts';
import type { L0Run } from './run.ts';
import { l0Described } from './settings.ts';
import type { L0Job, L0Summary } from './types.ts';

/** Within rounding: accuracies as near as a tenth of a percentage point or three images, losses and sizes as near as these shares. */
const ROUNDING_ACCURACY = 0.001;
const ROUNDING_IMAGES = 3;
const ROUNDING_LOSS = 0.02;
const ROUNDING_SIZE = 0.02;
/**
 * Statistically consistent: the root mean square of t over all numbers is not above what one t exceeds so often. All numbers share one
 * estimate of the spread: with 4 degrees of freedom and a fixed bound of 2, 2 of 100 true repeats passed for different; so, none.
 */
const RMS_LEVEL = 0.01;
/** And no single one is farther than another seed would be once in so many studies. */
const ONE_IN = 1000;
/** A spread says little about itself before it has so many degrees of freedom. */
const DEGREES_OF_FREEDOM = 2;

interface Pair {
  readonly job: L0Job;
  readonly name: string;
  readonly there: L0Summary;
  readonly here: L0Summary;
  /** Every digit that was measured agrees; null where only the digits in the link can be compared. */
  readonly exact: boolean | null;
}

/** What is compared of a job: sizes and losses by their logarithms, in which their spread is about the same for all jobs of a study. */
const measures: readonly { readonly title: string; readonly read: (summary: L0Summary) => number | null }[] = [
  { title: 'numbers left', read: ({ nonzero }) => log(Math.max(1, nonzero)) },
  { title: 'test accuracy', read: ({ testAccuracy }) => testAccuracy },
  // Of the Gaussian loss, in bits, which may be negative, the loss itself is the logarithm.
  {
    title: 'test loss',
    read: ({ testAccuracy, testLoss, sigma }) =>
      testAccuracy !== null ? null : sigma === null ? log(Math.max(testLoss, 1e-12)) : testLoss,
  },
];

/** @returns null where no job has ended on both sides */
export function l0Verdict(shared: Digest<L0Run>, reproduced: Digest<L0Run>): Verdict | null {
  const summaryOf = (job: DigestJob<L0Run> | undefined): L0Summary | null => job?.run.summary ?? null;
  const known = shared.jobs.filter((job) => summaryOf(job)).length;
  const pairs = shared.jobs.flatMap((job, index): Pair[] => {
    const [there, own] = [summaryOf(job), reproduced.jobs[index]];
    const here = summaryOf(own);
    if (!there || !here) return [];
    const exact = job.fingerprint !== null && own.fingerprint !== null ? job.fingerprint === own.fingerprint : null;
    return [
      {
        job: job.run.job,
        name: jobName(l0Described, shared.study, job.run.job),
        there: quantisedSummary(there),
        here: quantisedSummary(here),
        exact,
      },
    ];
  });
  if (pairs.length === 0) return null;
  const left = known - pairs.length;
  const rest = left > 0 ? ` ${count(left, 'job')} of the shared result did not end here, and could not be compared.` : '';
  const verdict =
    structure(pairs) ??
    identical(pairs, shared.environment, reproduced.environment) ??
    rounding(pairs, shared.environment, reproduced.environment) ??
    statistical(shared, pairs);
  return { ...verdict, text: verdict.text + rest };
}

/** The size of the network follows from the settings alone. */
function structure(pairs: readonly Pair[]): Verdict | null {
  const other = pairs.find(({ there, here }) => there.parameters !== here.parameters);
  if (!other) return null;
  const { name, there, here } = other;
  return {
    kind: 'different',
    text: `Different: the network of ${name} has ${there.parameters} numbers in the shared result and ${here.parameters} here.`,
  };
}

function identical(pairs: readonly Pair[], there: DigestEnvironment | null, here: DigestEnvironment | null): Verdict | null {
  if (!pairs.every(({ exact, there: end, here: own }) => exact ?? sameSummary(end, own))) return null;
  const what = pairs.every(({ exact }) => exact)
    ? 'agree in every digit at every measured step'
    : 'agree in every digit that the shared result holds';
  return { kind: 'identical', text: `Identical: ${count(pairs.length, 'job')} ${what}.${samePlaceWords(there, here)}` };
}

/** By the numbers that every link holds. */
const sameSummary = (a: L0Summary, b: L0Summary): boolean => canonicalJson(heldOf(a)) === canonicalJson(heldOf(b));
const heldOf = ({ nonzero, testLoss, testAccuracy, trainLoss, modelBytes, dataBytes, threshold }: L0Summary) => ({
  nonzero,
  testLoss,
  testAccuracy,
  trainLoss,
  modelBytes,
  dataBytes,
  threshold,
});

function rounding(pairs: readonly Pair[], there: DigestEnvironment | null, here: DigestEnvironment | null): Verdict | null {
  if (!pairs.every(withinRounding)) return null;
  return {
    kind: 'rounding',
    text:
      `Within rounding of ${otherPlace(there, here)}: in ${count(pairs.length, 'job')}, what is left agrees to ${100 * ROUNDING_SIZE} %, test losses to ` +
      `${100 * ROUNDING_LOSS} %, and accuracies to 0.1 percentage points or ${ROUNDING_IMAGES} images. ${largestWords(pairs)}.${whereWords(there, here)}`,
  };
}

function withinRounding({ job, there, here }: Pair): boolean {
  const near = (a: number, b: number, share: number): boolean => Math.abs(a - b) <= share * Math.max(Math.abs(a), Math.abs(b)) + 1e-12;
  const accurate =
    there.testAccuracy === null || here.testAccuracy === null
      ? there.testAccuracy === here.testAccuracy
      : Math.abs(there.testAccuracy - here.testAccuracy) <= Math.max(ROUNDING_ACCURACY, ROUNDING_IMAGES / setSizes(job).test.coded) + 1e-9;
  return accurate && near(there.testLoss, here.testLoss, ROUNDING_LOSS) && near(there.nonzero, here.nonzero, ROUNDING_SIZE);
}

/** “Numbers left differ by up to 3.1 %, accuracies by up to 0.12 percentage points”. */
function largestWords(pairs: readonly Pair[]): string {
  const most = (read: (pair: Pair) => number): number => Math.max(...pairs.map(read));
  const size = most(({ there, here }) => Math.abs(there.nonzero - here.nonzero) / Math.max(1, there.nonzero));
  const accuracy = most(({ there, here }) => Math.abs((there.testAccuracy ?? 0) - (here.testAccuracy ?? 0)));
  const loss = most(({ there, here }) => Math.abs(there.testLoss - here.testLoss) / Math.max(1e-12, Math.abs(there.testLoss)));
  const classifies = pairs.some(({ there }) => there.testAccuracy !== null);
  return `What is left differs by up to ${(100 * size).toFixed(1)} %, ${classifies ? `accuracy by up to ${percentagePoints(accuracy)}` : `test loss by up to ${(100 * loss).toFixed(1)} %`}`;
}

interface Spread {
  readonly sd: number;
  readonly freedom: number;
}

/** The spread between seeds, pooled over all jobs of the shared study that have repeats; null where too few have any. */
function spreadOf(groups: Iterable<readonly L0Summary[]>, read: (summary: L0Summary) => number | null): Spread | null {
  let [squares, freedom] = [0, 0];
  for (const group of groups) {
    const values = group.map(read).filter((value) => value !== null);
    if (values.length < 2) continue;
    const about = mean(values);
    squares += values.reduce((sum, value) => sum + (value - about) * (value - about), 0);
    freedom += values.length - 1;
  }
  // Values that do not differ at all between seeds are a count that ran into a bound, and say nothing about chance.
  return freedom < DEGREES_OF_FREEDOM || squares === 0 ? null : { sd: Math.sqrt(squares / freedom), freedom };
}

function statistical(shared: Digest<L0Run>, pairs: readonly Pair[]): Verdict {
  const groups = new Map<string, L0Summary[]>();
  for (const { run } of shared.jobs) {
    if (!run.summary) continue;
    const key = exceptSeed(run.job);
    groups.set(key, [...(groups.get(key) ?? []), quantisedSummary(run.summary)]);
  }
  const scores: { readonly title: string; readonly name: string; readonly t: number; readonly freedom: number }[] = [];
  for (const { title, read } of measures) {
    const spread = spreadOf(groups.values(), read);
    if (!spread) continue;
    for (const { job, name, here } of pairs) {
      const own = read(here);
      const group = (groups.get(exceptSeed(job)) ?? []).map(read).filter((value) => value !== null);
      if (own === null || group.length === 0) continue;
      // A further draw differs from the mean of k by the spread times √(1 + 1/k).
      scores.push({ title, name, t: (own - mean(group)) / (spread.sd * Math.sqrt(1 + 1 / group.length)), freedom: spread.freedom });
    }
  }
  const largest = largestWords(pairs);
  if (scores.length === 0) {
    return {
      kind: 'different',
      text:
        `Different: ${lowerFirst(largest)}. Whether chance explains that cannot be said: the shared result has too few repeats over seeds. ` +
        'Share a study with several seeds to compare by.',
    };
  }
  const worst = scores.reduce((a, b) => (Math.abs(b.t) > Math.abs(a.t) ? b : a));
  const bound = studentTQuantile(1 - 1 / ONE_IN / 2 / scores.length, worst.freedom);
  const passes = studentTQuantile(1 - RMS_LEVEL / 2, worst.freedom);
  const overall = rms(scores.map(({ t }) => t));
  const measure =
    `The root mean square of t is ${overall.toFixed(2)} over ${scores.length} numbers; another seed gives about 1, and up to ${passes.toFixed(1)} passes. ` +
    `The farthest is the ${worst.title} of ${worst.name} with t = ${worst.t.toFixed(1).replace('-', '−')}; with the ${worst.freedom} degrees of freedom of the shared seeds, ` +
    `one study in ${ONE_IN} reaches ${bound.toFixed(1)}. The spread is that between the seeds of the shared result, pooled over its jobs.`;
  return overall <= passes && Math.abs(worst.t) <= bound
    ? {
        kind: 'consistent',
        text: `Statistically consistent: rounding grows while a network trains, so runs on different machines part ways. ${largest}, but they scatter as runs with different seeds do. ${measure}`,
      }
    : { kind: 'different', text: `Different: ${lowerFirst(largest)}, more than different seeds would explain. ${measure}` };
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
