import { useMemo } from 'react';
import type { Estimate } from '../../lab/estimate.ts';
import type { Study } from '../../study/schema.ts';
import { useLab, usePageLab } from '../lab.tsx';

/** What a study would take here, as far as that is known now. */
export function useEstimate(study: Study): Estimate {
  const { estimate } = usePageLab().lab;
  const backend = useLab((lab) => lab.backend);
  const status = useLab((lab) => lab.run.status);
  const pace = useLab((lab) => lab.pace);
  return useMemo(
    () => estimate(study),
    // It draws on the choice of backend, on runs that have ended and on what was measured, which it reads for itself.
    // eslint-disable-next-line react/memo-dependencies, react-hooks/exhaustive-deps
    [estimate, study, backend, status, pace],
  );
}
