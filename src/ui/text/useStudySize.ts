import { useMemo } from 'react';
import { labEstimate, useLab } from '../lab.ts';
import { duration, plural } from './format.ts';
import { cyclesTitle, jobCount } from './study-size.ts';

export interface StudySize {
  readonly jobs: string;
  readonly cycles: string;
  /** “about 1 min 40 s”; null as long as nothing has run here that says how fast this machine is. */
  readonly time: string | null;
}

/** How much the study on the form asks for. */
export function useStudySize(): StudySize {
  const study = useLab((lab) => lab.study);
  const backend = useLab((lab) => lab.backend);
  const status = useLab((lab) => lab.run.status);
  return useMemo(
    () => {
      const { seconds } = labEstimate(study);
      return {
        jobs: plural(jobCount(study), 'job'),
        cycles: cyclesTitle(study),
        time: seconds === null ? null : `about ${duration(Math.max(1, Math.round(seconds)))}`,
      };
    },
    // The estimate draws on the choice of backend and on runs that have ended, which it reads for itself.
    // eslint-disable-next-line react/memo-dependencies, react-hooks/exhaustive-deps
    [study, backend, status],
  );
}
