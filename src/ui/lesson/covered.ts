import { useLab } from '../lab.tsx';

/** Whether what came out waits for a prediction. */
export const useIsCovered = (): boolean =>
  useLab(({ lesson }) => lesson?.view.covered === true && !lesson.isUncovered && lesson.answer.prediction === undefined);
