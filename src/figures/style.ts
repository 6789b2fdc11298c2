/**
 * Colours, markers and dashes. A method looks the same in every figure; where its numbers are from shows in fill and dash: this machine's
 * runs filled and solid, the published ones hollow and dashed, those of a link faint and dotted.
 */
import type { ScatterData } from 'plotly.js';
import type { Hue, Look, Shape } from '../study/families/index.ts';
import { methodNamed } from '../study/families/index.ts';

export type Theme = 'light' | 'dark';
/** The id of a method. */
export type Method = string;
/** Whose numbers: of this machine, of a link or file, or of the paper. */
export type Source = 'own' | 'shared' | 'published';

export interface Palette {
  readonly surface: string;
  readonly line: string;
  readonly text: string;
  readonly muted: string;
  /** Fill of what pure noise yields. */
  readonly noise: string;
  readonly hues: Readonly<Record<Hue, string>>;
  /** Of weights: above and below zero. */
  readonly positive: string;
  readonly negative: string;
  /** From little to much, for lines and surfaces. */
  readonly scale: readonly [low: string, high: string];
}

/**
 * The page's tokens. The hues are of the Okabe-Ito palette, lightened or darkened until each has a contrast of 3:1 at least against the
 * surface (WCAG 2.2, 1.4.11): 3.9 to 5.7 in light, 6.0 to 12.9 in dark.
 */
export const palettes: Readonly<Record<Theme, Palette>> = {
  light: {
    surface: '#ffffff',
    line: '#dedcd5',
    text: '#1d1d1b',
    muted: '#6d6b64',
    noise: '#b9b6aa',
    positive: '#0072b2',
    negative: '#d55e00',
    scale: ['#6ea6cc', '#0b3f66'],
    hues: { blue: '#0072b2', orange: '#d55e00', green: '#00876a', purple: '#a8467c', ochre: '#866200', grey: '#6d6b64' },
  },
  dark: {
    surface: '#1b1d21',
    line: '#32353c',
    text: '#ececea',
    muted: '#9b9a95',
    noise: '#5a5d63',
    positive: '#56b4e9',
    negative: '#ff9e4a',
    scale: ['#46718f', '#bfe3fb'],
    hues: { blue: '#56b4e9', orange: '#ff9e4a', green: '#3ecfa5', purple: '#e08fc0', ochre: '#f0e442', grey: '#9b9a95' },
  },
};

export type MarkerSymbol = NonNullable<NonNullable<ScatterData['marker']>['symbol']>;

const hollow: Readonly<Record<Shape, MarkerSymbol>> = {
  circle: 'circle-open',
  x: 'x-thin-open',
  square: 'square-open',
  diamond: 'diamond-open',
  'triangle-up': 'triangle-up-open',
  'triangle-down': 'triangle-down-open',
  pentagon: 'pentagon-open',
  star: 'star-open',
};

export type Dash = 'solid' | 'dash' | 'dot';

export interface SeriesStyle {
  readonly color: string;
  readonly symbol: MarkerSymbol;
  readonly dash: Dash;
  readonly opacity: number;
  readonly markerSize: number;
  readonly lineWidth: number;
}

const sources: Readonly<Record<Source, Omit<SeriesStyle, 'color' | 'symbol'>>> = {
  own: { dash: 'solid', opacity: 1, markerSize: 6, lineWidth: 2 },
  shared: { dash: 'dot', opacity: 0.5, markerSize: 5, lineWidth: 1.5 },
  published: { dash: 'dash', opacity: 0.75, markerSize: 6, lineWidth: 1.3 },
};

/** Of a method that no family has: it cannot come out of a study, whose schema knows them all. */
const UNKNOWN: Look = ['grey', 'circle'];

/**
 * How a series is drawn.
 * @param variant where one method occurs with several settings, the place of this one among them, 0 to 1: the colour moves towards that of
 *   the text, which never lowers its contrast.
 */
export function seriesStyle(method: Method, source: Source, theme: Theme, variant = 0): SeriesStyle {
  const palette = palettes[theme];
  const [hue, shape] = methodNamed(method)?.look ?? UNKNOWN;
  return {
    ...sources[source],
    color: mix(palette.hues[hue], palette.text, 0.75 * variant),
    symbol: source === 'published' ? hollow[shape] : shape,
  };
}

/** Name of a method as the form has it. */
export function methodTitle(method: Method): string {
  return methodNamed(method)?.title ?? method;
}

/** A colour with an opacity, for fills. @param color `#rrggbb` */
export function translucent(color: string, opacity: number): string {
  return `rgba(${channels(color).join(', ')}, ${opacity})`;
}

/** A colour between two. @param share 0 for the first, 1 for the second */
export function mix(from: string, to: string, share: number): string {
  const target = channels(to);
  const mixed = channels(from).map((value, index) => Math.round(value + share * (target[index] - value)));
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

const channels = (color: string): number[] => [1, 3, 5].map((start) => Number.parseInt(color.slice(start, start + 2), 16));
