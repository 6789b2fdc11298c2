/** The one run that figures of a single run look into. */
import { l0MeasuredNothing } from '../../study/families/l0/hollow.ts';
import { notCarried } from '../notes.ts';
import { emptyWhile, keptBy, runTitle, seriesOf, type NamedRun, type Series } from './runs.ts';
import type { L0Input } from './input.ts';

export interface LookedInto {
  readonly run: NamedRun;
  readonly series: Series;
}

/**
 * The run that was chosen; while none is, the ended one of shortest description, of this machine before shared ones, and before any has
 * ended the first that has come to a step.
 * @param usable whether a run holds what the figure shows
 */
export function lookInto(input: L0Input, usable: (run: NamedRun) => boolean): LookedInto | null {
  const all = allRuns(input);
  const { run: id } = input.options;
  const chosen = id === null ? undefined : all.find(({ run }) => run.id === id);
  if (chosen) return usable(chosen.run) ? chosen : null;
  const candidates = all.filter(({ run }) => usable(run)).sort(shorterFirst);
  return candidates[0] ?? null;
}

/** A run that measured nothing is looked into when it is chosen, and when there is no other. */
const rank = ({ run }: LookedInto): number =>
  (l0MeasuredNothing(run.run) === null ? 0 : 4) + (run.source === 'own' ? 0 : 2) + (run.run.summary ? 0 : 1);
const length = ({ run }: LookedInto): number => run.run.summary?.descriptionBytes ?? 0;
const shorterFirst = (a: LookedInto, b: LookedInto): number => rank(a) - rank(b) || length(a) - length(b);

/** Most runs that a list names: in a longer one nobody finds anything, and ten thousand rows took seconds to make. */
const MOST_LISTED = 200;

const allRuns = keptBy((input): readonly LookedInto[] => seriesOf(input).flatMap((series) => series.runs.map((run) => ({ run, series }))));

const shortestRuns = keptBy((input): readonly LookedInto[] => {
  const all = allRuns(input);
  if (all.length <= MOST_LISTED) return all;
  const shortest = new Set(all.toSorted(shorterFirst).slice(0, MOST_LISTED));
  return all.filter((one) => shortest.has(one));
});

/**
 * The runs that can be chosen from a list, in the order of their series; of very many those of shortest description, and the one that is
 * chosen, which a click on its marker can have done.
 */
export function listedRuns(input: L0Input): { readonly runs: readonly LookedInto[]; readonly isPart: boolean } {
  const listed = shortestRuns(input);
  const isPart = listed.length < allRuns(input).length;
  const { run: id } = input.options;
  const other =
    !isPart || id === null || listed.some(({ run }) => run.id === id) ? undefined : allRuns(input).find(({ run }) => run.id === id);
  return { runs: other ? [other, ...listed] : listed, isPart };
}

export const titleOf = ({ run, series }: LookedInto): string => runTitle(run, series.label);

/**
 * What is said where the run that is looked into has nothing to show, or none has.
 * @param needs what a run has to have done, or why its record lacks it
 * @param travels whether links carry it
 */
export function emptyRun(input: L0Input, what: string, needs: string, travels = false): string {
  const runs = seriesOf(input).flatMap((series) => series.runs);
  if (runs.length === 0) return `Press Run to see ${what}.`;
  const chosen = runs.find(({ id }) => id === input.options.run);
  if (!travels && (chosen ? [chosen] : runs).every(({ run }) => run.isDigest)) return notCarried(what);
  if (chosen && (chosen.run.summary || ['failed', 'cancelled'].includes(chosen.run.status)))
    return `The run shown, ${runTitle(chosen)}, has none: ${needs}.`;
  return emptyWhile(runs, `the first job to get there shows ${what}`) ?? `No run of this study has ${what}: ${needs}.`;
}
