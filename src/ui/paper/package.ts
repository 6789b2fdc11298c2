/** The files of *Export for a paper*, of a result and its figures. */
import type { ZipFile } from '../../coding/zip.ts';
import { csvOf } from '../../figures/csv.ts';
import { bibtex } from '../../lab/cite.ts';
import { resultText } from '../../lab/result-file.ts';
import { sha256Hex } from '../../study/fingerprint.ts';
import type { Result } from '../../study/records.ts';
import { citationFile } from './citation-file.ts';
import { crateOf } from './crate.ts';
import type { DataObject } from './data-objects.ts';
import type { PaperFigure } from './figure.ts';
import { methodsTex } from './methods.ts';
import { resultsCaption, resultsTable, resultsTex, settingsTex } from './tables.ts';
import { isPublic, linksText, mainTex, readme, type Link } from './texts.ts';

export interface PaperInput {
  readonly result: Result;
  readonly author: string;
  readonly date: Date;
  /** Millimetres. */
  readonly width: number;
  readonly figures: readonly PaperFigure[];
  readonly leftOut: readonly string[];
  readonly data: readonly DataObject[];
  readonly link: Link | null;
  /** Address of the lab; null where others cannot open it. */
  readonly page: string | null;
}

type Content = string | Uint8Array<ArrayBuffer>;

const figureFiles = ({ name, table, plots, svg, pdf }: PaperFigure): readonly (readonly [string, Content])[] => {
  const files: readonly (readonly [string, Content])[] = [
    [`figures/${name}.pdf`, pdf],
    [`figures/${name}.svg`, svg],
    [`data/${name}.csv`, csvOf(table)],
  ];
  if (!plots) return files;
  return [...files, [`figures/${name}.tex`, plots.tex], [`data/${name}-drawn.csv`, plots.csv]];
};

/** Keys of the entries, that of the result first. */
const keysOf = (bibliography: string): string[] => Array.from(bibliography.matchAll(/^@\w+\{([^,\s]+),/gmu), ([, key]) => key);

export async function paperFiles(input: PaperInput): Promise<ZipFile[]> {
  const { result, author, date, width, figures, leftOut, data, link, page } = input;
  const { study, records, environment } = result;
  const text = resultText(result);
  const fileHash = await sha256Hex(text);
  const url = isPublic(link) ? link.url : null;
  const started = records.map(({ startedAt }) => startedAt).find((time) => time !== null);
  const measured = started ? new Date(started) : date;
  const bibliography = await bibtex({ study, environment, date: measured, author, url, fileHash });
  const table = resultsTable(result);
  const engines = [...new Set(records.flatMap(({ environment: own }) => own?.engine ?? []))];
  const contents: readonly (readonly [string, Content])[] = [
    ['README.md', readme({ title: study.name, engines, width, figures, leftOut, data, link })],
    ['main.tex', mainTex({ title: study.name, figures, caption: resultsCaption(table, study.name) })],
    ['methods.tex', methodsTex(result, keysOf(bibliography))],
    ['references.bib', bibliography],
    ...figures.flatMap(figureFiles),
    ['tables/results.tex', resultsTex(table)],
    ['tables/settings.tex', settingsTex(study)],
    ['result.json', text],
    ['study.json', `${JSON.stringify(study, null, 2)}\n`],
    ['links.txt', linksText(link)],
    ['CITATION.cff', citationFile({ study, author, date: measured, fileHash, url })],
  ];
  const files = await Promise.all(contents.map(async ([name, content]) => fileOf(name, content)));
  const metadata = await fileOf('ro-crate-metadata.json', crateOf({ result, author, date, data, files, page }));
  const all = [...files, metadata];
  const sums = await fileOf('SHA256SUMS', all.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join(''));
  return [...all, sums];
}

async function fileOf(name: string, content: Content): Promise<ZipFile & { readonly sha256: string }> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return { name, bytes, sha256: await sha256Hex(bytes) };
}
