/** The words around a figure. */
import type { Figure } from './figure.ts';

/** Parts of a line of words. */
export const joined = (...parts: readonly (string | null)[]): string => parts.filter(Boolean).join('; ');

/** What a figure says under its title, and what else there is to say of it; parts that say nothing new are left out. */
export const worded = (subtitle: string, ...notes: readonly (string | null)[]): Pick<Figure, 'subtitle' | 'notes'> => ({
  subtitle,
  notes: notes.filter((note): note is string => note !== null && note !== '' && note !== subtitle),
});

/** All words of a figure, for a picture that leaves the page, or to be read out. */
export const wordsOf = ({ subtitle, notes }: Pick<Figure, 'subtitle' | 'notes'>): string => joined(subtitle, ...notes);

/** Of a link that holds less than the runs behind it: nothing is said of those. */
export const notCarried = (what: string): string => `The link does not carry ${what}. Reproduce runs the study here, which shows it.`;
