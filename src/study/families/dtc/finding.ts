/** What a study of Dual Tomographic Compression came to: how many neurons can go, and whether it matters which. */
import { percent } from '../../../math/number-text.ts';
import { mean } from '../../../math/statistics.ts';
import {
  byName,
  difference,
  isNoise,
  ofSeeds,
  points,
  pointsWith,
  isGoing,
  times,
  type Finding,
  type NameOf,
  type Repeats,
} from '../../finding.ts';
import { dtcMeasuredNothing } from './hollow.ts';
import { keepsAll } from './methods.ts';
import type { DtcRun } from './run.ts';

/** How far below the best accuracy along the way a pruned network still counts as good: 2 of 100 images. */
const TOLERANCE = 0.02;

/** Means that are told; a sweep has more. */
const MOST_NAMED = 4;

/** A prune that all repeats have come to, with the mean of their accuracies right after it. */
interface Prune {
  readonly accuracy: number;
  readonly sparsity: number;
  readonly neurons: number;
}

interface Ladder extends Repeats<DtcRun> {
  readonly prunes: readonly Prune[];
}

const widthOf = ({ model }: DtcRun['job']): number => model.hidden.reduce((sum, width) => sum + width, 0);

function ladderOf(repeats: Repeats<DtcRun>): Ladder {
  const { runs } = repeats;
  const common = Math.min(...runs.map((run) => run.points.length));
  const prunes = runs[0].points.slice(0, common).map(({ sparsity, neurons }, place) => ({
    accuracy: mean(runs.map((run) => run.points[place].testAccuracy)),
    sparsity,
    neurons,
  }));
  return { ...repeats, prunes };
}

const meanAccuracy = (prunes: readonly { readonly accuracy: number }[]): number => mean(prunes.map(({ accuracy }) => accuracy));

/** @returns null before the first prune */
export function dtcFinding(all: readonly DtcRun[], nameOf: NameOf): Finding | null {
  const measured = all.filter((run) => run.points.length > 0 && dtcMeasuredNothing(run) === null);
  const runs = measured.filter(({ job }) => !keepsAll(job.compression.method));
  if (runs.length === 0) return null;
  const ladders = byName(runs, nameOf).map(ladderOf);
  const prunes = ladders.flatMap((ladder) => ladder.prunes.map((prune) => ({ ladder, prune })));
  const best = prunes.reduce((most, one) => (one.prune.accuracy > most.prune.accuracy ? one : most));
  const { ladder, prune } = prunes
    .filter((one) => one.prune.accuracy >= best.prune.accuracy - TOLERANCE)
    .toSorted((a, b) => b.prune.sparsity - a.prune.sparsity || b.prune.accuracy - a.prune.accuracy)[0];
  const who = `${isGoing(all) ? 'So far: with' : 'With'} ${ladders.length > 1 ? `${ladder.name}, ` : ''}`;
  const still = `${percent(prune.accuracy)} of the test images are still right${ofSeeds(ladder)}`;
  const where = `${ladders.length > 1 ? `${best.ladder.name} with ` : ''}${percent(best.prune.sparsity)} removed`;
  const below = best.prune.accuracy - prune.accuracy;
  const against = below === 0 ? ', the most of all prunes' : `, ${points(below)} below the best of all prunes (${where})`;
  return {
    text: [
      `${who}${percent(prune.sparsity)} of the hidden neurons ${ladders.length > 1 ? 'can go and' : 'gone,'} ${still}${against}.`,
      ...trainedAsLong(measured),
      ...comparison(ladders),
    ].join(' '),
    more: '',
    numbers: [
      { value: percent(prune.accuracy), title: `right with ${percent(prune.sparsity)} of the neurons removed` },
      {
        value: times(widthOf(ladder.runs[0].job) / prune.neurons),
        title: `fewer hidden neurons: ${prune.neurons} of ${widthOf(ladder.runs[0].job)}`,
      },
      { value: percent(best.prune.accuracy), title: `right at the best prune: ${where}` },
    ],
  };
}

/** What the network comes to that nothing is taken from: accuracy rises along a ladder since training goes on. Once its runs are over. */
function trainedAsLong(measured: readonly DtcRun[]): string[] {
  const controls = measured.filter(({ job, status }) => keepsAll(job.compression.method) && status === 'finished');
  if (controls.length === 0) return [];
  const first = mean(controls.map(({ points: [point] }) => point.testAccuracy));
  const last = mean(controls.map(({ points: all }) => all[all.length - 1].testAccuracy));
  return [
    `Trained as long without a prune, the network goes from ${percent(first)} to ${percent(last)}: that is what training alone does.`,
  ];
}

/** The best ladder of each method; of a sweep of one method all that differ: a setting that a method ignores repeats its runs. */
function telling(ranked: readonly Ladder[]): readonly Ladder[] {
  const firstBy = (keyOf: (ladder: Ladder) => string): Ladder[] =>
    ranked.filter((ladder, place) => ranked.findIndex((other) => keyOf(other) === keyOf(ladder)) === place);
  const methods = firstBy(({ runs }) => runs[0].job.compression.method);
  return methods.length > 1 ? methods : firstBy(({ prunes }) => JSON.stringify(prunes));
}

/** Whether it matters how the neurons are chosen: the best two by the mean over the prunes that all have come to, and the last. */
function comparison(ladders: readonly Ladder[]): string[] {
  const common = Math.min(...ladders.map(({ prunes }) => prunes.length));
  const ranked = telling(ladders.toSorted((a, b) => meanAccuracy(b.prunes.slice(0, common)) - meanAccuracy(a.prunes.slice(0, common))));
  const [first, second] = ranked;
  const ofRun = (run: DtcRun): number => mean(run.points.slice(0, common).map(({ testAccuracy }) => testAccuracy));
  const apart = second && difference(first, second, ofRun);
  if (!apart) return [];
  const over = `on average over ${common === 1 ? 'the first prune' : `${common} prunes`}`;
  if (apart.halfWidth === null) {
    const means = ranked.slice(0, MOST_NAMED).map(({ name, prunes }) => `${name} ${percent(meanAccuracy(prunes.slice(0, common)))}`);
    return [`${capitalised(over)}: ${means.join(', ')}. Of one seed each, such differences can be chance: add seeds.`];
  }
  // Of the seeds that both have: the means above may be over others as well.
  const [better, worse] = apart.mean < 0 ? [second, first] : [first, second];
  const told = isNoise(apart)
    ? `${first.name} and ${second.name} differ by ${pointsWith(apart)} ${over}: no difference beyond the noise between seeds.`
    : `${better.name} is ${pointsWith(apart)} better than ${worse.name} ${over}.`;
  const last = ranked[ranked.length - 1];
  const behind = ranked.length > 2 ? difference(first, last, ofRun) : null;
  return [told, ...(behind && isNoise(behind) === false ? [`${last.name} comes last, ${pointsWith(behind)} below ${first.name}.`] : [])];
}

const capitalised = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
