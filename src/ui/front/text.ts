/** Numbers of the first page as people read them. */
import { byteParts, grouped } from '../../math/number-text.ts';

/** 0.9523 as “95.2 %”; what is not quite all is not said to be. */
export function percent(share: number): string {
  const shown = (100 * share).toFixed(1);
  return share < 1 && Number(shown) === 100 ? '99.9 %' : `${shown} %`;
}

export const bytesShort = (bytes: number): string => byteParts(bytes).join(' ');

/** How many times smaller: “8.8”, “123”. */
export const timesText = (times: number): string => (times < 10 ? times.toFixed(1) : grouped(times));

/** Seconds that something still takes. */
export const secondsText = (seconds: number): string => (seconds < 1.5 ? '1 s' : `${Math.round(seconds)} s`);
