/** What a schema has against a study or a result, in one line. */
import type { z } from '../data/zod.ts';

/** Complaints after which the rest is only counted. */
const MOST = 3;

/** The complaints of a schema with the places they are about, such as "job.compression.lambda: Too small …; and 2 more". */
export function explainIssues(error: z.ZodError): string {
  const said = error.issues.slice(0, MOST).map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(' '));
  const more = error.issues.length - said.length;
  return said.join('; ') + (more > 0 ? `; and ${more} more` : '');
}
