/** Numbers as every part of the lab writes them in sentences. */

// One format for all: a `toLocaleString` makes its own each time, and took half of a redraw of 10,000 runs.
const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** Rounded to a whole number, its digits in groups of three: 266610 as “266,610”. */
export const grouped = (value: number): string => whole.format(Math.round(value));

/** 47040016 as “47,040,016 bytes”. */
export const bytesText = (bytes: number): string => `${grouped(bytes)} bytes`;

/** Bytes in three digits, and their unit: “591” and “bytes”, “65.2” and “kB”, “1.07” and “MB”. */
export function byteParts(bytes: number): readonly [number: string, unit: string] {
  const rounded = Math.round(bytes);
  if (rounded < 1000) return [grouped(rounded), 'bytes'];
  // What would be written as 1000 kB is a megabyte.
  const [unit, name] = rounded < 999_500 ? [1e3, 'kB'] : [1e6, 'MB'];
  return [Number((bytes / unit).toPrecision(3)).toString(), name];
}

/** A space at which no line ends. */
const SPACE = '\u00A0';

/** “591 bytes”, “65.2 kB”, “1.07 MB”. */
export const bytesShort = (bytes: number): string => byteParts(bytes).join(SPACE);

/**
 * A share in per cent, to a tenth: 0.9 as “90.0”. Where it is all or nothing it says so, “100” and “0”, and nowhere else: 0.9999 is “over 99.9”,
 * 0.0001 “under 0.1”.
 */
export function percentDigits(share: number): string {
  if (share === 1 || share === 0) return String(100 * share);
  const digits = (100 * share).toFixed(1);
  if (digits === '100.0') return share < 1 ? 'over 99.9' : digits;
  return digits === '0.0' ? 'under 0.1' : digits;
}

/** 0.8638 as “86.4 %”. */
export const percent = (share: number): string => `${percentDigits(share)}${SPACE}%`;

/** How many times more or less, without its sign: “1.2”, “8.0”, “123”. */
export const timesDigits = (factor: number): string => (factor < 9.95 ? factor.toFixed(1) : grouped(factor));

/** A value of a setting as it is: small ones by their power of ten, 0.00003 as 3e−5. */
export const settingNumber = (value: number): string =>
  value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential().replace('-', '−') : String(value);

/** “a”, “a and b”, “a, b and c”; nothing of none. */
export const inWords = (texts: readonly string[]): string =>
  texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} and ${texts[texts.length - 1]}`;
