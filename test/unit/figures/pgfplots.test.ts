/** Figures as source of pgfplots, set by pdfLaTeX where it is installed. */
import { describe, expect, it, test } from 'vitest';
import type { Figure } from '../../../src/figures/figure.ts';
import { pgfplotsOf, type PgfPlots } from '../../../src/figures/pgfplots/index.ts';
import { namedTraces } from '../../../src/ui/chart/legend.ts';
import { compiled, hasLatex } from '../support/latex.ts';
import { snapshotCases } from './cases.ts';

const size = { width: 84, height: 50 };
const plotsOf = (figure: Figure, path: string): PgfPlots | null =>
  pgfplotsOf({ ...figure, named: namedTraces(figure.data), ...size, path });

const drawn = snapshotCases.flatMap(({ file, make }) => {
  const figure = make('light');
  return figure.empty === null ? [{ file, figure, plots: plotsOf(figure, `data/${file.replace(/\.txt$/u, '.csv')}`) }] : [];
});

describe('every figure', () => {
  it.each(drawn.map((one) => [one.file, one] as const))('%s', (_, { figure, plots }) => {
    const isMap = figure.data.some(({ type }) => type === 'heatmap');
    expect(plots === null).toBe(isMap);
    if (!plots) return;
    expect(plots.tex).toMatch(/^[\n -~]*$/u);
    // A sign that LaTeX has no name for would be told by its number.
    expect(plots.tex).not.toContain('(U+');
    const [head, ...rows] = plots.csv.trimEnd().split('\r\n');
    expect(head).toMatch(/^(?:[xyef]\d+(?:,|$))*$/u);
    for (const row of rows) expect(row).toMatch(/^(?:nan|[-+.\de]+)(?:,(?:nan|[-+.\de]+))*$/u);
    for (const trace of namedTraces(figure.data))
      expect(plots.tex.match(/\\addlegendentry/gu)?.length ?? 0, JSON.stringify(trace)).toBe(namedTraces(figure.data).length);
  });
});

test('names, labels and titles are no markup, and come out as they are', () => {
  const bars = drawn.find(({ file }) => file.endsWith('layer-sparsity.txt'))!;
  const layer = '<b>&amp; 50 %';
  const { layout, data } = bars.figure;
  const named = { ...data[0], name: 'R&D <i>', x: [layer] } as (typeof data)[0];
  const figure: Figure = {
    ...bars.figure,
    data: [named],
    layout: { ...layout, xaxis: { ...layout.xaxis, tickvals: [layer], ticktext: [layer] } },
  };
  const { tex } = plotsOf(figure, 'x.csv')!;
  expect(tex).toContain('xticklabels={{\\textless{}b\\textgreater{}\\&amp; 50 \\%}}');
  expect(tex).toContain('\\addlegendentry{R\\&D \\textless{}i\\textgreater{}}');
});

/** All of them take pdfLaTeX half a minute; `ALL_FIGURES=1` sets them. */
const some = [
  'accuracy',
  'measurement-histograms',
  'description-length',
  'weight-histogram',
  'layer-sparsity',
  'text-totals',
  'text-online',
];
const set = process.env.ALL_FIGURES ? drawn : some.flatMap((name) => drawn.find(({ file }) => file.endsWith(`/${name}.txt`)) ?? []);

test.skipIf(!hasLatex)(
  'pdfLaTeX sets them without an error (needs TeX Live)',
  () => {
    const files: Record<string, string> = {};
    const body = set.flatMap(({ file, plots }) => {
      if (!plots) return [];
      files[`data/${file.replace(/\.txt$/u, '.csv')}`] = plots.csv;
      files[`figures/${file}`] = plots.tex;
      return [`\\input{figures/${file}}`, ''];
    });
    files['main.tex'] = [
      '\\documentclass{article}\\usepackage{pgfplots}\\pgfplotsset{compat=1.16}\\usepackage[margin=20mm]{geometry}',
      '\\begin{document}',
      '',
      ...body,
      '\\end{document}',
    ].join('\n');
    const { log } = compiled(files);
    expect(log).not.toMatch(/^! |Dimension too large/mu);
  },
  120_000,
);
