/** Numbers of the first page as people read them. */
import { grouped } from '../../math/number-text.ts';

/** 0.9523 as “95.2 %”; what is not quite all is not said to be. */
export function percent(share: number): string {
  const shown = (100 * share).toFixed(1);
  return share < 1 && Number(shown) === 100 ? '99.9 %' : `${shown} %`;
}

/** Bytes with a unit, in three digits: “65.1 kB”. */
export function byteParts(bytes: number): readonly [number: string, unit: string] {
  if (bytes < 1000) return [grouped(bytes), 'bytes'];
  const [value, unit] = bytes < 1e6 ? [bytes / 1000, 'kB'] : [bytes / 1e6, 'MB'];
  return [Number(value.toPrecision(3)).toString(), unit];
}

export const bytesShort = (bytes: number): string => byteParts(bytes).join(' ');

/** How many times smaller: “8.8”, “123”. */
export const timesText = (times: number): string => (times < 10 ? times.toFixed(1) : grouped(times));

/** Seconds that something still takes. */
export const secondsText = (seconds: number): string => (seconds < 1.5 ? '1 s' : `${Math.round(seconds)} s`);
