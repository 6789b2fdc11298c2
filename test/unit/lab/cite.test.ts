/** What the dialog “Cite this result” gives, set by LaTeX. */
import { expect, test } from 'vitest';
import { bibtex } from '../../../src/lab/cite.ts';
import { presets } from '../../../src/study/presets.ts';
import { studySchema } from '../../../src/study/schema.ts';
import { foreignNames } from '../foreign-names.ts';
import { compiled, hasLatex } from '../support/latex.ts';

/** Of one author and year an entry each, as those of a style without labels need. */
const main = `\\documentclass{article}\\usepackage{url}\\begin{document}\\nocite{*}\\bibliographystyle{plain}\\bibliography{references}\\end{document}`;

test.skipIf(!hasLatex)(
  'presets and foreign names, as studies and as authors, are set by pdfLaTeX and BibTeX (needs TeX Live)',
  async () => {
    const names = foreignNames.filter((name) => studySchema.safeParse({ name }).success);
    const studies = [...presets().map(({ study }) => study), ...names.map((name) => studySchema.parse({ name }))];
    const entries = await Promise.all(
      studies.map(async (study, place) => {
        const url = place % 2 ? `https://lab.example/a_b/?x=%7E&y#r=3.${'_-Az09~'.repeat(24)}` : null;
        const author = place % 3 ? study.name : 'Łukasz, Zoë and Süzen, Mehmet';
        const text = await bibtex({ study, environment: null, date: new Date(0), author, url, fileHash: 'f'.repeat(64) });
        // One paper is cited by all studies of its family.
        return text.slice(0, text.indexOf('\n}\n') + 3);
      }),
    );
    const { log, bibliography } = compiled({ 'main.tex': main, 'references.bib': entries.join('\n') });
    expect(bibliography.match(/\\bibitem/gu)).toHaveLength(studies.length);
    expect(bibliography).toContain('{\\L}ukasz');
    expect(log).not.toMatch(/^! |undefined/mu);
  },
);
