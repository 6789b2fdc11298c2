/** BibTeX of a result and of the paper whose method it runs. */
import type { Environment } from '../../study/records.ts';
import { SEED_PATH } from '../text/labels.ts';
import { settingOf, type Study } from '../../study/schema.ts';

interface Citation {
  readonly study: Study;
  readonly environment: Pick<Environment, 'engine' | 'backend' | 'device'> | null;
  /** A link that opens the result; null where it is too long for one. */
  readonly url: string | null;
  readonly year: number;
}

const PAPER = `@article{suzen2025gibbs,
  author  = {S{\\"u}zen, M.},
  title   = {Gibbs randomness-compression proposition: An efficient deep learning},
  journal = {arXiv preprint arXiv:2505.23869},
  year    = {2025},
  doi     = {10.48550/arXiv.2505.23869}
}`;

const special: Readonly<Record<string, string>> = { '\\': '\\textbackslash{}', '~': '\\textasciitilde{}', '^': '\\textasciicircum{}' };

/** Escapes what TeX reads as commands. */
const tex = (text: string): string => text.replace(/[\\{}$&#%_~^]/g, (letter) => special[letter] ?? `\\${letter}`);

export function bibtex({ study, environment, url, year }: Citation): string {
  const seeds = study.axes.find((axis) => axis.path === SEED_PATH)?.values ?? [settingOf(study.job, SEED_PATH)];
  const engine = environment ? `Parsimony ${environment.engine}` : 'Parsimony';
  const where = environment ? `, backend ${environment.backend} (${environment.device})` : '';
  const fields = [
    ['title', `{${tex(study.name)}}`],
    ['howpublished', `{Result of ${tex(engine)}, an in-browser lab for compressing neural networks}`],
    ['note', `{Seed${seeds.length === 1 ? '' : 's'} ${tex(seeds.join(', '))}${tex(where)}}`],
    ['year', `{${year}}`],
    ...(url ? [['url', `{${url}}`]] : []),
  ];
  const body = fields.map(([name, value]) => `  ${name.padEnd(12)} = ${value}`).join(',\n');
  return `@misc{parsimony${year},\n${body}\n}\n\n${PAPER}\n`;
}
