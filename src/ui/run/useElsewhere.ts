import { useLab } from '../lab.tsx';

/** Whether another tab works on the run that is shown. */
export const useElsewhere = (): boolean =>
  useLab(({ run, stored }) => run.id !== null && stored.entries.some(({ id, elsewhere }) => id === run.id && elsewhere));
