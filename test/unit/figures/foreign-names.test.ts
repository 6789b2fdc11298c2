/** Names that others wrote, of data sets, layers and studies, in everything that figures hand to Plotly and to files. */
import type { Layout } from 'plotly.js';
import { expect, test } from 'vitest';
import { csvOf } from '../../../src/figures/csv.ts';
import type { Figure } from '../../../src/figures/figure.ts';
import { dtcFigures } from '../../../src/figures/dtc/index.ts';
import { l0Figures } from '../../../src/figures/l0/index.ts';
import { layerSparsity } from '../../../src/figures/l0/layer-sparsity.ts';
import { drawnLayout } from '../../../src/ui/chart/drawn-layout.ts';
import { drawnTraces } from '../../../src/ui/chart/traces.ts';
import { Zoom } from '../../../src/ui/chart/zoom.ts';
import { foreignNames } from '../foreign-names.ts';
import { inputs as l0Inputs } from './l0/inputs.ts';
import { endedRun, l0InputOf, l0Job } from './l0/synthetic.ts';
import { inputOf, study } from './synthetic.ts';

const drawn = (figure: Figure): { readonly data: readonly object[]; readonly layout: Partial<Layout> } => ({
  data: drawnTraces(figure.data, new Set()),
  layout: drawnLayout(figure, { study: 'one', width: 900, height: 400, zoom: new Zoom(), drags: true }),
});

/** Every text of a value, its keys left out. */
const textsOf = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)
      ? Object.entries(value).flatMap(([key, part]) => (key === 'legendgroup' || key === 'customdata' ? [] : textsOf(part)))
      : [];

const tagsOf = (text: string): string[] => Array.from(text.matchAll(/<\/?(\w+)([^>]*)>/gu), ([, tag, rest]) => tag.toLowerCase() + rest);

/** As Plotly decodes a text. */
const decoded = (text: string): string =>
  text.replaceAll(/&(#\d+|[a-z]+);/gu, (_, entity: string) =>
    entity.startsWith('#') ? String.fromCodePoint(Number(entity.slice(1))) : ({ amp: '&', lt: '<', gt: '>' }[entity] ?? '?'),
  );

test('names of layers and data sets are shown as they are, and make no tag, link or template', () => {
  // What a schema lets through: 80 letters of a layer, 120 of a data set.
  const names = foreignNames.filter((name) => name.length <= 80);
  const job = l0Job({
    data: { name: 'own', train: 100, validation: 20, test: 20 },
    compression: { method: 'drr' },
    images: { name: foreignNames[0], sha256: 'a'.repeat(64), shape: [28, 28, 1], classes: 3, train: 200, test: 40 },
  });
  const run = endedRun(job, { nonzero: 100, testLoss: 0.1, testAccuracy: 0.9 });
  const layers = names.map((name) => ({ name, size: 10, nonzero: 3 }));
  const input = l0InputOf({ own: [{ ...run, summary: { ...run.summary!, layers } }] });
  for (const maker of l0Figures) {
    for (const text of textsOf(drawn(maker.make(input)))) {
      for (const tag of tagsOf(text)) expect(['b', 'br', 'extra']).toContain(tag);
      expect(text.replaceAll(/%\{(?:x|y|z|text|hovertext|customdata)(?::[^}]*)?\}/gu, '')).not.toContain('%{');
    }
  }
  const figure = layerSparsity.make(input);
  const [bars] = drawn(figure).data as { readonly x: readonly string[] }[];
  bars.x.forEach((text, index) => {
    const control = /[^\t\n\r\u0020-\u007E\u00A0-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;
    expect(decoded(text)).toBe(names[index].replaceAll(control, '\uFFFD'));
  });
  for (const line of csvOf(figure.table).split('\r\n')) expect(line).not.toMatch(/(?:^|,)"?[=+\-@\t]/u);
});

test.each([
  ...Object.entries(l0Inputs).map(([name, input]) => [name, l0Figures.map((maker) => maker.make(input))] as const),
  ['three methods', dtcFigures.map((maker) => maker.make(inputOf({ own: study() })))] as const,
])('tags are those of hover texts: %s', (_name, figures) => {
  for (const figure of figures)
    for (const text of textsOf(drawn(figure))) for (const tag of tagsOf(text)) expect(['b', 'br', 'extra']).toContain(tag);
});
