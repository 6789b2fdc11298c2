import { useMemo } from 'react';
import { refusalOf, warningOf } from '../../lab/estimate.ts';
import { jobCount } from '../../study/schema.ts';
import { useLab } from '../lab.tsx';
import { plural, roughSize } from './format.ts';
import { extentTitle } from './study-size.ts';
import { longText, timeText } from './study-time.ts';
import { useEstimate } from './useEstimate.ts';

export interface StudySize {
  readonly jobs: string;
  readonly cycles: string;
  /** See `timeText`. */
  readonly time: string;
  /** See `longText`. */
  readonly long: string | null;
  /** “about 1.2 GB of memory”. */
  readonly memory: string;
  /** Why it would not be begun; null if nothing speaks against it. */
  readonly refusal: string | null;
  /** What speaks against it and does not keep it from running; null if nothing does. */
  readonly warning: string | null;
}

/** Gibibytes of memory, as far as the browser says: only Chromium does. */
const machineGib = (): number | null => (navigator as Navigator & { readonly deviceMemory?: number }).deviceMemory ?? null;

/** How much the study on the form asks for. */
export function useStudySize(): StudySize {
  const study = useLab((lab) => lab.study);
  const estimate = useEstimate(study);
  return useMemo(
    () => ({
      jobs: plural(jobCount(study), 'job'),
      cycles: extentTitle(study),
      time: timeText(study, estimate),
      long: longText(study, estimate),
      memory: `about ${roughSize(estimate.bytes)} of memory`,
      refusal: refusalOf(study, estimate),
      warning: warningOf(study, estimate, machineGib()),
    }),
    [study, estimate],
  );
}
