/** BibTeX for a result, and for the paper that its method is from. */
import { studyHashHex } from '../study/fingerprint.ts';
import type { DigestEnvironment } from '../study/digest.ts';
import type { Study } from '../study/schema.ts';

/** arXiv 2505.23869, the source of Dual Tomographic Compression. */
const paper = `@misc{suzen2025gibbs,
  author        = {S{\\"u}zen, Mehmet},
  title         = {Gibbs randomness-compression proposition: An efficient deep learning},
  year          = {2025},
  eprint        = {2505.23869},
  archivePrefix = {arXiv},
  doi           = {10.48550/arXiv.2505.23869}
}`;

export interface Citation {
  readonly study: Study;
  readonly environment: DigestEnvironment | null;
  /** When it was measured or, where that is not known, today. */
  readonly date: Date;
  /** Address of its result link; null where it is too long to be one. */
  readonly url: string | null;
}

/** Two entries: the result and the paper. */
export async function bibtex({ study, environment, date, url }: Citation): Promise<string> {
  const hash = await studyHashHex(study);
  const day = date.toISOString().slice(0, 10);
  const where = environment ? `Parsimony ${environment.engine} on ${environment.backend} (${environment.device})` : 'Parsimony';
  const fields = [
    ['title', `{${escaped(study.name)}}: a result measured with {Parsimony}`],
    ['year', day.slice(0, 4)],
    ['note', `${escaped(where)}, ${day}. SHA-256 of the study: ${hash}`],
    ...(url === null ? [] : [['howpublished', `\\url{${url}}`]]),
  ];
  const lines = fields.map(([name, value]) => `  ${name.padEnd(13)} = {${value}}`);
  return `@misc{parsimony-${hash.slice(0, 12)},\n${lines.join(',\n')}\n}\n\n${paper}\n`;
}

const replacements: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
};

/** Text for LaTeX. */
const escaped = (text: string): string => text.replace(/[\\{}~^&%$#_]/gu, (character) => replacements[character] ?? `\\${character}`);
