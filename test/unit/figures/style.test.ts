/** One look per method, the same everywhere, and visible in both themes. */
import { describe, expect, it } from 'vitest';
import type { Trace } from '../../../src/figures/draw.ts';
import { dtcFigures as figures } from '../../../src/figures/dtc/index.ts';
import { palettes, seriesStyle, type Method, type Source, type Theme } from '../../../src/figures/style.ts';
import { loadPublished } from '../../../src/study/families/dtc/published.ts';
import { digestOf, inputOf, syntheticTrajectory } from './synthetic.ts';

const methods = ['magnitude', 'random', 'dtc', 'l2'] as const satisfies readonly Method[];
const themes: readonly Theme[] = ['light', 'dark'];
const published = await loadPublished();

/** Contrast of two colours `#rrggbb` as WCAG 2.2 defines it. */
function contrast(a: string, b: string): number {
  const luminance = (color: string): number => {
    const [red, green, blue] = [1, 3, 5].map((at) => {
      const channel = Number.parseInt(color.slice(at, at + 2), 16) / 255;
      return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

describe.each(themes)('in the %s theme', (theme) => {
  const { surface, text, muted } = palettes[theme];

  it('every method, in every variant, has a contrast of 3:1 at least against the surface', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 6);
    for (const method of methods) {
      for (const variant of [0, 0.25, 0.5, 0.75, 1]) {
        const { color } = seriesStyle(method, 'own', theme, variant);
        expect(contrast(color, surface), `${method} ${variant} ${color}`).toBeGreaterThanOrEqual(3);
      }
    }
  });

  it('text and ticks have a contrast of 4.5:1', () => {
    for (const color of [text, muted]) expect(contrast(color, surface)).toBeGreaterThanOrEqual(4.5);
  });

  it('methods and variants differ in colour, methods in their markers too', () => {
    const variants = methods.flatMap((method) => [0, 0.5, 1].map((variant) => seriesStyle(method, 'own', theme, variant).color));
    expect(new Set(variants).size).toBe(variants.length);
    for (const source of ['own', 'published'] as const) {
      expect(new Set(methods.map((method) => seriesStyle(method, source, theme).symbol)).size).toBe(methods.length);
    }
  });

  it('a method looks the same in every figure', () => {
    const input = inputOf({
      own: methods.map((method) => syntheticTrajectory({ method })),
      shared: methods.map((method) => digestOf(syntheticTrajectory({ method, seed: 2 }))),
      published,
      options: { theme },
    });
    const titles: Readonly<Record<string, Method>> = { Magnitude: 'magnitude', Random: 'random', DTC: 'dtc', 'ℓ2 norm': 'l2' };
    const seen = new Map<string, number>();
    for (const maker of figures) {
      for (const { legendgroup, marker, line, name } of maker.make(input).data as Trace[]) {
        if (legendgroup === undefined) continue;
        const [source, title] = legendgroup.split('/');
        const style = seriesStyle(titles[title], source as Source, theme);
        const what = `${maker.name}, ${legendgroup}, ${name}`;
        if (marker) expect([marker.symbol, marker.color], what).toEqual([style.symbol, style.color]);
        if (line?.color) expect(line.color, what).toBe(style.color);
        seen.set(legendgroup.split('/', 2).join('/'), (seen.get(legendgroup.split('/', 2).join('/')) ?? 0) + 1);
      }
    }
    expect([...seen.keys()].sort()).toEqual(
      [
        ...Object.keys(titles).flatMap((title) => [`own/${title}`, `shared/${title}`]),
        'published/DTC',
        'published/Magnitude',
        'published/Random',
      ].sort(),
    );
    for (const count of seen.values()) expect(count).toBeGreaterThanOrEqual(3);
  });

  it('own runs are filled and solid, published ones hollow and dashed, shared ones faint and dotted', () => {
    for (const method of methods) {
      const [own, shared, paper] = (['own', 'shared', 'published'] as const).map((source) => seriesStyle(method, source, theme));
      expect([own.dash, shared.dash, paper.dash]).toEqual(['solid', 'dot', 'dash']);
      expect(String(paper.symbol)).toMatch(/-open$/);
      expect([String(own.symbol), String(shared.symbol)].some((symbol) => symbol.endsWith('-open'))).toBe(false);
      expect(shared.opacity).toBeLessThan(own.opacity);
    }
  });
});
