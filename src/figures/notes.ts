/** The words around a figure. */
/** Parts of a subtitle in one line. */
export const subtitle = (...parts: readonly (string | null)[]): string => parts.filter(Boolean).join('; ');
