/** How much a study asks for, in words. */
import { ladder } from '../../compression/dtc/ladder.ts';
import { isDtcJob, jobsOf, type Study } from '../../study/schema.ts';
import { count, plural } from './format.ts';

/** Jobs of a study: the product of its axes. */
export const jobCount = (study: Study): number => study.axes.reduce((product, axis) => product * axis.values.length, 1);

const ladderPaths: ReadonlySet<string> = new Set(['model.hidden', 'compression.share', 'compression.stopWidth']);

/** “34 cycles each”; a range where an axis changes the ladder. For the other families, the epochs at most. */
export function cyclesTitle(study: Study): string {
  const each = jobCount(study) > 1 ? ' each' : '';
  if (!isDtcJob(study.job)) return `at most ${count(study.job.training.maxEpochs + study.job.training.fineTuneMax)} epochs${each}`;
  const jobs = jobsOf({ ...study, axes: study.axes.filter((axis) => ladderPaths.has(axis.path)) });
  const counts = jobs
    .filter(isDtcJob)
    .map(({ model, compression }) => ladder(model.hidden, compression.share, compression.stopWidth).length);
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)];
  return fewest === most ? `${plural(most, 'cycle')}${each}` : `${fewest} to ${most} cycles`;
}

/** How the jobs come about, “3 methods × 5 seeds”-like; null where one axis or none has several values. */
export function axesTitle(study: Study, titleOf: (path: string) => string): string | null {
  const axes = study.axes.filter((axis) => axis.values.length > 1);
  return axes.length < 2 ? null : axes.map((axis) => `${titleOf(axis.path).toLowerCase()} (${axis.values.length})`).join(' × ');
}
