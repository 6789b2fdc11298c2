import type { SharedResult } from '../../lab/contract.ts';
import { familyOf, type Study } from '../../study/schema.ts';
import { useFigureInput, useLab } from '../lab.tsx';

/** The study that was run and the result of a link or file, as far as they are of the family that is shown: a table of one reads no runs of another. */
export function useShownStudies(): { readonly runStudy: Study | null; readonly shared: SharedResult | null } {
  const family = useFigureInput((input) => input.family);
  const isShown = (study: Study | null | undefined): boolean => (study ? familyOf(study.job).id === family : false);
  const runStudy = useLab((lab) => (isShown(lab.run.study) ? lab.run.study : null));
  const shared = useLab((lab) => (isShown(lab.shared?.study) ? lab.shared : null));
  return { runStudy, shared };
}
