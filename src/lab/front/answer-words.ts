/** What became of an answer when a network was cut, in words. */
import type { Answer } from './forward.ts';

type Said = Pick<Answer, 'probabilities' | 'best'>;

/** A test sample's own class is known; that of a drawn one is not. */
type Label = number | null;

/** How networks and classes are called. */
export interface Names {
  /** Within a sentence. */
  readonly full: string;
  readonly cut: string;
  /** In front of what each says. */
  readonly short: { readonly full: string; readonly cut: string };
  readonly classes: readonly string[];
}

/** Those of the first page. */
export const digitNames: Names = {
  full: 'the full network',
  cut: 'the cut network',
  short: { full: 'Full', cut: 'Cut' },
  classes: Array.from({ length: 10 }, (_value, digit) => String(digit)),
};

const begin = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const sure = ({ probabilities, best }: Said, { classes }: Names): string =>
  `${classes[best]}, ${Math.round(100 * probabilities[best])} % sure`;

/** What both networks say. */
export const bothWords = (full: Said, cut: Said, names: Names): string =>
  `${names.short.full}: ${sure(full, names)}. ${names.short.cut}: ${sure(cut, names)}.`;

/** What changed, and who is right where that is known. */
export function changeWords(full: Said, cut: Said, label: Label, names: Names): string {
  const isSame = full.best === cut.best;
  if (label === null) return isSame ? 'Same answer.' : `${begin(names.cut)} has changed its mind.`;
  const [fullRight, cutRight] = [full.best === label, cut.best === label];
  const name = names.classes[label];
  const is = name.length === 1 ? `It is a ${name}: ` : `It is “${name}”: `;
  if (fullRight && cutRight) return `${is}both are right.`;
  if (fullRight) return `${is}${names.cut} gets it wrong.`;
  if (cutRight) return `${is}${names.cut} gets it right, ${names.full} does not.`;
  return isSame ? `${is}both are wrong.` : `${is}both are wrong, each in its own way.`;
}
