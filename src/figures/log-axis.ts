/** Logarithmic axes. */
import { log, log10, pow } from '../math/elementary.ts';
import type { LayoutAxis } from 'plotly.js';
import { axisTitle } from './layout.ts';

type Axis = Partial<LayoutAxis>;

export interface Span {
  readonly low: number;
  readonly high: number;
}

/** The least and the greatest of positive numbers; null of none. */
export function spanOf(values: Iterable<number>): Span | null {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? { low, high } : null;
}

/** Powers of ten between its ends, which may be so far apart that no double holds their ratio. */
function decadesOf({ low, high }: Span): number {
  const ratio = high / low;
  return ratio <= Number.MAX_VALUE ? log10(ratio) : log10(high) - log10(low);
}

/** A span widened at both ends by a share of its length in log₁₀, by a tenth of a decade at least, as far as there are positive numbers. */
export function widened(span: Span, share: number): Span {
  const margin = pow(10, Math.max(0.1, share * decadesOf(span)));
  return { low: Math.max(Number.MIN_VALUE, span.low / margin), high: Math.min(Number.MAX_VALUE, span.high * margin) };
}

/** Where a place lies on a logarithmic axis: 0 at its lower end, 1 at its upper. */
export const shareOf = ({ low, high }: Span, value: number): number => (log(value) - log(low)) / (log(high) - log(low));

/** A span of less than a factor of two as on a linear axis: three to seven ticks, for whose names a phone has room, and more around it. */
function linearTicks({ low, high }: Span): number[] {
  const least = (high - low) / 6;
  const power = pow(10, Math.floor(log10(least)));
  const step = power * ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= least) ?? 10);
  const [from, to] = [Math.ceil(low / 2 / step), Math.floor((2 * high) / step)];
  return Array.from({ length: to - from + 1 }, (_, index) => Number(((from + index) * step).toPrecision(6)));
}

/** Decades for whose names a phone has no room. */
const MANY = 6;

/** Ticks at each digit of a decade where there is less than one, at 1, 2 and 5 where there are few, else at each decade, or every second of many; none of them outside of a decade around the span. */
function ticksOf({ low, high }: Span): number[] {
  const decades = decadesOf({ low, high });
  if (decades <= 0.25) return linearTicks({ low, high });
  const steps = decades > 3.5 ? [1] : decades > 1.9 ? [1, 3] : decades > 0.8 ? [1, 2, 5] : [1, 1.5, 2, 3, 4, 5, 6, 8];
  const from = Math.floor(log10(low)) - 1;
  const to = Math.ceil(log10(high)) + 1;
  const powers = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  return powers
    .filter((power) => decades <= MANY || power % 2 === 0)
    .flatMap((power) => steps.map((step) => Number((step * pow(10, power)).toPrecision(6))));
}

/** A size in few letters: 500, 2k, 30k, 1M; 0.01; 3e−5. */
export function tickText(value: number): string {
  if (value >= 1e6) return `${Number((value / 1e6).toPrecision(3))}M`;
  if (value >= 1e4) return `${Number((value / 1e3).toPrecision(3))}k`;
  if (value >= 1e-3) return String(Number(value.toPrecision(3)));
  return value.toExponential().replace('e-', 'e−');
}

/** A log axis over a span. Its ticks are ours: Plotly labels those between powers of ten by their first digit alone. */
export function logAxis(title: string, span: Span, extra: Axis = {}): Axis {
  const ticks = ticksOf(span);
  return {
    title: axisTitle(title),
    type: 'log',
    range: [log10(span.low), log10(span.high)],
    tickvals: ticks,
    ticktext: ticks.map(tickText),
    ...extra,
  };
}
