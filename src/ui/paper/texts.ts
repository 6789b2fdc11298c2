/** The texts of the archive that are neither numbers nor metadata: what is in it, the links, and a document that has all of it. */
import { latexText, markdownText } from '../../math/foreign-text.ts';
import { isOfThisComputer } from '../text/addresses.ts';
import { count } from '../text/format.ts';
import type { DataObject } from './data-objects.ts';
import type { PaperFigure } from './figure.ts';

export interface Link {
  readonly url: string;
  readonly characters: number;
  readonly tooLong: boolean;
}

/** Whether others can open a link, and programs that they use do not cut it. */
export const isPublic = (link: Link | null): link is Link => link !== null && !link.tooLong && !isOfThisComputer(link.url);

export function linksText(link: Link | null): string {
  if (!link) return 'There is no link to this result: open result.json in the lab.\n';
  if (isOfThisComputer(link.url))
    return 'The lab was served by the computer that made this archive, so there is no link that others could open. Open result.json in any lab.\n';
  if (link.tooLong)
    return `A link to this result would have ${count(link.characters)} characters, and mail programs and chats cut those. Open result.json in the lab instead.\n`;
  return `${link.url}\n`;
}

export interface DocumentInput {
  /** Name of the study. */
  readonly title: string;
  readonly figures: readonly PaperFigure[];
  /** What stands over the table of results. */
  readonly caption: string;
}

/** One document that has everything, to be copied from. */
export function mainTex({ title, figures, caption }: DocumentInput): string {
  const floats = figures.map(({ name, plots, caption: words }) => [
    '\\begin{figure}[tp]',
    '\\centering',
    plots ? `\\input{figures/${name}.tex}` : `\\includegraphics{figures/${name}.pdf}`,
    `\\caption{${latexText(words)}}`,
    `\\label{fig:${name}}`,
    '\\end{figure}',
    '',
  ]);
  return [
    '% All of the archive in one document: pdflatex main, bibtex main, pdflatex main, pdflatex main.',
    '\\documentclass[10pt]{article}',
    '\\usepackage[a4paper, margin=15mm]{geometry}',
    '\\usepackage{booktabs, graphicx, pgfplots, siunitx, url}',
    '\\pgfplotsset{compat=1.16}',
    '\\begin{document}',
    `\\section*{${latexText(title)}}`,
    '\\input{methods.tex}',
    '',
    '\\begin{table}[tp]',
    '\\centering\\footnotesize\\setlength{\\tabcolsep}{3pt}',
    `\\caption{${latexText(caption)}}`,
    '\\input{tables/results.tex}',
    '\\end{table}',
    '',
    ...floats.flat(),
    '\\begin{table}[tp]',
    '\\centering\\footnotesize',
    '\\caption{Settings.}',
    '\\input{tables/settings.tex}',
    '\\end{table}',
    '\\bibliographystyle{plain}',
    '\\bibliography{references}',
    '\\end{document}',
    '',
  ].join('\n');
}

export interface ReadmeInput {
  readonly title: string;
  readonly engines: readonly string[];
  readonly width: number;
  readonly figures: readonly PaperFigure[];
  /** Titles of figures that have nothing to show. */
  readonly leftOut: readonly string[];
  readonly data: readonly DataObject[];
  readonly link: Link | null;
}

function figureLines({ figures, leftOut }: ReadmeInput): string[] {
  const maps = figures.filter(({ plots }) => plots === null);
  return [
    ...figures.map(({ name, caption }) => `- \`${name}\`: ${markdownText(caption)}`),
    ...(maps.length > 0
      ? ['', `Without pgfplots, which would take minutes over a map of colours: ${maps.map(({ name }) => `\`${name}\``).join(', ')}.`]
      : []),
    ...(leftOut.length > 0
      ? ['', `Left out, since this result has nothing to show in them: ${leftOut.map(markdownText).join(', ')}.`]
      : []),
  ];
}

function dataLine({ title, origin, sha256, files }: DataObject): string {
  const digest = sha256 === null ? '' : ` SHA-256 ${sha256}.`;
  const own = ' They are a person’s own and not in this archive: add the same files to the lab before you run the study.';
  const served =
    files.length > 0
      ? ' The SHA-256 of every file is in `ro-crate-metadata.json`.'
      : ' Their files could not be asked for when this was made.';
  return `- ${markdownText(title)}.${digest}${{ own, served, generated: ' They are generated from the settings.' }[origin]}`;
}

export function readme(input: ReadmeInput): string {
  const { title, engines, width, data, link } = input;
  return [
    `# ${markdownText(title)}`,
    '',
    `A result measured with Parsimony ${engines.map(markdownText).join(', ')}, made ready for a paper.`,
    '',
    '| file | what it is |',
    '| --- | --- |',
    `| \`figures/*.pdf\`, \`figures/*.svg\` | the figures, ${width} mm wide, with type of 8 points as outlines, so that no program needs a font for them |`,
    '| `figures/*.tex` | the same as source of pgfplots, set in the fonts of your document; reads `data/*-drawn.csv` |',
    '| `data/*.csv` | the numbers of each figure as a table, and as they are drawn |',
    '| `tables/results.tex`, `tables/settings.tex` | tables with booktabs and siunitx |',
    '| `methods.tex` | a paragraph on how it came about, every number from the records |',
    '| `references.bib` | this result and the paper of its methods |',
    '| `main.tex` | a document that has all of it, to be copied from |',
    '| `result.json` | the records, as the lab opens them |',
    '| `study.json` | the study, as the command line runs it |',
    '| `links.txt` | where the result can be opened |',
    '| `CITATION.cff`, `ro-crate-metadata.json` | for archives: how to cite it, and what was made of what by what |',
    '| `SHA256SUMS` | `sha256sum -c SHA256SUMS` says whether anything was changed |',
    '',
    '## Run it again',
    '',
    'In a copy of Parsimony:',
    '',
    '```sh',
    'npm run study -- study.json --out again.json',
    '```',
    '',
    'Another version of the engine may round otherwise. Drop `result.json` on the page of the lab and press *Reproduce* to have both compared.',
    '',
    '## Data',
    '',
    ...data.map(dataLine),
    '',
    '## Figures',
    '',
    ...figureLines(input),
    '',
    '## In LaTeX',
    '',
    'In the preamble `\\usepackage{booktabs, graphicx, pgfplots, siunitx, url}` and `\\pgfplotsset{compat=1.16}`; then `\\input{figures/NAME.tex}` or',
    '`\\includegraphics{figures/NAME.pdf}`. Paths are relative to the main document.',
    '',
    ...(isPublic(link) ? ['## Open it', '', `<${link.url}>`, ''] : []),
    'The metadata follow RO-Crate 1.1 and are laid out as a Process Run Crate; no validator has checked them. The licence is for you to choose.',
    '',
  ].join('\n');
}
