import { useMemo } from 'react';
import type { FigureMaker } from '../../figures/figure.ts';
import { FigureCard } from './FigureCard.tsx';
import { useFigureInput } from '../lab.tsx';
import styles from './FigureGrid.module.css';

/** The names of figures that take a whole row: the wide ones, and those that would otherwise stand alone in theirs. */
function wholeRows(figures: readonly FigureMaker[]): ReadonlySet<string> {
  const whole = new Set<string>();
  let open: string | null = null;
  for (const { name, wide } of figures) {
    if (wide) {
      whole.add(name);
      if (open !== null) whole.add(open);
      open = null;
    } else open = open === null ? name : null;
  }
  if (open !== null) whole.add(open);
  return whole;
}

/** Those of the figures of a family that have anything to say of the study that is shown. */
export function FigureGrid({ figures }: { readonly figures: readonly FigureMaker[] }) {
  // A text, so that the grid is drawn again only when it changes.
  const names = useFigureInput((input) =>
    figures
      .filter(({ applies }) => !applies || applies(input))
      .map(({ name }) => name)
      .join(' '),
  );
  const shown = useMemo(() => figures.filter(({ name }) => names.split(' ').includes(name)), [figures, names]);
  const whole = useMemo(() => wholeRows(shown), [shown]);
  return (
    <div className={styles.grid}>
      {shown.map((maker) => (
        <FigureCard key={maker.name} maker={maker} isWide={whole.has(maker.name)} />
      ))}
    </div>
  );
}
