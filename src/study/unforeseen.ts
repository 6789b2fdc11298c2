/** Failures that nobody foresaw: where they came from, for the record and the console. */

/** Characters of a stack that a record keeps: some forty calls. */
export const MAX_STACK = 4000;

/**
 * The stack of a thrown value, as a field for a JobError.
 *
 * @param places beginnings of the program's addresses, which are left out: they name folders of the person's computer
 * @returns nothing if it has none
 */
export function stackOf(error: unknown, places: readonly string[] = []): { readonly stack?: string } {
  if (!(error instanceof Error) || !error.stack) return {};
  return { stack: places.reduce((stack, place) => stack.replaceAll(place, ''), error.stack).slice(0, MAX_STACK) };
}

/** Says a failure on the browser's console, which finds the sources by their maps. */
export function toConsole(error: unknown): void {
  // eslint-disable-next-line no-console -- Whoever looks for the cause of a failure that nobody foresaw looks there.
  console.error(error);
}
