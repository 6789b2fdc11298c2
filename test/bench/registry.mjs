// @ts-check
/**
 * All benches. One with an `entry` runs in Chromium, bundled as the lab is: its module's default export gives the measurements. One with a
 * `run` runs in Node, and opens what pages it needs.
 */
import { measureInBrowser } from '../../scripts/lib/bench-page.mjs';
import { longestTask } from './longest-task.mjs';
import { wholeStudy } from './whole-study.mjs';

/**
 * @typedef {import('./bench.ts').Measurement} Measurement
 * @typedef {(line: string) => void} Log
 *
 * @typedef {object} Bench
 * @property {string[]} names of the rows it gives
 * @property {boolean} [slow] takes minutes, so that it runs only when it is asked for
 * @property {(log: Log) => Promise<Measurement[]>} run
 */

/** @type {Bench[]} */
export const benches = [
  { names: ['data/decode'], run: (log) => measureInBrowser('test/bench/data-decode.ts', log) },
  { names: ['lasso/512x51'], run: (log) => measureInBrowser('test/bench/lasso.ts', log) },
  { names: ['page/longest-task', 'page/longest-task/cpu'], run: longestTask },
  { names: ['study/dtc-as-described'], slow: true, run: wholeStudy },
];

/**
 * The benches to run.
 *
 * @param {readonly Bench[]} all
 * @param {string | undefined} only names or beginnings of paths, separated by commas
 * @param {boolean} full slow ones too
 */
export function chosenBenches(all, only, full) {
  if (only === undefined) return all.filter((bench) => full || !bench.slow);
  return all.filter((bench) => bench.names.some((name) => isNamed(name, only)));
}

/**
 * @param {string} name
 * @param {string} only
 */
export const isNamed = (name, only) => only.split(',').some((wanted) => name === wanted || name.startsWith(`${wanted}/`));
