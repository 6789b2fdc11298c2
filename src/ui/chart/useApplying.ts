import { useMemo } from 'react';
import type { FigureMaker } from '../../figures/figure.ts';
import { useFigureInput } from '../lab.tsx';

/** Those of the figures of a family that have anything to say of the study that is shown. */
export function useApplying(figures: readonly FigureMaker[]): readonly FigureMaker[] {
  // A text, so that what is drawn with it is drawn again only when it changes.
  const names = useFigureInput((input) =>
    figures
      .filter(({ applies }) => !applies || applies(input))
      .map(({ name }) => name)
      .join(' '),
  );
  return useMemo(() => figures.filter(({ name }) => names.split(' ').includes(name)), [figures, names]);
}
