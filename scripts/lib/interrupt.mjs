// @ts-check
/** The ways in which a command is asked to stop: Ctrl-C, a scheduler, a terminal that is closed, a parent that has gone. */

/** Exit codes as shells have them: 128 and the signal's number. */
const codes = /** @type {const} */ ({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 });

/** Milliseconds between two looks at who the parent is. */
const LOOK_EVERY_MS = 1000;

/**
 * Calls back once when the process is asked to stop; asked once more, it ends at once. A scheduler that warns first and then insists is not
 * asked to wait for less: with exit codes of one's own only Ctrl-C ends it at once.
 *
 * @param {(code: number) => void} stop given the exit code to end with
 * @param {Readonly<Record<string, number>>} [own] exit codes by signal, in place of those that shells have
 * @returns {() => void} ends the listening
 */
export function onInterrupt(stop, own) {
  const taken = own ?? codes;
  let code = 0;
  const interrupt = (/** @type {number} */ given, /** @type {string} */ signal) => {
    if (code > 0 && own && signal !== 'SIGINT') return;
    if (code > 0) process.exit(code);
    code = given;
    stop(given);
  };
  const listeners = Object.entries(taken).map(([signal, value]) => /** @type {const} */ ([signal, () => interrupt(value, signal)]));
  for (const [signal, listener] of listeners) process.on(signal, listener);
  // A terminal that has gone takes no more words, which is no reason to lose the result.
  const quiet = () => undefined;
  process.stdout.on('error', quiet);
  process.stderr.on('error', quiet);
  // npm keeps TERM to itself and ends: what it has started notices by its new parent.
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.env.npm_lifecycle_event === undefined || process.ppid === parent) return;
    clearInterval(timer);
    if (code === 0) interrupt(taken.SIGTERM ?? codes.SIGTERM, 'SIGTERM');
  }, LOOK_EVERY_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
    for (const [signal, listener] of listeners) process.off(signal, listener);
    process.stdout.off('error', quiet);
    process.stderr.off('error', quiet);
  };
}
