import { useMemo } from 'react';
import { shownParts, type ShownPart } from '../chart/shown.ts';
import { useFigureInput, useLab } from '../lab.tsx';

/** The studies of which the figures show runs, with these runs: tables say what figures draw. */
export function useShownParts(): readonly ShownPart[] {
  const family = useFigureInput((input) => input.family);
  const own = useFigureInput((input) => input.own);
  const runStudy = useLab((lab) => lab.run.study);
  const shared = useLab((lab) => lab.shared);
  const compared = useLab((lab) => lab.compared);
  return useMemo(() => shownParts({ runStudy, shared, compared }, family, own), [runStudy, shared, compared, family, own]);
}
