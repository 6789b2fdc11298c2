/** pdfLaTeX and BibTeX where they are installed: on Debian `apt-get install texlive-latex-extra texlive-pictures texlive-science`. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const answers = (program: string): boolean => spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;

export const hasLatex = answers('pdflatex') && answers('bibtex');

/**
 * Sets `main.tex` among files by pdfLaTeX, and with `references.bib` by BibTeX and pdfLaTeX twice, each of which must end without an error.
 * @returns what the last run has written down
 */
export function compiled(files: Readonly<Record<string, string | Uint8Array>>): { readonly log: string; readonly bibliography: string } {
  const folder = mkdtempSync(join(tmpdir(), 'parsimony-latex-'));
  try {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    const run = (program: string, ...options: string[]): void => {
      const { status, stdout } = spawnSync(program, options, { cwd: folder, encoding: 'utf8', timeout: 120_000 });
      if (status !== 0) throw new Error(`${program} failed:\n${stdout.slice(-2000)}`);
    };
    const latex = (): void => run('pdflatex', '-interaction=nonstopmode', '-halt-on-error', 'main.tex');
    const read = (name: string): string => readFileSync(join(folder, name), 'latin1');
    latex();
    if (!('references.bib' in files)) return { log: read('main.log'), bibliography: '' };
    run('bibtex', 'main');
    latex();
    latex();
    return { log: read('main.log'), bibliography: read('main.bbl') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
