/** Numbers, times and sizes as the page writes them. */

import { pow } from '../../math/elementary.ts';
import { grouped as count } from '../../math/number-text.ts';

/** 60000 as “60,000”. */
export { count };

/** A share as four decimals, an en dash where there is none. */
export const decimals = (value: number | null | undefined, digits = 4): string =>
  value === null || value === undefined || !Number.isFinite(value) ? '–' : value.toFixed(digits).replace(/^-(0\.?0*)$/, '$1');

/** Very small or large numbers as 3.1e−9, others with `digits` significant figures. */
export function significant(value: number | null | undefined, digits = 3): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  if (value === 0) return '0';
  const size = Math.abs(value);
  return size < 1e-3 || size >= 1e6 ? value.toExponential(digits - 2).replace('-', '−') : String(Number(value.toPrecision(digits)));
}

/** As `significant`, for a column: with the zeros at its end, and whole where it has more digits than that before its point. */
export function inColumn(value: number | null | undefined, digits = 3): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size >= pow(10, digits)) return count(value);
  return size !== 0 && size < 1e-3 ? significant(value, digits) : value.toPrecision(digits);
}

/** 100 as “1 min 40 s”. Above an hour seconds are left out, from two days on all but days; below ten seconds a decimal is kept. */
export function duration(seconds: number): string {
  if (seconds < 9.95 && !Number.isInteger(seconds)) return `${seconds < 0.95 ? seconds.toFixed(1) : String(Number(seconds.toFixed(1)))} s`;
  const total = Math.round(seconds);
  if (total < 60) return `${total} s`;
  const minutes = Math.floor(total / 60);
  if (minutes < 60) return total % 60 === 0 ? `${minutes} min` : `${minutes} min ${total % 60} s`;
  if (minutes >= 48 * 60) return `${count(Math.round(minutes / (24 * 60)))} days`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** A remaining time, rounded so that it does not flicker: to the second below a minute, to five seconds above. */
export const timeLeft = (seconds: number): string => `${duration(seconds < 60 ? Math.ceil(seconds) : Math.ceil(seconds / 5) * 5)} left`;

/** Bytes as “6.2 MB” (a million bytes). */
export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** An estimate of bytes, to two figures: “130 MB”, “1.2 GB”. */
export function roughSize(bytes: number): string {
  const [unit, name] = bytes < 9.95e8 ? [1e6, 'MB'] : [1e9, 'GB'];
  return `${Number((bytes / unit).toPrecision(2))} ${name}`;
}

/** Bytes as “6.2 MB”, or “10.7 GB” from a billion on. */
export const size = (bytes: number): string => (bytes < 1e9 ? megabytes(bytes) : `${(bytes / 1e9).toFixed(1)} GB`);

/** “1 job”, “3 jobs”. */
export const plural = (amount: number, noun: string, nouns = `${noun}s`): string => `${count(amount)} ${amount === 1 ? noun : nouns}`;

/** A difference to one digit, with its sign: “+0.4”, “−1.2”. */
export const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(1)}`;
