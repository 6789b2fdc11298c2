import { useMemo } from 'react';
import type { FigureMaker } from '../../figures/figure.ts';
import { useApplying } from '../chart/useApplying.ts';
import { viewOf } from '../families/index.ts';
import { useFigureInput } from '../lab.tsx';

/** The figures that a lesson names, in its order, or without names those that carry the finding: as far as they have something to show. */
export function useLessonFigures(names: readonly string[] | undefined): readonly FigureMaker[] {
  const { figures, leading = figures } = viewOf(useFigureInput(({ family }) => family));
  const wanted = useMemo(
    () => (names ? names.flatMap((name) => figures.find((maker) => maker.name === name) ?? []) : leading),
    [figures, leading, names],
  );
  return useApplying(wanted);
}
