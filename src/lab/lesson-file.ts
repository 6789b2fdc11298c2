/**
 * A lesson as a file, for where no link goes, or one as long gets cut: a line that says what it is, its title, and its address, as text that a
 * person can read.
 */
import { LinkError } from './link.ts';
import { resultFragment } from './link-text.ts';

/** What the name of a lesson file ends in, without the dot. */
export const LESSON_FILE_ENDING = 'parsimony-lesson';

const SIGNATURE = 'parsimony/lesson 1';

/** A lesson holds a link, of which at most 64 KB are opened, and a title. */
const MAX_FILE_BYTES = 100_000;

/** Whether bytes begin as a lesson file does; the first eight are enough. */
export const looksLikeLessonFile = (bytes: Uint8Array): boolean =>
  new TextDecoder().decode(bytes.subarray(0, 8)) === SIGNATURE.slice(0, 8) && bytes.length >= 8;

/** The text of a lesson file. @param url its link, however long */
export const lessonFileText = (title: string, url: string): string =>
  `${SIGNATURE}\n${title.replaceAll(/\s+/gu, ' ')}\nOpen this file in Parsimony, or this address in a browser:\n${url}\n`;

/** What follows `#` of the link that a lesson file holds. @throws LinkError naming what is wrong with it */
export async function readLessonFile(file: Pick<File, 'name' | 'size' | 'text'>): Promise<string> {
  if (file.size > MAX_FILE_BYTES) {
    throw new LinkError('size', `“${file.name}” is no lesson that Parsimony wrote: those have at most 100 kB. Nothing was opened.`);
  }
  const lines = (await file.text()).split(/\r?\n/u);
  const address = lines.slice(1).findLast((line) => resultFragment(line) !== null);
  const fragment = address === undefined ? null : resultFragment(address);
  if (lines[0] !== SIGNATURE || fragment === null) {
    throw new LinkError(
      'format',
      `“${file.name}” is no lesson that this version of Parsimony reads, or it was cut off: its first line reads “${SIGNATURE}”, and one of those below is an address. Ask for it again.`,
    );
  }
  return fragment;
}
