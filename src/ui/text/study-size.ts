/** How much a study asks for, in words. */
import { familyOf, jobCount, jobsOf, type Study } from '../../study/schema.ts';
import { plural } from './format.ts';

/** “34 cycles each”; a range where an axis changes them; “at most 400 epochs”; “23 rounds of 100 steps”. */
export function extentTitle(study: Study): string {
  const each = jobCount(study) > 1 ? ' each' : '';
  const family = familyOf(study.job);
  const { one, many, of } = family.unitOf(study.job);
  const isBound = family.mayEndEarly(study.job);
  const counts = jobsOf({ ...study, axes: study.axes.filter((axis) => family.unitPaths.includes(axis.path)) }).map((job) =>
    family.unitsOf(job),
  );
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)];
  const size = of === undefined ? '' : ` of ${of}`;
  return fewest === most ? `${isBound ? 'at most ' : ''}${plural(most, one, many)}${size}${each}` : `${fewest} to ${most} ${many}${size}`;
}

/** How the jobs of the product come about, “3 methods × 5 seeds”-like; null where one axis or none has several values. */
export function axesTitle(study: Study, titleOf: (path: string, job: Study['job']) => string): string | null {
  const axes = study.axes.filter((axis) => axis.values.length > 1);
  return axes.length < 2 ? null : axes.map((axis) => `${titleOf(axis.path, study.job).toLowerCase()} (${axis.values.length})`).join(' × ');
}
