/** Where numbers lie in a drawing. */
import { log10 } from '../../math/elementary.ts';
import type { Place } from '../../lessons/outcome.ts';

export interface Range {
  readonly min: number;
  readonly max: number;
  readonly isLog?: boolean;
}

/** The lowest and the highest point that a measured number is drawn at. */
export const reachOf = (place: Place | null): readonly number[] =>
  place ? [place.value - (place.halfWidth ?? 0), place.value + (place.halfWidth ?? 0), ...place.dots.map(({ value }) => value)] : [];

/** Share of a step by which a number may lie beyond an axis: it is drawn there, and no axis is made longer for it. */
const NEAR = 0.15;

/** A range that holds these numbers as well, to the next whole step beyond them. */
export function widened({ min, max, isLog = false }: Range, numbers: readonly number[], step: number): Range {
  const beyond = (limit: number, value: number): number =>
    Math.sign(value - limit) * Math.max(0, Math.ceil(Math.abs(value - limit) / step - NEAR)) * step;
  const low = Math.min(min, ...numbers);
  const high = Math.max(max, ...numbers);
  return { min: min + beyond(min, low), max: max + beyond(max, high), isLog };
}

/** Four or so round numbers in a range. */
export function ticksIn({ min, max, isLog }: Range): readonly number[] {
  if (isLog) {
    const [from, to] = [Math.ceil(log10(min) - 1e-9), Math.floor(log10(max) + 1e-9)];
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => Number(`1e${from + index}`));
  }
  const rough = (max - min) / 4;
  const power = Number(`1e${Math.floor(log10(rough))}`);
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= rough * 0.999) ?? rough;
  const first = Math.ceil(min / step - 1e-9);
  return Array.from({ length: Math.floor(max / step + 1e-9) - first + 1 }, (_, index) => (first + index) * step);
}

/** The share of the way from the lower end of a range to the upper one. */
export const shareIn = ({ min, max, isLog }: Range, value: number): number =>
  isLog ? (log10(value) - log10(min)) / (log10(max) - log10(min)) : (value - min) / (max - min);
