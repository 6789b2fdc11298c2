// @ts-check
/** How the commands end: in order, with a sentence and an exit code, or, where nobody foresaw it, with a stack. */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DatasetPreparationError } from '../datasets/error.mjs';

/** Exit codes, as shells know them: something failed, the command was given nonsense. */
export const EXIT_FAILED = 1;
export const EXIT_USAGE = 2;

/** A failure that a person can do something about: its message says what, so that no stack is printed. */
export class Failure extends Error {
  /**
   * @param {string} message
   * @param {{ exitCode?: number, cause?: unknown }} [options]
   */
  constructor(message, { exitCode = EXIT_FAILED, cause } = {}) {
    super(message, { cause });
    this.name = 'Failure';
    this.exitCode = exitCode;
  }
}

/** @param {string} message what is wrong with the command line, in one line */
export const usageFailure = (message) => new Failure(message, { exitCode: EXIT_USAGE });

/**
 * Runs `main` if `moduleUrl` is the file that node was started with, and turns how it ends into an exit code.
 *
 * @param {string} moduleUrl `import.meta.url` of the caller
 * @param {(args: string[]) => Promise<number | void>} main resolves to the exit code, none for 0
 */
export async function runAsCommand(moduleUrl, main) {
  if (!process.argv[1] || resolve(process.argv[1]) !== fileURLToPath(moduleUrl)) return;
  try {
    process.exitCode = (await main(process.argv.slice(2))) ?? 0;
  } catch (error) {
    process.exitCode = error instanceof Failure ? error.exitCode : EXIT_FAILED;
    const foreseen = error instanceof Failure || error instanceof DatasetPreparationError;
    console.error(foreseen ? error.message : error);
  }
}
