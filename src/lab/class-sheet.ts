/** Links that a class has handed in, read all at once: what each holds, and which of them are the same. */
import { messageOf } from '../data/message-of.ts';
import type { Digest } from '../study/digest.ts';
import { studyHashHex } from '../study/fingerprint.ts';
import { resultFragment } from './link-text.ts';
import { linkFragment, readLink } from './link.ts';

/** More links than a lecture has listeners; reading each takes some milliseconds. */
export const MOST_LINKS = 500;

/** Letters from which on the same sentence by two people is no accident. */
const TELLING = 20;

/** A link that was handed in. */
export interface HandedIn {
  readonly kind: 'read';
  /** What follows `#`. */
  readonly fragment: string;
  readonly digest: Digest;
  /** SHA-256 of its study, in hexadecimal. */
  readonly study: string;
  /** Why its teacher may want to look at it, in sentences. */
  readonly remarks: readonly string[];
}

/** One that could not be read. */
export interface NotRead {
  readonly kind: 'refused';
  /** How it begins. */
  readonly start: string;
  readonly why: string;
}

export type SheetRow = HandedIn | NotRead;

/** The links in a text, in their order: each begins at an address, or at the `#` of one. */
export function linksIn(text: string): string[] {
  return text
    .split(/(?=https?:\/\/)|\n(?=\s*#?r=\d)/u)
    .map((part) => part.trim())
    .filter((part) => resultFragment(part) !== null);
}

/** @param onRead told how many of them have been read */
export async function readSheet(links: readonly string[], onRead: (read: number) => void): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  for (const link of links.slice(0, MOST_LINKS)) {
    rows.push(await rowOf(link));
    onRead(rows.length);
  }
  return withRemarks(rows);
}

async function rowOf(link: string): Promise<SheetRow> {
  try {
    const digest = await readLink(resultFragment(link) ?? '');
    // Written anew, without what a mail has put around it: so that the same is the same.
    return { kind: 'read', fragment: await linkFragment(digest), digest, study: await studyHashHex(digest.study), remarks: [] };
  } catch (error) {
    return { kind: 'refused', start: link.slice(0, 60), why: messageOf(error) };
  }
}

const nameOf = ({ digest }: HandedIn): string => digest.lesson?.answer.by ?? 'nobody by name';

/** Compared as a person would: without capitals, signs and spaces. */
const plain = (sentence: string): string =>
  sentence
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

function withRemarks(rows: readonly SheetRow[]): SheetRow[] {
  const read = rows.filter((row) => row.kind === 'read');
  const common = mostFrequent(read.map(({ study }) => study));
  return rows.map((row) => {
    if (row.kind !== 'read') return row;
    const earlier = read.slice(0, read.indexOf(row));
    const again = earlier.find((other) => other.fragment === row.fragment);
    const own = plain(row.digest.lesson?.answer.sentence ?? '');
    const twin = own.length >= TELLING ? earlier.find((other) => plain(other.digest.lesson?.answer.sentence ?? '') === own) : undefined;
    const remarks = [
      ...(again ? [`The very link of ${nameOf(again)}.`] : []),
      ...(twin && !again ? [`The same sentence as ${nameOf(twin)}.`] : []),
      ...(row.study === common ? [] : ['Another study than most.']),
      ...(row.digest.jobs.some(({ run }) => run.status !== 'finished') ? ['Not run to its end.'] : []),
    ];
    return { ...row, remarks };
  });
}

function mostFrequent(values: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce<readonly [string, number] | undefined>((best, one) => (best && best[1] >= one[1] ? best : one), undefined)?.[0];
}
