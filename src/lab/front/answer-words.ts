/** What became of an answer when the network was cut, in words. */
import type { Answer } from './forward.ts';

/** A test digit's own class is known; that of a drawn one is not. */
type Label = number | null;

const sure = ({ probabilities, best }: Answer): string => `${best}, ${Math.round(100 * probabilities[best])} % sure`;

/** What both networks say. */
export const bothWords = (full: Answer, cut: Answer): string => `Full: ${sure(full)}. Cut: ${sure(cut)}.`;

/** What changed, and who is right where that is known. */
export function changeWords(full: Answer, cut: Answer, label: Label): string {
  const isSame = full.best === cut.best;
  if (label === null) return isSame ? 'Same answer.' : 'The cut network has changed its mind.';
  const [fullRight, cutRight] = [full.best === label, cut.best === label];
  const is = `It is a ${label}: `;
  if (fullRight && cutRight) return `${is}both are right.`;
  if (fullRight) return `${is}the cut network gets it wrong now.`;
  if (cutRight) return `${is}the cut network gets it right, the full one does not.`;
  return isSame ? `${is}both are wrong.` : `${is}both are wrong, each in its own way.`;
}
