/**
 * Colours, markers and dashes. A method looks the same in every figure; where its numbers are from shows in fill and dash: this machine's
 * runs filled and solid, the published ones hollow and dashed, those of a link faint and dotted.
 */
import type { ScatterData } from 'plotly.js';
import { settingsByPath, type Job } from '../study/schema.ts';
import type { FigureOptions } from './figure.ts';

export type Theme = FigureOptions['theme'];
export type Method = Job['compression']['method'];
/** Whose numbers: of this machine, of a link or file, or of the paper. */
export type Source = 'own' | 'shared' | 'published';

export interface Palette {
  readonly surface: string;
  readonly line: string;
  readonly text: string;
  readonly muted: string;
  /** Fill of what pure noise yields. */
  readonly noise: string;
  readonly methods: Readonly<Record<Method, string>>;
}

/**
 * The page's tokens. The hues are of the Okabe-Ito palette, lightened or darkened until each has a contrast of 3:1 at least against the
 * surface (WCAG 2.2, 1.4.11): 3.9 to 5.5 in light, 7.1 to 8.6 in dark.
 */
export const palettes: Readonly<Record<Theme, Palette>> = {
  light: {
    surface: '#ffffff',
    line: '#dedcd5',
    text: '#1d1d1b',
    muted: '#6d6b64',
    noise: '#b9b6aa',
    methods: { magnitude: '#00876a', random: '#d55e00', dtc: '#0072b2', l2: '#a8467c' },
  },
  dark: {
    surface: '#1b1d21',
    line: '#32353c',
    text: '#ececea',
    muted: '#9b9a95',
    noise: '#5a5d63',
    methods: { magnitude: '#3ecfa5', random: '#ff9e4a', dtc: '#56b4e9', l2: '#e08fc0' },
  },
};

export type MarkerSymbol = NonNullable<NonNullable<ScatterData['marker']>['symbol']>;

const markers: Readonly<Record<Method, MarkerSymbol>> = { magnitude: 'square', random: 'x', dtc: 'circle', l2: 'diamond' };
const hollowMarkers: Readonly<Record<Method, MarkerSymbol>> = {
  magnitude: 'square-open',
  random: 'x-thin-open',
  dtc: 'circle-open',
  l2: 'diamond-open',
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

/**
 * How a series is drawn.
 * @param variant where one method occurs with several settings, the place of this one among them, 0 to 1: the colour moves towards that of
 *   the text, which never lowers its contrast.
 */
export function seriesStyle(method: Method, source: Source, theme: Theme, variant = 0): SeriesStyle {
  const palette = palettes[theme];
  return {
    ...sources[source],
    color: mix(palette.methods[method], palette.text, 0.75 * variant),
    symbol: (source === 'published' ? hollowMarkers : markers)[method],
  };
}

/** Name of a method as the form has it. */
export function methodTitle(method: Method): string {
  const setting = settingsByPath.get('compression.method');
  const option = setting?.kind === 'choice' ? setting.options.find(({ value }) => value === method) : undefined;
  return option?.title ?? method;
}

/** A colour with an opacity, for fills. @param color `#rrggbb` */
export function translucent(color: string, opacity: number): string {
  return `rgba(${channels(color).join(', ')}, ${opacity})`;
}

function mix(from: string, to: string, share: number): string {
  const target = channels(to);
  const mixed = channels(from).map((value, index) => Math.round(value + share * (target[index] - value)));
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

const channels = (color: string): number[] => [1, 3, 5].map((start) => Number.parseInt(color.slice(start, start + 2), 16));
