/** The ways of scoring neurons, for figures and costs: what is true of them, and never which they are. */
import { dtcMethodOf } from '../../../compression/dtc/methods.ts';

/** Whether a job of such a method reconstructs rays. */
export const reconstructs = (method: string): boolean => dtcMethodOf({ compression: { method } }).reconstructs === true;

/** Whether such a method leaves it to chance which neurons go: what the others are compared with. */
export const isChance = (method: string): boolean => {
  const { scores, keepsAll } = dtcMethodOf({ compression: { method } });
  return scores === null && !keepsAll;
};

/** Whether such a method takes nothing out: what training alone does. */
export const keepsAll = (method: string): boolean => dtcMethodOf({ compression: { method } }).keepsAll === true;

/** What a method is called. */
export const dtcMethodTitle = (method: string): string => dtcMethodOf({ compression: { method } }).title;
