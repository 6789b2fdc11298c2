/** The words around a figure: what its styles mean, whose numbers they are, and what to do while there are none. */
import { measuresAsPublished, PUBLISHED_DATA_DOI, PUBLISHED_SOURCE } from '../../study/families/dtc/published.ts';
import type { JobStatus } from '../../study/records.ts';
import { notCarried } from '../notes.ts';
import type { DtcInput } from './input.ts';
import { groupsOf, seedsText } from './groups.ts';

/** What else there is to say of a drawing: what the bands over seeds are, whose numbers are drawn, and what the styles mean. */
export function sourceNotes(
  { own, shared, published }: DtcInput,
  notes: { readonly band?: string; readonly published?: string | null } = {},
): string[] {
  const groups = groupsOf({ own, shared: [] }).filter(({ trajectories }) => trajectories.some(({ points }) => points.length > 0));
  const parts: string[] = [];
  if (groups.some(({ trajectories }) => trajectories.length > 1)) parts.push(`${notes.band ?? 'mean and range'} of ${seedsText(groups)}`);
  if (shared.length > 0) parts.push(`faint and dotted: shared${shared.some(({ steps }) => steps === null) ? ', rounded' : ''}`);
  if (published && notes.published !== null) parts.push(publishedNote(notes.published));
  return parts;
}

/** The line under the title: what is drawn, and of how many seeds. @param more said in between: of a line that is too long the end is cut off */
export function captionOf({ own }: Pick<DtcInput, 'own'>, what: string, more = ''): string {
  const groups = groupsOf({ own, shared: [] }).filter(({ trajectories }) => trajectories.some(({ points }) => points.length > 0));
  const said = more === '' ? what : `${what}; ${more}`;
  return groups.length > 0 ? `${said}${more === '' ? ',' : ';'} ${seedsText(groups)}` : said;
}

/** Of the paper, and where its numbers are from. @param place a figure, table or section of it */
export const inPaper = (place: string): string => `${place} of arXiv 2505.23869 (Süzen 2025).`;

/** What stands behind the (i) of a figure with published numbers in it. */
export const publishedData = `Published numbers: ${PUBLISHED_SOURCE}, from the data at doi.org/${PUBLISHED_DATA_DOI}.`;

/** What marks the published numbers, and their source. */
export const publishedNote = (mark = 'hollow and dashed'): string => `${mark}: published (${PUBLISHED_SOURCE})`;

const over: readonly JobStatus[] = ['finished', 'failed', 'cancelled'];

/** Why runs have come to their end without what a figure shows, such as “the first prune”; null while one may still come to it. */
export function endedWithout(own: DtcInput['own'], what: string): string | null {
  if (own.length === 0 || !own.every(({ status }) => over.includes(status))) return null;
  if (own.some(({ status }) => status !== 'failed')) return `No job of this run came to ${what}.`;
  return own.length === 1 ? `The job failed before ${what}: run it again.` : `Every job failed before ${what}: run them again.`;
}

/** What is said instead of axes while no curve has a point. */
export function emptyText({ own, shared }: Pick<DtcInput, 'own' | 'shared'>, what: string): string {
  if (own.length === 0) {
    const isLink = shared.length > 0 && shared.every(({ steps }) => steps === null);
    return isLink ? notCarried(what) : `Press Run to see ${what}.`;
  }
  if (own.some(({ points }) => points.length > 0)) {
    return own.every(({ status }) => over.includes(status))
      ? `The prunes of this run do not show ${what}.`
      : `No prune so far shows ${what}.`;
  }
  return endedWithout(own, `the first prune, which shows ${what}`) ?? `No prune yet: the end of the first cycle shows ${what}.`;
}

/** Published entropies and measurements stand behind the first layer of runs of which some are measured in the same way, or none is there. */
export const showsPublishedMeasurements = ({ own, options }: DtcInput): boolean =>
  options.layer === 0 && (own.length === 0 || own.some(({ job }) => measuresAsPublished(job)));
