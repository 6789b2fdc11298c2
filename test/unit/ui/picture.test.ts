/** What is in a picture of a figure that leaves the page. */
import { describe, expect, it } from 'vitest';
import { accuracy } from '../../../src/figures/dtc/accuracy.ts';
import { dtcFigures } from '../../../src/figures/dtc/index.ts';
import type { Figure, FigureInput, FigureMaker } from '../../../src/figures/figure.ts';
import { palettes } from '../../../src/figures/style.ts';
import { l0Figures } from '../../../src/figures/l0/index.ts';
import { lossAgainstSize } from '../../../src/figures/l0/loss-against-size.ts';
import { lossCurves } from '../../../src/figures/l0/loss-curves.ts';
import { pictureOf, pictureSizes, type Picture } from '../../../src/ui/chart/picture-layout.ts';
import { l0InputOf, mnistStudy } from '../figures/l0/synthetic.ts';
import { inputOf, study, syntheticTrajectory } from '../figures/synthetic.ts';

const words = { title: 'A title', study: 'A “study” <b>', data: 'MNIST', seeds: 'seeds 1 and 2' };
const [page, , column] = pictureSizes;
const picture = (figure: Figure, hidden: readonly string[] = [], size = page): Picture =>
  pictureOf(figure, words, { size, theme: 'light', hidden: new Set(hidden) });

const legendOf = ({ data }: Picture): string[] =>
  (data as { name?: string; showlegend: boolean }[]).filter(({ showlegend }) => showlegend).map(({ name }) => name ?? 'nameless');

const sweep = inputOf({
  own: [0.3, 1, 3, 10].flatMap((lambda) =>
    [0.05, 0.1, 0.2].map((share) => syntheticTrajectory({ method: 'dtc', compression: { lambda, share } })),
  ),
});

describe('a picture', () => {
  it('names every method once, those of a link as such, and none that is hidden', () => {
    expect(legendOf(picture(accuracy.make(inputOf({ own: study() })))).sort()).toEqual(['DTC', 'Magnitude', 'Random', 'before any prune']);
    expect(legendOf(picture(accuracy.make(inputOf({ own: study() })), ['random'])).sort()).toEqual([
      'DTC',
      'Magnitude',
      'before any prune',
    ]);
    const l0 = l0InputOf({ own: mnistStudy(), shared: mnistStudy().slice(0, 4) });
    expect(legendOf(picture(lossAgainstSize.make(l0))).sort()).toEqual(['DRR', 'R-L1', 'R-L1 (shared)', 'Unpruned']);
    expect(legendOf(picture(lossCurves.make(l0))).sort()).toEqual(['test loss', 'training loss', 'validation loss']);
    const many = legendOf(picture(accuracy.make(sweep)));
    expect(many).toHaveLength(12);
    expect(new Set(many).size).toBe(12);
  });

  it.each([
    ['dtc', dtcFigures, inputOf({ own: study() })],
    ['a sweep', dtcFigures, sweep],
    ['l0', l0Figures, l0InputOf({ own: mnistStudy() })],
  ] as readonly (readonly [string, readonly FigureMaker[], FigureInput])[])(
    'has room for its words and its legend: %s',
    (_, makers, input) => {
      for (const maker of makers) {
        const figure = maker.make(input);
        if (figure.empty !== null) continue;
        for (const size of pictureSizes) {
          const { layout } = picture(figure, [], size);
          const { margin, height = 0, title, legend } = layout;
          const lines = (title as { text: string }).text.split('<br>');
          expect(lines[0]).toBe('<b>A title</b>');
          expect(lines[1]).toContain('A “study” &lt;b&gt; · MNIST · seeds 1 and 2');
          // 16 px a line at least, above the axes; and the axes keep what the size has but for these.
          expect(margin!.t).toBeGreaterThan(16 * (lines.length + 1));
          expect(height - margin!.t! - margin!.b!).toBeGreaterThan(0.55 * size.height);
          // All of the legend lies below the axes, and none of it scrolls.
          const { maxheight } = legend as { maxheight: number };
          expect(maxheight).toBeGreaterThan(18 * Math.ceil(legendOf(picture(figure, [], size)).length / 8));
          expect(margin!.b! - maxheight).toBeGreaterThan(0);
          expect(layout.width).toBe(size.width);
        }
      }
    },
  );

  it('is as wide as was chosen, its legend in as many rows as that takes', () => {
    const figure = accuracy.make(sweep);
    const [wide, narrow] = [page, column].map((size) => picture(figure, [], size).layout.height! - size.height);
    expect(narrow).toBeGreaterThan(wide);
  });

  it('reads names as they are', () => {
    const figure = accuracy.make(inputOf({ own: study() }));
    const [first, ...rest] = figure.data;
    const { data } = picture({ ...figure, data: [{ ...first, name: 'R&D <b>' }, ...rest] });
    // Plotly decodes once.
    expect(data[0]).toMatchObject({ name: 'R&amp;D &lt;b&gt;' });
  });

  it('stands on the paper of its theme', () => {
    const { paper_bgcolor: paper, font } = picture(accuracy.make(inputOf({ own: study() }))).layout;
    expect(paper).toBe('#ffffff');
    expect(font!.color).toBe(palettes.light.muted);
  });
});
