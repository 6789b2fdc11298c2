/** BibTeX for a result, and for the paper that its method is from, as pdfLaTeX takes it: ASCII, and no line longer than a page is wide. */
import { latexText, latexUrl } from '../math/foreign-text.ts';
import { studyHashHex } from '../study/fingerprint.ts';
import type { DigestEnvironment } from '../study/digest.ts';
import { familyOf, type Study } from '../study/schema.ts';

export interface Citation {
  readonly study: Study;
  readonly environment: DigestEnvironment | null;
  /** When it was measured or, where that is not known, today. */
  readonly date: Date;
  /** Who has measured it, as BibTeX has names: “Family, Given and Family, Given”; empty where nobody said. */
  readonly author: string;
  /** Address of its result link; null where there is none that others can open. One beyond `MOST_CITED` is left out. */
  readonly url: string | null;
  /** SHA-256 of its result file, which is told where no address is; null where there is no such file. */
  readonly fileHash: string | null;
}

/** Characters of the longest address that a list of references has room for: three lines of a column. */
export const MOST_CITED = 200;

/** The result, and the paper of its family if there is one. */
export async function bibtex({ study, environment, date, author, url, fileHash }: Citation): Promise<string> {
  const hash = await studyHashHex(study);
  const day = date.toISOString().slice(0, 10);
  const where = environment ? `Parsimony ${environment.engine} on ${environment.backend} (${environment.device})` : 'Parsimony';
  const address = url === null ? null : latexUrl(url);
  const isCited = address !== null && address.length <= MOST_CITED;
  const digest = isCited || fileHash === null ? '' : `. SHA-256 of the result file: ${fileHash}`;
  const fields = [
    // Without an author a style sorts and labels by the key.
    author.trim() === '' ? ['key', 'Parsimony'] : ['author', latexText(author.trim())],
    ['title', `{${latexText(study.name)}}: a result measured with {Parsimony}`],
    ['year', day.slice(0, 4)],
    ['note', `${latexText(where)}, ${day}. SHA-256 of the study: ${hash}${digest}`],
    ...(isCited ? [['howpublished', `\\url{${address}}`]] : []),
  ];
  const lines = fields.map(([name, value]) => `  ${name.padEnd(13)} = {${value}}`);
  // What stands between entries BibTeX skips.
  const needs = isCited ? 'The address needs \\usepackage{url} or hyperref.\n' : '';
  const result = `${needs}@misc{parsimony-${hash.slice(0, 12)},\n${lines.join(',\n')}\n}`;
  return `${[result, familyOf(study.job).citation].filter(Boolean).join('\n\n')}\n`;
}
