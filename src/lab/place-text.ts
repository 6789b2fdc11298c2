import type { Unit } from '../study/family.ts';

/** Where a job is, “3 of 33”, counted as its records and figures count. @param step from 0 @param steps that there are */
export const placeText = ({ step, steps }: { readonly step: number; readonly steps: number }, { first }: Unit): string =>
  `${Math.min(step, steps - 1) + first} of ${steps - 1 + first}`;
