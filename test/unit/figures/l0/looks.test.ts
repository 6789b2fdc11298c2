/** The methods of ℓ0 studies can be told apart wherever several are drawn, with any eyes. */
import { expect, it } from 'vitest';
import { palettes, seriesStyle } from '../../../../src/figures/style.ts';
import { families } from '../../../../src/study/schema.ts';

const methods = [...families.get('l0').methods].map(({ id }) => id);

const channels = (color: string): number[] => [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255);
const linear = (channel: number): number => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4);
/** Relative luminance as WCAG 2.2 defines it. */
const luminance = (color: string): number =>
  channels(color)
    .map(linear)
    .reduce((sum, value, at) => sum + value * [0.2126, 0.7152, 0.0722][at], 0);

it.each(['light', 'dark'] as const)(
  'in the %s theme each has a colour and a marker that no other has together, and a contrast of 3:1',
  (theme) => {
    expect(methods.length).toBeGreaterThanOrEqual(10);
    const looks = methods.map((method) => seriesStyle(method, 'own', theme));
    expect(new Set(looks.map(({ color, symbol }) => `${color} ${String(symbol)}`)).size).toBe(methods.length);
    for (const { color } of looks) {
      const [bright, dim] = [luminance(color), luminance(palettes[theme].surface)].sort((a, b) => b - a);
      expect((bright + 0.05) / (dim + 0.05)).toBeGreaterThanOrEqual(3);
    }
  },
);

it('methods of one hue have markers of different shapes, hollow ones as well', () => {
  for (const source of ['own', 'published'] as const) {
    const looks = methods.map((method) => seriesStyle(method, source, 'light'));
    for (const color of new Set(looks.map((look) => look.color))) {
      const alike = looks.filter((look) => look.color === color).map(({ symbol }) => symbol);
      expect(new Set(alike).size).toBe(alike.length);
    }
  }
});
