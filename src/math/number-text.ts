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
