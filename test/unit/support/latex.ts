/** pdfLaTeX and BibTeX where they are installed: on Debian `apt-get install texlive-latex-extra texlive-pictures texlive-science`. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const answers = (program: string): boolean => spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;

export const hasLatex = answers('pdflatex') && answers('bibtex');

/**
 * Sets `main.tex` among files by pdfLaTeX, BibTeX, and pdfLaTeX twice, each of which must end without an error.
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
      try {
        execFileSync(program, options, { cwd: folder, encoding: 'utf8', timeout: 120_000, stdio: 'pipe' });
      } catch (error) {
        throw new Error(`${program} failed:\n${String((error as { readonly stdout?: unknown }).stdout).slice(-3000)}`, { cause: error });
      }
    };
    const latex = (): void => run('pdflatex', '-interaction=nonstopmode', '-halt-on-error', 'main.tex');
    latex();
    run('bibtex', 'main');
    latex();
    latex();
    return { log: readFileSync(join(folder, 'main.log'), 'latin1'), bibliography: readFileSync(join(folder, 'main.bbl'), 'latin1') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
