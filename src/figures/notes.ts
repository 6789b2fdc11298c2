/** The words around a figure. */
/** Parts of a subtitle in one line. */
export const subtitle = (...parts: readonly (string | null)[]): string => parts.filter(Boolean).join('; ');

/** Of a link that holds less than the runs behind it: nothing is said of those. */
export const notCarried = (what: string): string => `The link does not carry ${what}. Reproduce runs the study here, which shows it.`;
