/** What a schema has against a study or a result, in one line. */
import type { z } from '../data/zod.ts';

/** Complaints after which the rest is only counted. */
const MOST = 3;

/**
 * The complaints of a schema with the places they are about, such as "job.compression.lambda: Too small …; and 2 more".
 * @param study that was refused: a value of an axis is named by its setting and the value, not by its place among the axes
 */
export function explainIssues(error: z.ZodError, study: unknown = null): string {
  const said = error.issues.slice(0, MOST).map(({ path, message }) => [placeOf(path, study), message].filter(Boolean).join(' '));
  const more = error.issues.length - said.length;
  return said.join('; ') + (more > 0 ? `; and ${more} more` : '');
}

/** “the value 7 of seed” for axes.2.values.0. */
function placeOf(path: readonly PropertyKey[], study: unknown): string {
  const [list, place, part, index] = path;
  const axes: unknown = list === 'axes' && study !== null && typeof study === 'object' && 'axes' in study ? study.axes : null;
  const axis: unknown = Array.isArray(axes) && typeof place === 'number' ? axes[place] : null;
  if (axis === null || typeof axis !== 'object' || !('path' in axis) || typeof axis.path !== 'string') return path.join('.');
  if (part !== 'values' || !('values' in axis) || !Array.isArray(axis.values)) return `axis ${axis.path}`;
  return typeof index === 'number' ? `the value ${JSON.stringify(axis.values[index])} of ${axis.path}:` : `axis ${axis.path}`;
}
