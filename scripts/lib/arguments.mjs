// @ts-check
/** Reading command lines. */
import util from 'node:util';
import { usageFailure } from './failure.mjs';

/**
 * `util.parseArgs` with refusals in one line that ends with how the command is used.
 *
 * @template {NonNullable<import('node:util').ParseArgsConfig['options']>} Options
 * @param {string[]} args
 * @param {Options} options
 * @param {{ usage: string, positionals?: number }} limits how many arguments without `--` there may be
 */
export function parseArguments(args, options, { usage, positionals = 0 }) {
  let parsed;
  try {
    parsed = util.parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw usageFailure(`${(error.message.split(/\. |\n/)[0] ?? '').replace(/\.$/, '')}. Usage: ${usage}`);
  }
  const extra = parsed.positionals[positionals];
  if (extra !== undefined) throw usageFailure(`“${extra}” is one argument too many. Usage: ${usage}`);
  return parsed;
}

/**
 * @param {string | undefined} text
 * @param {string} option its name on the command line
 * @param {{ min: number, max: number, fallback: number }} range
 */
export function wholeNumber(text, option, { min, max, fallback }) {
  if (text === undefined) return fallback;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max)) {
    throw usageFailure(`--${option} takes a whole number from ${min} to ${max}; “${text}” is none.`);
  }
  return value;
}
