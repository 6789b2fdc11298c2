// @ts-check
/** How far a study is, on a terminal or in a log. */
import { duration } from './table.mjs';

/** In a log a line every so often is enough; on a terminal one line is rewritten. */
const LOG_EVERY_MS = 10_000;

/**
 * @param {import('../../src/lab/headless-lab.ts').Progress} progress
 * @returns {string}
 */
export function progressText({ share, finishedJobs, jobs, phases, stepsPerSecond, secondsLeft }) {
  const parts = [
    `${String(Math.floor(share * 100)).padStart(3)} %`,
    `${finishedJobs} of ${jobs} jobs done`,
    ...phases,
    ...(stepsPerSecond > 0 ? [`${Math.round(stepsPerSecond)} steps/s`] : []),
    ...(secondsLeft === null ? [] : [`${duration(secondsLeft)} left`]),
  ];
  return parts.join(' · ');
}

export class ProgressLine {
  /**
   * @param {Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'>} stream
   * @param {boolean} quiet
   */
  constructor(stream, quiet) {
    this.stream = stream;
    this.quiet = quiet;
    this.shownAt = Number.NEGATIVE_INFINITY;
    this.dirty = false;
  }

  /**
   * @param {string} text
   * @param {boolean} [important] goes into a log even if the last line is fresh
   */
  show(text, important = false) {
    if (this.quiet) return;
    if (this.stream.isTTY) {
      // Carriage return, text cut to the width, and the rest of the line erased.
      this.stream.write(`\r${text.slice(0, (this.stream.columns || 80) - 1)}\u001B[K`);
      this.dirty = true;
    } else if (important || performance.now() - this.shownAt >= LOG_EVERY_MS) {
      this.stream.write(`${text}\n`);
      this.shownAt = performance.now();
    }
  }

  /** Leaves the last state standing and goes on below it. */
  end() {
    if (this.dirty) this.stream.write('\n');
    this.dirty = false;
  }
}
